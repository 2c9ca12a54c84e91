import type { Client, Context } from '../client/client.ts';
import { Node } from '../kinds/core/node/kind.ts';
import { Pod } from '../kinds/core/pod/kind.ts';

/** The first addresses of a node's range belong to its bridge. */
const FIRST = 2;
const LAST = 254;

/** An address of the pod's own from its node's range: the next after the last one given, round and round. */
export function podAddress(node: Node, pods: Context['memory'], client: Client): string {
  const range = (node.spec?.podCIDR ?? '10.244.0.0/24').replace(/\.0\/\d+$/, '');
  const row = `address/${node.metadata.name}`;
  const start = (pods.get(row) as number | undefined) ?? FIRST;
  const taken = takenOn(node, client, start);
  for (let step = 0; step <= LAST - FIRST; step++) {
    const place = FIRST + ((start - FIRST + step) % (LAST - FIRST + 1));
    if (taken.has(place)) continue;
    pods.set(row, place + 1 > LAST ? FIRST : place + 1);
    return `${range}.${place}`;
  }
  return `${range}.${LAST}`;
}

/** Only looked up after the range has been used once round: before, every next address is free. */
function takenOn(node: Node, client: Client, start: number): ReadonlySet<number> {
  if (client.count(Pod, { node: node.metadata.name }) < start - FIRST) return new Set();
  const addresses = client
    .list(Pod, { node: node.metadata.name })
    .map((pod) => Number(pod.status?.podIP?.split('.').at(-1)));
  return new Set(addresses);
}

export function nodeAddressOf(node: Node | undefined): string {
  return node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

export function nodeOf(pod: Pod, client: Client): Node | undefined {
  return client.find(Node, { namespace: '', name: pod.spec.nodeName ?? '' });
}
