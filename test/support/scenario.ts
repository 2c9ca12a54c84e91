import { readFileSync } from 'node:fs';
import type { Client } from '../../src/client/client.ts';
import { type Cluster, createCluster, extraIndexes } from '../../src/cluster/cluster.ts';
import { defaultSettings } from '../../src/cluster/settings.ts';
import { controllers } from '../../src/controllers/index.ts';
import { Event } from '../../src/kinds/core/event/kind.ts';
import { Namespace } from '../../src/kinds/core/namespace/kind.ts';
import { Node } from '../../src/kinds/core/node/kind.ts';
import type { Taint } from '../../src/kinds/core/node/types.ts';
import { isReady } from '../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../src/kinds/core/pod/kind.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { loadTypes } from '../../src/kinds/schema/source.ts';
import { after, type Instant, instant, milliseconds, seconds, timeOf } from '../../src/machinery/instant.ts';
import { type Draft, isTerminating, type KubeObject, type Ref } from '../../src/machinery/object-meta.ts';
import { createAgenda } from '../../src/simulation/agenda.ts';
import { byInvolved, byLabel, byNode, byOwned, byOwner } from '../../src/store/indexes.ts';
import { createStore } from '../../src/store/memory-store.ts';
import type { Change } from '../../src/store/store.ts';
import { createPuppet, type Puppet, remove, run, withReady } from './puppet-kubelet.ts';

loadTypes(() => readFileSync(`${import.meta.dirname}/../../src/kinds/schema/types.json`, 'utf8'));

/** A quarter past a whole second: in a cluster nothing happens on the very second. */
const START: Instant = instant(Date.parse('2026-01-01T12:00:00.250Z'));
export const NAMESPACE = 'default';
export const refTo = (name: string): Ref => ({ namespace: NAMESPACE, name });

interface Wishes {
  readonly nodes?: number;
}

/** A cluster with all its controllers, in virtual time, whose pods do what the scenario says. */
export class Stage {
  readonly cluster: Cluster;
  readonly client: Client;
  readonly puppet: Puppet = createPuppet();
  readonly changes: Change[] = [];

  constructor({ nodes = 3 }: Wishes = {}) {
    const settings = { ...defaultSettings(7, START), kubelet: 'fast' as const };
    const store = createStore({ indexes: [byOwner, byOwned, byNode, byLabel, byInvolved, ...extraIndexes] });
    const actors = () => [...controllers(settings), this.puppet.actor];
    this.cluster = createCluster({ settings, store, agenda: createAgenda(), now: START, actors });
    this.client = this.cluster.client;
    this.client.create(Namespace, { metadata: { name: NAMESPACE }, spec: { finalizers: ['kubernetes'] } });
    for (let index = 1; index <= nodes; index++) this.addNode(`node-${index}`);
    this.settle();
    store.watch('', (change) => this.changes.push(change));
  }

  get now(): Instant {
    return this.cluster.clock.now();
  }

  addNode(name: string, labels: Readonly<Record<string, string>> = {}): void {
    this.client.create(Node, {
      metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
      spec: {},
    });
    this.settle();
  }

  editNode(
    name: string,
    edit: { readonly labels?: Readonly<Record<string, string>>; readonly taints?: readonly Taint[] },
  ): void {
    const node = this.client.get(Node, { namespace: '', name });
    const labels = { ...node.metadata.labels, ...edit.labels };
    const spec = edit.taints === undefined ? { ...node.spec } : { ...node.spec, taints: edit.taints };
    this.client.update(Node, { ...node, metadata: { ...node.metadata, labels }, spec });
    this.settle();
  }

  create<T extends KubeObject>(kind: Kind<T>, draft: Draft<T>): T {
    const created = this.client.create(kind, {
      ...draft,
      metadata: { namespace: NAMESPACE, ...draft.metadata },
    });
    this.settle();
    return created;
  }

  get<T extends KubeObject>(kind: Kind<T>, name: string): T {
    return this.client.get(kind, refTo(name));
  }

  list<T extends KubeObject>(kind: Kind<T>): readonly T[] {
    return this.client.list(kind, { namespace: NAMESPACE });
  }

  /** Changes an object as a user would, then lets the controllers come to rest. */
  edit<T extends KubeObject>(kind: Kind<T>, name: string, change: (object: T) => T): T {
    this.client.update(kind, change(this.get(kind, name)));
    this.settle();
    return this.get(kind, name);
  }

  delete<T extends KubeObject>(
    kind: Kind<T>,
    name: string,
    propagation: 'Background' | 'Foreground' | 'Orphan' = 'Background',
  ): void {
    this.client.delete(kind, refTo(name), { propagation });
    this.settle();
  }

  /** New pods stay Pending until they are told. */
  hold(): void {
    this.puppet.ready = false;
  }

  /** All held pods become Ready, and new ones by themselves from now on. */
  release(): void {
    this.puppet.ready = true;
    for (const pod of this.pods())
      this.cluster.agenda.wake('puppet', refTo(pod.metadata.name), this.now, 'progress');
    this.settle();
  }

  /** One held pod, the first by name whose name starts so, becomes Ready; false when none is held. */
  ready(prefix = ''): boolean {
    const held = this.pods().find(
      (pod) => pod.metadata.name.startsWith(prefix) && !isReady(pod) && !isTerminating(pod),
    );
    if (held === undefined) return false;
    run(held, this);
    this.settle();
    return true;
  }

  unready(name: string): void {
    this.client.updateStatus(Pod, withReady(this.get(Pod, name), false, this.now));
    this.settle();
  }

  fail(name: string): void {
    const pod = this.get(Pod, name);
    this.client.updateStatus(Pod, { ...pod, status: { ...pod.status, phase: 'Failed', reason: 'Evicted' } });
    this.settle();
  }

  /** Deleted pods stay until they are told to end. */
  linger(): void {
    this.puppet.stops = false;
  }

  /** All terminating pods end. */
  end(): void {
    for (const pod of this.pods()) if (isTerminating(pod)) remove(pod, this);
    this.settle();
  }

  /** Takes what is due now; a tenth of a second later the next thing happens. */
  settle(): void {
    this.cluster.settle();
    this.cluster.advanceTo(after(this.now, milliseconds(100)));
  }

  pass(length: number): void {
    this.cluster.advanceTo(after(this.now, seconds(length)));
  }

  pods(prefix = ''): readonly Pod[] {
    return this.list(Pod).filter(({ metadata }) => metadata.name.startsWith(prefix));
  }

  podNames(prefix = ''): readonly string[] {
    return this.pods(prefix).map(({ metadata }) => metadata.name);
  }

  /** Events of an object as `Type Reason Message`, with `xN` when counted, the one that was told longest ago first. */
  events(name: string): readonly string[] {
    return this.list(Event)
      .filter(({ involvedObject }) => involvedObject.name === name)
      .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map(
        ({ type, reason, message, count = 1 }) =>
          `${type} ${reason} ${message}${count > 1 ? ` x${count}` : ''}`,
      );
  }

  /** Whole seconds since the start, as timestamps tell them. */
  secondOf(time: string | null | undefined): number {
    return (Date.parse(time ?? '') - Date.parse(timeOf(START))) / 1000;
  }
}

/** Every new size of a ReplicaSet, in order: `web-7b84c5f95f 3->2`. A set that is made with 0 is no news. */
export function scaling(stage: Stage, short: (name: string) => string = (name) => name): readonly string[] {
  const rows: string[] = [];
  for (const { type, entry, before } of stage.changes) {
    if (!entry.key.startsWith('apps/replicasets/') || type === 'DELETED') continue;
    const size = replicasOf(entry.value);
    const earlier = before === undefined ? 0 : replicasOf(before);
    if (size !== earlier) rows.push(`${short(entry.value.metadata.name)} ${earlier}->${size}`);
  }
  stage.changes.length = 0;
  return rows;
}

const replicasOf = (object: KubeObject): number =>
  (object as KubeObject & { spec: { replicas: number } }).spec.replicas;
