import { isYes } from '../../client/query.ts';
import type { Pod } from '../../kinds/core/pod/kind.ts';
import type { ContainerStatus } from '../../kinds/core/pod/types.ts';
import type { Kind } from '../../kinds/kind.ts';
import { instantOf } from '../../machinery/instant.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { badRequest } from '../../machinery/status.ts';
import type { Backend } from '../backend.ts';
import { storedObject } from '../stored.ts';
import { type LogOptions, shownLog } from './log-text.ts';

type Query = Readonly<Record<string, string>>;

/** GET pods/NAME/log: what a container has printed. */
export function logOf(backend: Backend, kind: Kind, ref: Ref, query: Query): string {
  const pod = storedObject(backend, kind, ref) as Pod;
  const container = chosenContainer(pod, query);
  const which = isYes(query['previous']) ? 'previous' : 'current';
  // Nobody has a log yet of what runs nowhere.
  if ((pod.spec.nodeName ?? '') === '') return '';
  const status = statusOf(pod, container);
  refuse(pod, container, status, which);
  // While the next run is waited for, the newest that there was is the last one.
  const lines = backend.containers?.log(pod, container, hasRun(status) ? which : 'current', backend.now());
  return shownLog(lines ?? [], optionsFrom(query), backend.now());
}

export function chosenContainer(pod: Pod, query: Query): string {
  const container = query['container'] || onlyContainer(pod);
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  if (![...initContainers, ...containers, ...ephemeralContainers].some(({ name }) => name === container)) {
    throw badRequest(`container ${container} is not valid for pod ${pod.metadata.name}`);
  }
  return container;
}

export function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const {
    initContainerStatuses = [],
    containerStatuses = [],
    ephemeralContainerStatuses = [],
  } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].find(
    ({ name }) => name === container,
  );
}

/** Whether there is or was a run since the last back-off. */
export const hasRun = (status: ContainerStatus | undefined): boolean =>
  status?.state?.running !== undefined || status?.state?.terminated !== undefined;

/** The kubelet's words for a log that there is none of (validateContainerLogStatus). */
function refuse(
  { metadata }: Pod,
  container: string,
  status: ContainerStatus | undefined,
  which: 'current' | 'previous',
): void {
  const names = `container ${JSON.stringify(container)} in pod ${JSON.stringify(metadata.name)}`;
  const hasLast = status?.lastState?.terminated !== undefined;
  if (status === undefined) throw badRequest(`${names} is not available`);
  if (which === 'previous') {
    if (!hasLast) throw badRequest(`previous terminated ${names} not found`);
    return;
  }
  if (hasRun(status) || hasLast) return;
  const reason = status.state?.waiting?.reason ?? '';
  throw badRequest(`${names} is waiting to start: ${WAITING[reason] ?? reason}`);
}

const WAITING: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

export function optionsFrom(query: Query): LogOptions {
  const number = (name: string): number | undefined =>
    query[name] === undefined ? undefined : Number(query[name]);
  const sinceTime = query['sinceTime'];
  return {
    tail: number('tailLines'),
    sinceSeconds: number('sinceSeconds'),
    since: sinceTime === undefined ? undefined : instantOf(sinceTime),
    limitBytes: number('limitBytes'),
    timestamps: isYes(query['timestamps']),
  };
}

export function onlyContainer({ metadata, spec }: Pod): string {
  const [first, ...rest] = spec.containers;
  if (first !== undefined && rest.length === 0 && (spec.initContainers ?? []).length === 0) return first.name;
  const init = (spec.initContainers ?? []).map(({ name }) => name);
  const names = `choose one of: [${spec.containers.map(({ name }) => name).join(' ')}]`;
  const told = init.length === 0 ? names : `${names} or one of the init containers: [${init.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${metadata.name}, ${told}`);
}
