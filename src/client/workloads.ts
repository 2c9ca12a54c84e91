import { ReplicaSet } from '../kinds/apps/replicaset/kind.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import type { Workloads } from '../kinds/metrics/usage.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import type { Client } from './client.ts';

/** Workloads and their pods as a client finds them, without looking at a pod. */
export function workloadsOf(client: Pick<Client, 'find' | 'list' | 'count' | 'kindFor'>): Workloads {
  const ready = ({ metadata }: KubeObject): number =>
    client.count(Pod, { under: { index: 'pod-standing', word: `${metadata.uid} ready` } });
  return {
    owner: ({ apiVersion, kind, name, uid }, namespace) => {
      const known = client.kindFor(apiVersion, kind);
      const found = known === undefined ? undefined : client.find(known, { namespace, name });
      return found?.metadata.uid === uid ? found : undefined;
    },
    readyPods: (workload) =>
      client
        .list(ReplicaSet, { owner: workload.metadata.uid })
        .reduce((sum, set) => sum + ready(set), ready(workload)),
  };
}
