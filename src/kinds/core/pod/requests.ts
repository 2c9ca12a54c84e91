import { compareQuantity, milliValue, parseQuantity, value } from '../../../machinery/quantity.ts';
import type { Container, Pod, PodSpec, ResourceList } from './types.ts';

/** What a pod asks of a node, in plain numbers: cpu in thousandths, the rest in units. */
export interface Requests {
  readonly cpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  /** Extended resources and huge pages by name; absent when there are none. */
  readonly scalars?: Readonly<Record<string, number>>;
}

/** What scoring counts for a container that asks for nothing (S-14). */
const UNASKED_CPU = 100;
const UNASKED_MEMORY = 200 * 1024 * 1024;

/** An always-restarting init container (K-52). */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

/** The pod's effective requests (S-11): main containers and sidecars together, or the largest step of its start, and overhead. */
export function podRequests(pod: Pod): Requests {
  return effective(heldSpec(pod), amounts);
}

/** As {@link podRequests}, whatever the pod has been given so far. */
export function wantedRequests({ spec }: Pod): Requests {
  return effective(spec, amounts);
}

/** A resize is not done yet, or cannot be. */
export const isResizing = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type }) => type === 'PodResizePending' || type === 'PodResizeInProgress') ===
  true;

/**
 * While a resize is on, a container counts with the most of what it is to have and what it has, and where it cannot be
 * had with what it has alone (UseStatusResources).
 */
export function heldSpec(pod: Pod): PodSpec {
  if (!isResizing(pod)) return pod.spec;
  const { spec, status } = pod;
  const isInfeasible = status?.conditions?.some(
    ({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible',
  );
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const held = (container: Container): Container => {
    const own = statuses.find(({ name }) => name === container.name);
    const lists = [own?.allocatedResources, own?.resources?.requests];
    const all = isInfeasible === true ? lists : [container.resources?.requests, ...lists];
    return { ...container, resources: { ...container.resources, requests: largestOf(all) } };
  };
  const { initContainers } = spec;
  return {
    ...spec,
    containers: spec.containers.map(held),
    ...(initContainers === undefined
      ? {}
      : { initContainers: initContainers.map((one) => (isSidecar(one) ? held(one) : one)) }),
  };
}

function largestOf(lists: readonly (ResourceList | undefined)[]): ResourceList {
  const most: Record<string, string> = {};
  for (const list of lists) {
    for (const [name, text] of Object.entries(list ?? {})) {
      const known = most[name];
      if (known === undefined || compareQuantity(parseQuantity(text), parseQuantity(known)) > 0)
        most[name] = text;
    }
  }
  return most;
}

/** As {@link podRequests}, a container without cpu or memory request counting with the scorers' defaults (S-14). */
export function scoredRequests(pod: Pod): Requests {
  return effective(heldSpec(pod), amountsForScoring);
}

/** A resource list (requests, allocatable) as numbers. */
export function amounts(list: ResourceList | undefined): Requests {
  if (list === undefined) return NOTHING;
  let cpu = 0;
  let memory = 0;
  let ephemeralStorage = 0;
  let scalars: Record<string, number> | undefined;
  for (const name in list) {
    const text = list[name] as string;
    if (name === 'cpu') cpu = milliValue(parseQuantity(text));
    else if (name === 'memory') memory = value(parseQuantity(text));
    else if (name === 'ephemeral-storage') ephemeralStorage = value(parseQuantity(text));
    else if (name !== 'pods' && name !== 'storage') {
      scalars ??= {};
      scalars[name] = value(parseQuantity(text));
    }
  }
  return scalars === undefined
    ? { cpu, memory, ephemeralStorage }
    : { cpu, memory, ephemeralStorage, scalars };
}

const NOTHING: Requests = { cpu: 0, memory: 0, ephemeralStorage: 0 };

function amountsForScoring(list: ResourceList | undefined): Requests {
  const asked = amounts(list);
  return {
    ...asked,
    cpu: list?.['cpu'] === undefined ? UNASKED_CPU : asked.cpu,
    memory: list?.['memory'] === undefined ? UNASKED_MEMORY : asked.memory,
  };
}

function effective(spec: PodSpec, read: (list: ResourceList | undefined) => Requests): Requests {
  let total = NOTHING;
  for (const container of spec.containers) total = add(total, read(container.resources?.requests));
  if (spec.initContainers !== undefined) total = withInitContainers(total, spec.initContainers, read);
  if (spec.resources?.requests !== undefined) total = replaced(total, spec.resources.requests);
  return spec.overhead === undefined ? total : add(total, amounts(spec.overhead));
}

function withInitContainers(
  main: Requests,
  containers: readonly Container[],
  read: (list: ResourceList | undefined) => Requests,
): Requests {
  let sidecars = NOTHING;
  let largest = NOTHING;
  for (const container of containers) {
    const own = read(container.resources?.requests);
    if (isSidecar(container)) {
      sidecars = add(sidecars, own);
      largest = most(largest, sidecars);
    } else {
      largest = most(largest, add(own, sidecars));
    }
  }
  return most(add(main, sidecars), largest);
}

/** Pod-level resources replace the sum where they are set. */
function replaced(total: Requests, list: ResourceList): Requests {
  const asked = amounts(list);
  return {
    ...total,
    cpu: list['cpu'] === undefined ? total.cpu : asked.cpu,
    memory: list['memory'] === undefined ? total.memory : asked.memory,
    ...(asked.scalars === undefined ? {} : { scalars: { ...total.scalars, ...asked.scalars } }),
  };
}

function combine(a: Requests, b: Requests, join: (x: number, y: number) => number): Requests {
  const cpu = join(a.cpu, b.cpu);
  const memory = join(a.memory, b.memory);
  const ephemeralStorage = join(a.ephemeralStorage, b.ephemeralStorage);
  if (a.scalars === undefined && b.scalars === undefined) return { cpu, memory, ephemeralStorage };
  const scalars: Record<string, number> = { ...a.scalars };
  for (const name in b.scalars) scalars[name] = join(scalars[name] ?? 0, b.scalars[name] ?? 0);
  return { cpu, memory, ephemeralStorage, scalars };
}

const sum = (x: number, y: number): number => x + y;
const add = (a: Requests, b: Requests): Requests =>
  a === NOTHING ? b : b === NOTHING ? a : combine(a, b, sum);
const most = (a: Requests, b: Requests): Requests => combine(a, b, Math.max);
