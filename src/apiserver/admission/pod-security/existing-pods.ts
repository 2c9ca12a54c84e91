import type { Pod } from '../../../kinds/core/pod/types.ts';
import { compareText } from '../../../machinery/json.ts';
import { controllerOf, type Uid } from '../../../machinery/object-meta.ts';
import { reasonsText, violationsOf } from './evaluate.ts';
import { type LeveledVersion, shown } from './levels.ts';

/** So many pods of a namespace are looked at. */
const CHECKED_MOST = 3000;

/** What is told of the pods of a namespace that a stricter level would not let in (EvaluatePodsInNamespace). */
export function warningsOfExisting(
  pods: readonly Pod[],
  namespace: string,
  enforce: LeveledVersion,
): readonly string[] {
  const chosen = oneOfEachController(pods).slice(0, CHECKED_MOST);
  const named = new Map<string, string[]>();
  for (const pod of chosen) {
    const reasons = reasonsText(violationsOf(pod, enforce));
    if (reasons === '') continue;
    const names = named.get(reasons) ?? [];
    names.push(pod.metadata.name);
    named.set(reasons, names);
  }
  const lines = [...named].map(([reasons, names]) => `${namesText(names)}: ${reasons}`).sort(compareText);
  return [
    ...(chosen.length < pods.length
      ? [
          `new PodSecurity enforce level only checked against the first ${chosen.length} of ${pods.length} existing pods`,
        ]
      : []),
    ...(lines.length === 0
      ? []
      : [
          `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${shown(enforce)}"`,
        ]),
    ...lines,
  ];
}

/** The first of each controller before all others: where there are too many, as many sorts as can be are seen. */
function oneOfEachController(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<Uid>();
  const first: Pod[] = [];
  const more: Pod[] = [];
  for (const pod of pods) {
    const uid = controllerOf(pod)?.uid;
    const isAnother = uid !== undefined && seen.has(uid);
    (isAnother ? more : first).push(pod);
    if (uid !== undefined) seen.add(uid);
  }
  return [...first, ...more];
}

function namesText(names: readonly string[]): string {
  const [first = ''] = names.toSorted(compareText);
  const others = names.length - 1;
  return others === 0 ? first : `${first} (and ${others} other ${others === 1 ? 'pod' : 'pods'})`;
}
