import type { Reader } from '../client/client.ts';
import { isReady } from '../kinds/core/node/conditions.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { clusterResolver, type Resolver, resolverOf } from './dns/resolver.ts';
import type { End } from './policies.ts';

/** Who asks, and from where. */
export interface Source extends End {
  readonly from: 'cluster' | 'outside';
  /** The node whose rules its packets meet first; from outside a load balancer, or the address, says which. */
  readonly entry?: Node | undefined;
  /** How it finds names; absent where the cluster's are not known. */
  readonly resolver?: Resolver;
}

/** Somebody outside of the cluster (TEST-NET-2). */
export const OUTSIDE: Source = { from: 'outside', address: '198.51.100.7' };

/** A pod: its own address, node and resolver. */
export function fromPod(pod: Pod, reader: Reader): Source {
  const { namespace = 'default', labels = {} } = pod.metadata;
  return {
    from: 'cluster',
    address: pod.status?.podIP ?? '',
    namespace,
    labels,
    pod,
    entry: reader.find(Node, { namespace: '', name: pod.spec.nodeName ?? '' }),
    resolver: resolverOf(pod),
  };
}

/** Somebody in a namespace who is no pod of the cluster, on its first node that takes pods. */
export function fromNamespace(namespace: string, reader: Reader): Source {
  const nodes = reader.list(Node).filter(isReady);
  const takesPods = ({ spec }: Node): boolean => !spec?.taints?.length && spec?.unschedulable !== true;
  const entry = nodes.find(takesPods) ?? nodes[0];
  return { from: 'cluster', address: '', namespace, entry, resolver: clusterResolver(namespace) };
}
