import type { DaemonSet } from '../../kinds/apps/daemonset/types.ts';
import type { Node } from '../../kinds/core/node/types.ts';
import { isFinished } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { compareText } from '../../machinery/json.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import type { NodeFit } from './node-fit.ts';
import { TEMPLATE_GENERATION, targetNode } from './template.ts';

export type PodsByNode = ReadonlyMap<string, readonly Pod[]>;

/** All that decisions about one set are made from, as it was read at the start of the sync. */
export interface Situation {
  readonly set: DaemonSet;
  /** In order of their names: upstream's is by chance (P-2). */
  readonly nodes: readonly Node[];
  readonly pods: PodsByNode;
  readonly fits: (node: Node) => NodeFit;
  /** The hash of the present template's revision. */
  readonly hash: string;
}

/** The set's pods by the node they are on or made for; those that have ended and are being deleted do not count (G-7). */
export function podsByNode(pods: readonly Pod[]): PodsByNode {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    if (isFinished(pod) && isTerminating(pod)) continue;
    const node = targetNode(pod);
    if (node === undefined) continue;
    const there = byNode.get(node);
    if (there === undefined) byNode.set(node, [pod]);
    else there.push(pod);
  }
  return byNode;
}

/**
 * Scheduled pods first, then the older ones: the first one is the node's daemon (G-10, G-35). Within one second upstream
 * goes by names, which are random; where the clock stands still the template's generation knows which was made first.
 */
export function byPrecedence(a: Pod, b: Pod): number {
  return (
    Number(isUnscheduled(a)) - Number(isUnscheduled(b)) ||
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    generationOf(a) - generationOf(b) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

const generationOf = ({ metadata }: Pod): number => Number(metadata.labels?.[TEMPLATE_GENERATION] ?? 0) || 0;

export const isUnscheduled = ({ spec }: Pod): boolean => spec.nodeName === undefined || spec.nodeName === '';
