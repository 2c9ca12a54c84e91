import type { DaemonSet } from '../../kinds/apps/daemonset/types.ts';
import { isAvailable } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Instant } from '../../machinery/instant.ts';
import { scaledValue } from '../../machinery/int-or-string.ts';
import { compareText } from '../../machinery/json.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { failed } from '../pod-control/refusals.ts';
import type { Work } from './manage.ts';
import type { Situation } from './placement.ts';
import { isUpdated } from './template.ts';

interface Limits {
  readonly surge: number;
  readonly unavailable: number;
}

/** How far an update may go at a time; both percentages are rounded up, and both 0 means 1 unavailable (G-21). */
export function updateLimits({ spec }: DaemonSet, desired: number): Limits {
  const { type, rollingUpdate } = spec.updateStrategy;
  const rolling = type === 'RollingUpdate' ? rollingUpdate : undefined;
  const unavailable = scaledValue(rolling?.maxUnavailable ?? 0, desired, 'up');
  const surge = scaledValue(rolling?.maxSurge ?? 0, desired, 'up');
  return { surge, unavailable: desired > 0 && unavailable === 0 && surge === 0 ? 1 : unavailable };
}

/** Which old pods go and which nodes get a new pod beside the old one, in this sync (G-20..G-25). */
export function rollingUpdate(situation: Situation, now: Instant): Work {
  const wanted = situation.nodes
    .filter((node) => situation.fits(node).shouldRun)
    .map((node) => node.metadata.name);
  const names = [...new Set([...situation.pods.keys(), ...wanted])].sort(compareText);
  const places = names.map((node) => placeOf(situation, node, now));
  const { surge, unavailable } = updateLimits(situation.set, wanted.length);
  return surge === 0
    ? { create: [], remove: replaced(places, unavailable) }
    : surged(situation, places, surge, wanted.length);
}

interface Place {
  readonly node: string;
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
  readonly newAvailable: boolean;
  readonly oldAvailable: boolean;
  /** Two new or two old pods: left to managing, and counted as not available. */
  readonly crowded: boolean;
}

function placeOf({ set, pods, hash }: Situation, node: string, now: Instant): Place {
  const staying = (pods.get(node) ?? []).filter((pod) => !isTerminating(pod));
  const newPods = staying.filter((pod) => isUpdated(set, hash, pod));
  const oldPods = staying.filter((pod) => !isUpdated(set, hash, pod));
  const available = (pod: Pod | undefined): boolean =>
    pod !== undefined && isAvailable(pod, set.spec.minReadySeconds ?? 0, now);
  const [newPod, oldPod] = [newPods[0], oldPods[0]];
  const crowded = newPods.length > 1 || oldPods.length > 1;
  return { node, newPod, oldPod, newAvailable: available(newPod), oldAvailable: available(oldPod), crowded };
}

/** Without surge: old pods that are not available go at once, without limit; others as the limit allows (G-22). */
function replaced(places: readonly Place[], limit: number): readonly Pod[] {
  const atOnce: Pod[] = [];
  const candidates: Pod[] = [];
  let unavailable = 0;
  for (const { newPod, oldPod, newAvailable, oldAvailable, crowded } of places) {
    const isOldOnly = !crowded && oldPod !== undefined && newPod === undefined;
    if (!isOldOnly) {
      if (crowded || oldPod !== undefined || !newAvailable) unavailable++;
    } else if (oldAvailable) {
      candidates.push(oldPod);
    } else {
      atOnce.push(oldPod);
      unavailable++;
    }
  }
  return [...atOnce, ...candidates.slice(0, Math.max(0, limit - unavailable))];
}

/** With surge: a new pod comes up beside the old one, which goes when the new one is available (G-25). */
function surged(situation: Situation, places: readonly Place[], surge: number, desired: number): Work {
  const remove: Pod[] = [];
  const notWanted: Pod[] = [];
  const atOnce: string[] = [];
  const candidates: string[] = [];
  let surging = 0;
  let available = 0;
  for (const place of places) {
    const { node, newPod, oldPod, newAvailable, oldAvailable } = place;
    if (place.crowded) {
      surging++;
      continue;
    }
    if (oldPod === undefined ? newAvailable : oldAvailable) available++;
    if (oldPod === undefined) continue;
    if (newPod !== undefined) {
      if (newAvailable) remove.push(oldPod);
      else surging++;
    } else if (!shouldRun(situation, node)) {
      (oldAvailable ? notWanted : remove).push(oldPod);
    } else {
      (oldAvailable ? candidates : atOnce).push(node);
    }
  }
  return {
    remove: [...remove, ...notWanted.slice(0, Math.max(0, available - desired))],
    create: [...atOnce, ...candidates.slice(0, Math.max(0, surge - surging))],
  };
}

function shouldRun({ nodes, fits }: Situation, name: string): boolean {
  const node = nodes.find((one) => one.metadata.name === name);
  if (node === undefined) throw failed(`couldn't get node for nodeName "${name}": node "${name}" not found`);
  return fits(node).shouldRun;
}
