import type { DaemonSet } from '../../kinds/apps/daemonset/types.ts';
import type { Node } from '../../kinds/core/node/types.ts';
import { isAvailable, isReady } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Instant } from '../../machinery/instant.ts';
import { scaledValue } from '../../machinery/int-or-string.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { byPrecedence, isUnscheduled, type Situation } from './placement.ts';
import { REVISION_HASH } from './template.ts';

/** What is to be done, and what to tell. Nodes to make pods for, and pods to delete, in order. */
export interface Work {
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
}

export interface Ended {
  readonly pod: Pod;
  readonly node: string;
}

export interface Managing extends Work {
  /** Ended pods that are removed, in the order in which they are told of. */
  readonly ended: readonly Ended[];
  /** Nodes whose failed pod stays for now: the one before failed a short time ago (G-11). */
  readonly heldBack: readonly string[];
}

/** One pod on each node that is to have one, none elsewhere (G-10). `isHeld` says whether a node's failed pod has to wait. */
export function manage(situation: Situation, isHeld: (node: string) => boolean, now: Instant): Managing {
  const create: string[] = [];
  const remove: Pod[] = [];
  const ended: Ended[] = [];
  const heldBack: string[] = [];
  const surge = allowsSurge(situation.set);
  for (const node of situation.nodes) {
    const { name } = node.metadata;
    const { shouldRun, shouldContinue } = situation.fits(node);
    const there = situation.pods.get(name);
    if (shouldRun && there === undefined) {
      create.push(name);
    } else if (shouldContinue) {
      const alive = removeEnded(there ?? [], name, isHeld(name), { remove, ended, heldBack });
      if (!surge) remove.push(...alive.toSorted(byPrecedence).slice(1));
      // Upstream makes one at once here, back-off or not: where kubelets refuse in no time that would never end.
      else if (alive.length === 0 && shouldRun && !heldBack.includes(name)) create.push(name);
      else if (alive.length > 1) remove.push(...surplusInSurge(situation, alive, now));
    } else {
      remove.push(...(there ?? []).filter((pod) => !isTerminating(pod)));
    }
  }
  return { create, remove: [...remove, ...withoutNode(situation)], ended, heldBack };
}

interface Found {
  readonly remove: Pod[];
  readonly ended: Ended[];
  readonly heldBack: string[];
}

/** The pods of a node that are neither ended nor terminating; of the failed ones only one goes at a time (G-11). */
function removeEnded(pods: readonly Pod[], node: string, isHeld: boolean, found: Found): readonly Pod[] {
  let held = isHeld;
  const alive: Pod[] = [];
  for (const pod of pods) {
    if (isTerminating(pod)) continue;
    const phase = pod.status?.phase;
    if (phase === 'Failed' && held) {
      found.heldBack.push(node);
    } else if (phase === 'Failed' || phase === 'Succeeded') {
      held ||= phase === 'Failed';
      found.ended.push({ pod, node });
      found.remove.push(pod);
    } else {
      alive.push(pod);
    }
  }
  return alive;
}

/** The oldest new and the oldest old pod stay, until the new one can take over or the old one fails (G-10b). */
function surplusInSurge({ set, hash }: Situation, alive: readonly Pod[], now: Instant): readonly Pod[] {
  const sorted = alive.toSorted(byPrecedence);
  const isNew = (pod: Pod): boolean => (pod.metadata.labels?.[REVISION_HASH] ?? '') === hash;
  const newest = sorted.find(isNew);
  const oldest = sorted.find((pod) => !isNew(pod));
  const surplus = sorted.filter((pod) => pod !== newest && pod !== oldest);
  if (newest === undefined || oldest === undefined) return surplus;
  const replaced = !isReady(oldest) || isAvailable(newest, set.spec.minReadySeconds ?? 0, now);
  return replaced ? [...surplus, oldest] : surplus;
}

/** Pods made for nodes that are gone, and not scheduled: nobody else would ever remove them. */
function withoutNode({ nodes, pods }: Situation): readonly Pod[] {
  const names = new Set(nodes.map((node: Node) => node.metadata.name));
  return [...pods].filter(([name]) => !names.has(name)).flatMap(([, there]) => there.filter(isUnscheduled));
}

export function allowsSurge({ spec }: DaemonSet): boolean {
  const { type, rollingUpdate } = spec.updateStrategy;
  return type === 'RollingUpdate' && scaledValue(rollingUpdate?.maxSurge ?? 0, 1, 'up') > 0;
}
