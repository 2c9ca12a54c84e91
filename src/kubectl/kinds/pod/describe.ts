import type { ContainerStatus, Pod } from '../../../kinds/core/pod/types.ts';
import type { Instant } from '../../../machinery/instant.ts';
import {
  describeController,
  describeIdentity,
  describeLabels,
  describeMarks,
  describeTolerations,
} from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, type Page, since } from '../page.ts';
import { describeContainers } from '../pod-template/containers.ts';
import { describeTopologySpread } from '../pod-template/template.ts';
import { describeVolumes } from '../pod-template/volumes.ts';
import { describeResources } from '../resources.ts';
import { qosClass } from './qos.ts';

export const pod = defineDescriber<Pod>({
  events: 'pod',
  describe: ({ object, events, now }) =>
    describePage((page) => {
      describeHead(page, object, now);
      describeRuns(page, object);
      describeConditions(page, object);
      describeVolumes(page, object.spec.volumes, '');
      page.line(0, `QoS Class:\t${qosClass(object)}`);
      describeLabels(page, 'Node-Selectors', object.spec.nodeSelector);
      describeTolerations(page, 'Tolerations', object.spec.tolerations);
      describeTopologySpread(page, object.spec.topologySpreadConstraints, '');
      describeEvents(page, events, now);
    }),
});

function describeHead(page: Page, object: Pod, now: Instant): void {
  const { spec, status = {} } = object;
  describeIdentity(page, object, 'namespaced');
  if (spec.priority !== undefined) page.line(0, `Priority:\t${spec.priority}`);
  optional(page, 'Priority Class Name', spec.priorityClassName);
  optional(page, 'Runtime Class Name', spec.runtimeClassName);
  optional(page, 'Service Account', spec.serviceAccountName);
  page.line(
    0,
    `Node:\t${(spec.nodeName ?? '') === '' ? '<none>' : `${spec.nodeName}/${status.hostIP ?? ''}`}`,
  );
  if (status.startTime !== undefined) page.line(0, `Start Time:\t${formatTime(status.startTime)}`);
  describeMarks(page, object);
  describeStatus(page, object, now);
  optional(page, 'Reason', status.reason);
  optional(page, 'Message', status.message);
  const profile = spec.securityContext?.seccompProfile;
  if (profile !== undefined) page.line(0, `SeccompProfile:\t${profile.type}`);
  if (profile?.type === 'Localhost') page.line(0, `LocalhostProfile:\t${profile.localhostProfile ?? ''}`);
  page.line(0, `IP:\t${status.podIP ?? ''}`);
  const addresses = status.podIPs ?? [];
  page.line(0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const { ip } of addresses) page.line(1, `IP:\t${ip}`);
  describeController(page, object);
  optional(page, 'NominatedNodeName', status.nominatedNodeName);
}

function optional(page: Page, title: string, text: string | undefined): void {
  if (text !== undefined && text !== '') page.line(0, `${title}:\t${text}`);
}

function describeStatus(page: Page, { metadata, status }: Pod, now: Instant): void {
  const over = status?.phase === 'Failed' || status?.phase === 'Succeeded';
  if (metadata.deletionTimestamp === undefined || over) {
    page.line(0, `Status:\t${status?.phase ?? ''}`);
    return;
  }
  page.line(0, `Status:\tTerminating (lasts ${since(metadata.deletionTimestamp, now)})`);
  page.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
}

function describeRuns(page: Page, object: Pod): void {
  const { spec, status = {} } = object;
  if (spec.resources !== undefined) {
    page.line(0, 'Resources:');
    describeResources(page, 1, spec.resources);
  }
  const show = (
    label: string,
    containers: Pod['spec']['containers'],
    statuses: readonly ContainerStatus[] = [],
  ) => describeContainers(page, { label, containers, statuses, pod: object, indent: '' });
  if ((spec.initContainers ?? []).length > 0) {
    show('Init Containers', spec.initContainers ?? [], status.initContainerStatuses);
  }
  show('Containers', spec.containers, status.containerStatuses);
  if ((spec.ephemeralContainers ?? []).length > 0) {
    show('Ephemeral Containers', spec.ephemeralContainers ?? [], status.ephemeralContainerStatuses);
  }
}

function describeConditions(page: Page, { spec, status }: Pod): void {
  const conditions = status?.conditions ?? [];
  const gates = spec.readinessGates ?? [];
  if (gates.length > 0) page.write(0, 'Readiness Gates:\n  Type\tStatus\n');
  for (const { conditionType } of gates) {
    const found = conditions.find(({ type }) => type === conditionType);
    page.line(1, `${conditionType} \t${found?.status ?? '<none>'} `);
  }
  if (conditions.length > 0) page.write(0, 'Conditions:\n  Type\tStatus\n');
  for (const { type, status: state } of conditions) page.line(1, `${type} \t${state} `);
}
