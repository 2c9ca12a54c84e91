import type { FieldSet, MaybeSet } from './field-tree.ts';

type Operation = (a: MaybeSet, b: MaybeSet) => MaybeSet;

/** How many outcomes of an operation are remembered: sets that only one object has would fill the memory. */
const REMEMBERED_MOST = 5_000;

/**
 * The operation, remembering what came of which sets: objects of one template go through the same sets, one after the
 * other, and equal sets are mostly one and the same.
 */
export function remembered(operation: Operation): Operation {
  const known = new Map<FieldSet, Map<FieldSet, MaybeSet>>();
  let count = 0;
  return (a, b) => {
    if (a === undefined || b === undefined) return operation(a, b);
    let outcomes = known.get(a);
    const outcome = outcomes?.get(b);
    if (outcome !== undefined || outcomes?.has(b)) return outcome;
    if (++count > REMEMBERED_MOST) {
      known.clear();
      count = 1;
      outcomes = undefined;
    }
    const made = operation(a, b);
    if (outcomes === undefined) {
      outcomes = new Map();
      known.set(a, outcomes);
    }
    outcomes.set(b, made);
    return made;
  };
}
