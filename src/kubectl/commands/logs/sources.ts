import type { Container, Pod } from '../../../kinds/core/pod/types.ts';
import { instantOf } from '../../../machinery/instant.ts';
import { CommandError, type Context } from '../../command.ts';

/** One container's log. */
export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface ContainerChoice {
  readonly container: string;
  readonly allContainers: boolean;
  /** With several pods nobody is told which container was taken. */
  readonly allPods: boolean;
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The logs a pod has for what was asked. */
export function sourcesOf(pod: Pod, choice: ContainerChoice, err: Context['err']): readonly LogSource[] {
  const at = (container: string): LogSource => ({
    namespace: pod.metadata.namespace ?? '',
    pod: pod.metadata.name,
    container,
  });
  if (choice.allContainers) return containersOf(pod).map(({ name }) => at(name));
  const name = choice.container === '' ? defaultContainer(pod, choice, err) : choice.container;
  if (!containersOf(pod).some((container) => container.name === name)) {
    throw new CommandError(`container ${name} is not valid for pod ${pod.metadata.name}`);
  }
  return [at(name)];
}

/** Init containers, containers, then those put in later. */
export function containersOf({ spec }: Pod): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}

export function defaultContainer(
  pod: Pod,
  { allPods }: Pick<ContainerChoice, 'allPods'>,
  err: Context['err'],
): string {
  const { spec, metadata } = pod;
  const marked = metadata.annotations?.[DEFAULT_CONTAINER] ?? '';
  if (marked !== '') {
    if (containersOf(pod).some(({ name }) => name === marked)) return marked;
    err.line(`Default container name ${JSON.stringify(marked)} not found in pod ${metadata.name}`);
  }
  const first = spec.containers[0]?.name ?? '';
  if (containersOf(pod).length > 1 && !allPods) {
    err.line(`Defaulted container ${JSON.stringify(first)} out of: ${namesOf(pod)}`);
  }
  return first;
}

function namesOf({ spec }: Pod): string {
  const names = (containers: readonly Container[] | undefined, mark: string): readonly string[] =>
    (containers ?? []).map(({ name }) => name + mark);
  return [
    ...names(spec.containers, ''),
    ...names(spec.ephemeralContainers, ' (ephem)'),
    ...names(spec.initContainers, ' (init)'),
  ].join(', ');
}

const PHASES = ['Running', 'Unknown', 'Pending'];

/** The pod whose log says most comes first (podutils.ByLogging): restarts have something to tell. */
export const byLogging = (a: Pod, b: Pod): number =>
  byState(a, b) || restartsOf(b) - restartsOf(a) || createdAt(a) - createdAt(b);

/** The pod that serves best comes first (podutils.ActivePods, the other way round). */
export const byActivity = (a: Pod, b: Pod): number =>
  byState(a, b) || restartsOf(a) - restartsOf(b) || createdAt(a) - createdAt(b);

function byState(a: Pod, b: Pod): number {
  const assigned = Number((a.spec.nodeName ?? '') === '') - Number((b.spec.nodeName ?? '') === '');
  return assigned || phaseOf(a) - phaseOf(b) || byReadiness(a, b);
}

/** Phases kubectl does not rank count as running. */
const phaseOf = ({ status }: Pod): number => Math.max(0, PHASES.indexOf(status?.phase ?? ''));

function byReadiness(a: Pod, b: Pod): number {
  const [first, second] = [readySince(a), readySince(b)];
  if (first === undefined || second === undefined)
    return Number(first === undefined) - Number(second === undefined);
  return first - second;
}

function readySince({ status }: Pod): number | undefined {
  const ready = status?.conditions?.find(({ type, status: state }) => type === 'Ready' && state === 'True');
  if (ready === undefined) return undefined;
  return typeof ready.lastTransitionTime === 'string'
    ? instantOf(ready.lastTransitionTime)
    : Number.MAX_SAFE_INTEGER;
}

const restartsOf = ({ status }: Pod): number =>
  Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));

const createdAt = ({ metadata }: Pod): number => instantOf(metadata.creationTimestamp);
