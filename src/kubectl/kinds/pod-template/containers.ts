import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  Pod,
} from '../../../kinds/core/pod/types.ts';
import { goQuote } from '../../output/go-format.ts';
import { compareBytes } from '../common.ts';
import { formatTime, orNone, type Page, printBoolean } from '../page.ts';
import { describeResources } from '../resources.ts';
import { describeEnvironment, describeEnvironmentSources } from './environment.ts';
import { probeText } from './probe.ts';

export interface ContainersShown {
  readonly label: string;
  readonly containers: readonly Container[];
  readonly statuses?: readonly ContainerStatus[] | undefined;
  /** The pod they run in; absent for a template. */
  readonly pod?: Pod;
  /** Blanks before the label: a template is indented. */
  readonly indent: string;
}

/** A block of containers: what they run, how they are, what they have. */
export function describeContainers(page: Page, shown: ContainersShown): void {
  const { containers, indent, pod } = shown;
  page.line(0, `${indent}${shown.label}:${containers.length === 0 ? ' <none>' : ''}`);
  const statuses = new Map((shown.statuses ?? []).map((status) => [status.name, status]));
  for (const container of containers) {
    const status = statuses.get(container.name);
    describeBasics(page, container, status, indent);
    describeWords(page, 'Command', container.command);
    describeWords(page, 'Args', container.args);
    if (status !== undefined) describeStatus(page, status);
    describeResources(page, 2, container.resources);
    if (container.livenessProbe !== undefined)
      page.line(2, `Liveness:\t${probeText(container.livenessProbe)}`);
    if (container.readinessProbe !== undefined)
      page.line(2, `Readiness:\t${probeText(container.readinessProbe)}`);
    if (container.startupProbe !== undefined) page.line(2, `Startup:\t${probeText(container.startupProbe)}`);
    describeEnvironmentSources(page, container);
    describeEnvironment(page, container, pod);
    describeMounts(page, container);
  }
}

function describeBasics(
  page: Page,
  container: Container,
  status: ContainerStatus | undefined,
  indent: string,
): void {
  page.line(1, `${indent === '' ? '' : ' '}${container.name}:`);
  if (status !== undefined) page.line(2, `Container ID:\t${status.containerID ?? ''}`);
  page.line(2, `Image:\t${container.image ?? ''}`);
  if (status !== undefined) page.line(2, `Image ID:\t${status.imageID ?? ''}`);
  describePorts(page, 'Port', container.ports, ({ containerPort }) => containerPort);
  describePorts(page, 'Host Port', container.ports, ({ hostPort }) => hostPort ?? 0);
  const profile = container.securityContext?.seccompProfile;
  if (profile === undefined) return;
  page.line(2, `SeccompProfile:\t${profile.type}`);
  if (profile.type === 'Localhost') page.line(3, `LocalhostProfile:\t${profile.localhostProfile ?? ''}`);
}

function describePorts(
  page: Page,
  title: string,
  ports: readonly ContainerPort[] | undefined,
  numberOf: (port: ContainerPort) => number,
): void {
  const texts = (ports ?? []).map((port) => `${numberOf(port)}/${port.protocol ?? ''}`);
  page.line(2, `${title}${texts.length > 1 ? 's' : ''}:\t${orNone(texts.join(', '))}`);
}

function describeWords(page: Page, title: string, words: readonly string[] | undefined): void {
  if (words === undefined || words.length === 0) return;
  page.line(2, `${title}:`);
  for (const line of words.flatMap((word) => word.split('\n'))) page.line(3, line);
}

function describeStatus(page: Page, status: ContainerStatus): void {
  describeState(page, 'State', status.state);
  if (status.lastState?.terminated !== undefined) describeState(page, 'Last State', status.lastState);
  page.line(2, `Ready:\t${printBoolean(status.ready)}`);
  page.line(2, `Restart Count:\t${status.restartCount}`);
}

function describeState(page: Page, title: string, state: ContainerState | undefined): void {
  if (state?.running !== undefined) {
    page.line(2, `${title}:\tRunning`);
    page.line(3, `Started:\t${formatTime(state.running.startedAt)}`);
  } else if (state?.terminated !== undefined && state.waiting === undefined) {
    const { reason = '', message = '', exitCode, signal = 0, startedAt, finishedAt } = state.terminated;
    page.line(2, `${title}:\tTerminated`);
    if (reason !== '') page.line(3, `Reason:\t${reason}`);
    if (message !== '') page.line(3, `Message:\t${message}`);
    page.line(3, `Exit Code:\t${exitCode}`);
    if (signal > 0) page.line(3, `Signal:\t${signal}`);
    page.line(3, `Started:\t${formatTime(startedAt)}`);
    page.line(3, `Finished:\t${formatTime(finishedAt)}`);
  } else {
    page.line(2, `${title}:\tWaiting`);
    const reason = state?.waiting?.reason ?? '';
    if (reason !== '') page.line(3, `Reason:\t${reason}`);
  }
}

function describeMounts(page: Page, container: Container): void {
  const mounts = container.volumeMounts ?? [];
  const none = mounts.length === 0 ? '\t<none>' : '';
  page.line(2, `Mounts:${none}`);
  for (const mount of mounts.toSorted((a, b) => compareBytes(a.mountPath, b.mountPath))) {
    const path = mount.subPath === undefined || mount.subPath === '' ? '' : `,path=${goQuote(mount.subPath)}`;
    page.line(3, `${mount.mountPath} from ${mount.name} (${mount.readOnly === true ? 'ro' : 'rw'}${path})`);
  }
  const devices = container.volumeDevices ?? [];
  if (devices.length === 0) return;
  // kubectl repeats the mounts' <none> here.
  page.line(2, `Devices:${none}`);
  for (const { devicePath, name } of devices.toSorted((a, b) => compareBytes(a.devicePath, b.devicePath))) {
    page.line(3, `${devicePath} from ${name}`);
  }
}
