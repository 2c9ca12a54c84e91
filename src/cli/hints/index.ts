import { firstUse, newTemplate, standingTime } from './changing.ts';
import { notAllowed, oldVersion, stuckRollout } from './failing.ts';
import type { Hint, Told } from './hint.ts';
import { elsewhere, lostNode, pendingAddress, troubledPod, unboundClaim } from './looking.ts';

/** Every hint; of several that have something to say the first is heard. */
const hints: readonly Hint[] = [
  firstUse,
  oldVersion,
  notAllowed,
  stuckRollout,
  troubledPod,
  lostNode,
  unboundClaim,
  pendingAddress,
  elsewhere,
  standingTime,
  newTemplate,
];

/** The one line that helps on from here. */
export function hintFor(told: Told): string | undefined {
  for (const hint of hints) {
    const line = hint(told);
    if (line !== undefined) return line;
  }
  return undefined;
}
