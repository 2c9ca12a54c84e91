import { readFileSync } from 'node:fs';
import type { Actor, Client } from '../../src/client/client.ts';
import { type Cluster, createCluster, extraIndexes } from '../../src/cluster/cluster.ts';
import { defaultSettings } from '../../src/cluster/settings.ts';
import { Namespace } from '../../src/kinds/core/namespace/kind.ts';
import { Node } from '../../src/kinds/core/node/kind.ts';
import { Pod } from '../../src/kinds/core/pod/kind.ts';
import { ServiceAccount } from '../../src/kinds/core/serviceaccount/kind.ts';
import { PriorityClass } from '../../src/kinds/scheduling/priorityclass/kind.ts';
import { loadTypes } from '../../src/kinds/schema/source.ts';
import { nodeObject } from '../../src/kubelet/node-object.ts';
import { after, type Instant, instant, seconds } from '../../src/machinery/instant.ts';
import { createAgenda } from '../../src/simulation/agenda.ts';
import { byInvolved, byLabel, byNode, byOwned, byOwner } from '../../src/store/indexes.ts';
import { createStore } from '../../src/store/memory-store.ts';
import { eventTexts } from './event-texts.ts';

loadTypes(() => readFileSync(`${import.meta.dirname}/../../src/kinds/schema/types.json`, 'utf8'));

export const START: Instant = instant(Date.parse('2026-01-01T12:00:00Z'));

/** An API server with a control plane node, workers and just these actors, in virtual time. */
export interface SmallCluster {
  readonly cluster: Cluster;
  readonly client: Client;
  /** Runs on until so many seconds after the start. */
  at(second: number): void;
  pod(name: string, spec?: object, metadata?: object): Pod;
  find(name: string): Pod | undefined;
  /** `Normal Scheduled Successfully ...` of one pod, in the order they were first said; a count above 1 is told. */
  events(name: string): readonly string[];
}

export interface Wishes {
  readonly workers?: number;
  readonly cpu?: string;
  readonly pods?: number;
  readonly seed?: number;
}

export function smallCluster(actors: () => readonly Actor[], wishes: Wishes = {}): SmallCluster {
  const { workers = 2, cpu = '4', pods = 110, seed = 7 } = wishes;
  const settings = { ...defaultSettings(seed, START), pace: 'manual' as const };
  const store = createStore({ indexes: [byOwner, byOwned, byNode, byLabel, byInvolved, ...extraIndexes] });
  const cluster = createCluster({ settings, store, agenda: createAgenda(), now: START, actors });
  const { client } = cluster;
  for (const name of ['default', 'kube-node-lease']) {
    client.create(Namespace, { metadata: { name }, spec: { finalizers: ['kubernetes'] } });
  }
  client.create(ServiceAccount, { metadata: { namespace: 'default', name: 'default' } });
  client.create(PriorityClass, {
    metadata: { name: 'urgent' },
    value: 1000,
    preemptionPolicy: 'PreemptLowerPriority',
  });
  client.create(Node, nodeObject('control-plane', { index: 0, cpu, pods, role: 'control-plane' }));
  for (let index = 1; index <= workers; index++)
    client.create(Node, nodeObject(`worker-${index}`, { index, cpu, pods }));
  cluster.settle();
  const ref = (name: string) => ({ namespace: 'default', name });
  return {
    cluster,
    client,
    at: (second) => cluster.advanceTo(after(START, seconds(second))),
    pod: (name, spec = {}, metadata = {}) => {
      const draft = {
        metadata: { namespace: 'default', name, ...metadata },
        spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec },
      };
      const pod = client.create(Pod, draft as never);
      cluster.settle();
      return pod;
    },
    find: (name) => client.find(Pod, ref(name)),
    events: (name) => eventTexts(client, name),
  };
}

export { seconds };
