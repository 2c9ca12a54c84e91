import type { Context } from '../client/client.ts';
import type { Node } from '../kinds/core/node/types.ts';
import { isFinished } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';

/** The first address of a node's range is the bridge's own. */
const FIRST = 2;
const LAST = 254;

/** What host-local IPAM remembers: the last address given, and whether the range was gone through once. */
interface Given {
  readonly last: number;
  readonly wrapped: boolean;
}

export function hostAddress(node: Node): string {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

/** The next free address of the node's range, round and round; undefined when all are taken (K-7). */
export function nextAddress(node: Node, { client, memory }: Context): string | undefined {
  const { name } = node.metadata;
  const prefix = (node.spec?.podCIDR ?? '10.244.0.0/24').replace(/\.\d+\/\d+$/, '.');
  const row = `address/${name}`;
  const { last, wrapped } = (memory.get(row) as Given | undefined) ?? { last: FIRST - 1, wrapped: false };
  if (!wrapped && last < LAST) {
    memory.set(row, { last: last + 1, wrapped });
    return `${prefix}${last + 1}`;
  }
  const taken = new Set<string>();
  for (const pod of client.list(Pod, { node: name }))
    if (!isFinished(pod)) taken.add(pod.status?.podIP ?? '');
  for (let step = 1; step <= LAST - FIRST + 1; step++) {
    const place = FIRST + ((last - FIRST + step) % (LAST - FIRST + 1));
    if (taken.has(`${prefix}${place}`)) continue;
    memory.set(row, { last: place, wrapped: true });
    return `${prefix}${place}`;
  }
  return undefined;
}
