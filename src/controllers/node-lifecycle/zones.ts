import { conditionOf } from '../../kinds/core/node/conditions.ts';
import type { Node } from '../../kinds/core/node/types.ts';

/** A zone's health; from it follows how fast its lost nodes are emptied (N-6). */
export type ZoneState = 'normal' | 'partly down' | 'fully down';

/** --unhealthy-zone-threshold, and how many nodes must be lost at least for it to count. */
const UNHEALTHY_SHARE = 0.55;
const UNHEALTHY_LEAST = 3;
/** Above so many nodes a zone that is partly down is still emptied, slowly: --large-cluster-size-threshold. */
const LARGE_ZONE = 50;
/** --node-eviction-rate and --secondary-node-eviction-rate, nodes a second. */
const RATE = 0.1;
const SLOW_RATE = 0.01;

const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

const labelOf = ({ metadata }: Node, ...names: readonly string[]): string =>
  names.map((name) => metadata.labels?.[name]).find((value) => value !== undefined && value !== '') ?? '';

/** Region and zone in one word; empty where the node has neither. */
export function zoneOf(node: Node): string {
  const region = labelOf(node, 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region');
  const zone = labelOf(node, 'topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone');
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`;
}

export const isReadyNode = (node: Node): boolean => conditionOf(node, 'Ready')?.status === 'True';

export interface Zone {
  readonly state: ZoneState;
  /** Nodes a second that may be emptied. */
  readonly rate: number;
}

/** Every zone with the health of its nodes, but for those that stay out of it. */
export function zonesOf(nodes: readonly Node[]): ReadonlyMap<string, Zone> {
  const counts = new Map<string, { ready: number; lost: number }>();
  for (const node of nodes) {
    if (node.metadata.labels?.[EXCLUDED] !== undefined) continue;
    const key = zoneOf(node);
    const count = counts.get(key) ?? { ready: 0, lost: 0 };
    if (isReadyNode(node)) count.ready++;
    else count.lost++;
    counts.set(key, count);
  }
  return new Map([...counts].map(([key, { ready, lost }]) => [key, zone(ready, lost)]));
}

function zone(ready: number, lost: number): Zone {
  const all = ready + lost;
  if (ready === 0 && lost > 0) return { state: 'fully down', rate: RATE };
  if (lost >= UNHEALTHY_LEAST && lost / all >= UNHEALTHY_SHARE)
    return { state: 'partly down', rate: all > LARGE_ZONE ? SLOW_RATE : 0 };
  return { state: 'normal', rate: RATE };
}

/** Nobody can be told from anybody else then: the fault may well be the master's own, so nothing is evicted. */
export const areAllDown = (zones: ReadonlyMap<string, Zone>): boolean =>
  zones.size > 0 && [...zones.values()].every(({ state }) => state === 'fully down');
