import type { Actor, Client } from '../client/client.ts';
import { Node } from '../kinds/core/node/kind.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { after, type Instant, milliseconds } from '../machinery/instant.ts';
import { type Ref, refOf } from '../machinery/object-meta.ts';
import type { Agenda } from '../simulation/agenda.ts';
import {
  type Fault,
  type FaultName,
  type Faults,
  type FaultTarget,
  faultsFrom,
} from '../simulation/faults.ts';
import type { Memory } from '../store/store.ts';
import type { Cluster } from './cluster.ts';
import { isRunning, startNode, stopNode } from './nodes.ts';

const ROW = 'faults';
const KEEPER = 'fault-keeper';
const KUBELET = 'kubelet';
/** Faults of nodes; all others are of pods. */
export const OF_NODES: ReadonlySet<FaultName> = new Set<FaultName>(['disk-full', 'memory-low', 'node-lost']);

/** What faults are kept in, and what kubelets are woken through when they come and go. */
export interface FaultWorld {
  readonly memory: Memory;
  readonly agenda: Agenda;
}

const faultsIn = (memory: Memory): readonly Fault[] =>
  (memory.get(ROW) as readonly Fault[] | undefined) ?? [];

/** The faults as kubelets ask for them. */
export const faultsOf = (memory: Memory): Faults => faultsFrom(() => faultsIn(memory));

/** All faults that have not been taken back and are not over. */
export const listFaults = ({ store }: Cluster): readonly Fault[] => faultsIn(store.memory);

/** Lets something go wrong from now on; kubelets notice at once. */
export function addFault(cluster: Cluster, wish: Omit<Fault, 'id' | 'from'>): Fault {
  const { store, agenda, client, clock } = cluster;
  const { memory } = store;
  const last = faultsIn(memory).at(-1)?.id.slice(1) ?? '0';
  const fault: Fault = { id: `f${Number(last) + 1}`, from: clock.now(), ...wish };
  memory.set(ROW, [...faultsIn(memory), fault]);
  begin(fault, { agenda, memory }, client, clock.now());
  if (fault.until !== undefined) agenda.wake(KEEPER, refTo(fault), fault.until, 'progress');
  return fault;
}

/** Ends a fault; undefined when there is none of the id. */
export function removeFault({ store, agenda, client, clock }: Cluster, id: string): Fault | undefined {
  const world = { memory: store.memory, agenda };
  const fault = faultsIn(world.memory).find((one) => one.id === id);
  if (fault !== undefined) leave(fault, undefined, world, client, clock.now());
  return fault;
}

const refTo = ({ id }: Fault): Ref => ({ namespace: '', name: id });

/** Begins and ends faults when it is time. */
export function faultKeeper(world: FaultWorld): Actor {
  return {
    name: KEEPER,
    triggers: [],
    reconcile: ({ name }, context) => {
      const { now } = context;
      const client = context.client.as('kube-apiserver');
      const fault = faultsIn(world.memory).find(({ id }) => id === name);
      if (fault?.until === undefined) return undefined;
      if (fault.until <= now) {
        const next = nextTime(fault, now);
        leave(fault, next, world, client, now);
        return next && { at: next.from, because: 'standing' };
      }
      if (fault.from > now) return { at: fault.from, because: 'standing' };
      begin(fault, world, client, now);
      return { at: fault.until, because: 'progress' };
    },
  };
}

/** When it comes back. */
function nextTime(fault: Fault, now: Instant): Fault | undefined {
  const { from, until, every } = fault;
  if (every === undefined || until === undefined) return undefined;
  const times = Math.floor((now - from) / every) + 1;
  const length = milliseconds(times * every);
  return { ...fault, from: after(from, length), until: after(until, length) };
}

function begin(fault: Fault, world: FaultWorld, client: Client, now: Instant): void {
  const { name, target } = fault;
  if (name !== 'node-lost') wakeKubelets(fault, world, client, now);
  else if (target.node !== undefined && isRunning(client, target.node)) stopNode(client, target.node, now);
}

/** It is over: for good, or until its next time. */
function leave(fault: Fault, next: Fault | undefined, world: FaultWorld, client: Client, now: Instant): void {
  const left = faultsIn(world.memory).flatMap((one) => (one === fault ? (next ?? []) : one));
  world.memory.set(ROW, left.length === 0 ? undefined : left);
  const { name, target, from } = fault;
  if (from > now) return;
  if (name !== 'node-lost') wakeKubelets(fault, world, client, now);
  else if (target.node !== undefined) startNode(client, target.node);
}

/** Nothing of the API changes with a fault: the kubelets it is about are told to look. */
function wakeKubelets({ name, target }: Fault, { agenda }: FaultWorld, client: Client, now: Instant): void {
  const refs = OF_NODES.has(name) ? nodesOf(target, client) : podsOf(target, client);
  for (const ref of refs) agenda.wake(KUBELET, ref, now, 'progress');
}

const nodesOf = ({ node }: FaultTarget, client: Client): readonly Ref[] =>
  node === undefined ? client.list(Node).map(refOf) : [{ namespace: '', name: node }];

/** Pods the fault may be about: who is not will not notice. */
function podsOf({ namespace, pod, node }: FaultTarget, client: Client): readonly Ref[] {
  if (namespace !== undefined && pod !== undefined) return [{ namespace, name: pod }];
  return client
    .list(Pod, {
      ...(namespace === undefined ? {} : { namespace }),
      ...(node === undefined ? {} : { node }),
    })
    .filter(({ spec }) => spec.nodeName !== undefined)
    .map(refOf);
}
