import type { Context, EventType } from '../client/client.ts';
import type { Instance } from '../containers/instance.ts';
import type { Shelf, Sources } from '../containers/kept-scenes.ts';
import type { Node } from '../kinds/core/node/types.ts';
import { isSidecar } from '../kinds/core/pod/requests.ts';
import type { Container, Pod } from '../kinds/core/pod/types.ts';
import type { Duration, Instant } from '../machinery/instant.ts';
import type { Faults } from '../simulation/faults.ts';
import type { Program } from './behaviours/behaviour.ts';
import { programFor } from './behaviours/index.ts';
import type { ContainerRun, Run } from './run.ts';
import { type Durations, draw } from './settings.ts';

/** How this cluster's kubelets go about things. */
export interface Manner {
  readonly durations: Durations;
  readonly faults: Faults;
  /** Where is kept how far scripts were played. */
  readonly shelf?: Shelf | undefined;
}

/** One container with its part in the pod. */
export interface Place {
  readonly container: Container;
  readonly part: 'init' | 'sidecar' | 'main' | 'ephemeral';
  readonly fieldPath: string;
}

/** One look at one pod. */
export interface Sync {
  readonly pod: Pod;
  readonly node: Node;
  readonly now: Instant;
  readonly context: Context;
  readonly manner: Manner;
  readonly run: Run;
  /** Init containers and sidecars in their order, then main containers, then ephemeral ones. */
  readonly places: readonly Place[];
  /** The kubelet has not told anything of the pod yet: its sandbox is only being made. */
  readonly isNew: boolean;
  /** Whether anything happened that the pod's status tells. */
  changed: boolean;
}

/** One look at a pod as it is now. */
export const syncOf = (parts: Omit<Sync, 'now' | 'places'>): Sync => ({
  now: parts.context.now,
  places: placesOf(parts.pod),
  ...parts,
});

export function placesOf({ spec }: Pod): readonly Place[] {
  const places: Place[] = [];
  for (const container of spec.initContainers ?? []) {
    const part = isSidecar(container) ? 'sidecar' : 'init';
    places.push({ container, part, fieldPath: `spec.initContainers{${container.name}}` });
  }
  for (const container of spec.containers) {
    places.push({ container, part: 'main', fieldPath: `spec.containers{${container.name}}` });
  }
  for (const container of spec.ephemeralContainers ?? []) {
    places.push({ container, part: 'ephemeral', fieldPath: `spec.ephemeralContainers{${container.name}}` });
  }
  return places;
}

export const runOf = ({ run }: Sync, { container }: Place): ContainerRun | undefined =>
  run.containers[container.name];

/** What the container's program does. */
export function programOf(sync: Sync, place: Place): Program {
  const { container, part } = place;
  const { restartPolicy = 'Always' } = sync.pod.spec;
  const mustEnd = part === 'init' || (part === 'main' && restartPolicy !== 'Always');
  const own = runOf(sync, place);
  const role = { pod: sync.pod, container, mustEnd };
  if (own?.startedAt === undefined) return programFor(role);
  const instance = instanceOf(sync, place, own);
  const { now } = sync;
  return programFor({ performer: { instance, now, look: sync, ...sourcesOf(sync) }, ...role });
}

/** What scripts are played from. */
export const sourcesOf = ({ context, manner }: Sync): Sources => ({
  reader: context.client,
  rows: context.memory,
  shelf: manner.shelf,
});

/** The run as the container runtime knows it. */
export function instanceOf({ pod, run, now }: Sync, { container }: Place, own: ContainerRun): Instance {
  const { address } = run;
  const isTold = address === undefined || pod.status?.podIP === address;
  const known = isTold ? pod : { ...pod, status: Object.assign({}, pod.status, { podIP: address }) };
  // Who is not seen yet has not been counted.
  const restarts = own.restarts + Number(own.unseen === true && own.exit !== undefined);
  return { pod: known, container, restarts, start: own.startedAt ?? now };
}

/** A duration of this pod, by chance. */
export function lengthOf({ manner, context, pod }: Sync, name: keyof Durations, label: string): Duration {
  return draw(manner.durations[name], context.rng, `${pod.metadata.uid}/${name}/${label}`);
}

/** Says something about the pod, or about one container of it. */
export function tell(sync: Sync, type: EventType, reason: string, message: string, place?: Place): void {
  const host = sync.node.metadata.name;
  const options = place === undefined ? { host } : { host, fieldPath: place.fieldPath };
  sync.context.event(sync.pod, type, reason, message, options);
}

/** What a fault may be aimed at, for one container. */
export function targetOf({ pod, node }: Sync, { container }: Place) {
  const { namespace = '', name, labels = {} } = pod.metadata;
  return {
    namespace,
    pod: name,
    labels,
    node: node.metadata.name,
    container: container.name,
    image: container.image ?? '',
  };
}
