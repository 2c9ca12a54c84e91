import type { Comparison } from './compare.ts';
import { difference, intersection, union } from './field-set.ts';
import type { MaybeSet } from './field-tree.ts';

/** What one manager owns. */
export interface Managed {
  readonly set: MaybeSet;
  readonly applied: boolean;
}

/** By the manager's identity. */
export type Managers = ReadonlyMap<string, Managed>;

/** What others own of what has changed, by manager: what an apply has to ask for. */
export function conflictsOf(
  managers: Managers,
  manager: string,
  { added, modified }: Comparison,
): ReadonlyMap<string, MaybeSet> {
  const taken = union(modified, added);
  const conflicts = new Map<string, MaybeSet>();
  for (const [other, { set }] of managers) {
    const common = other === manager ? undefined : intersection(set, taken);
    if (common !== undefined) conflicts.set(other, common);
  }
  return conflicts;
}

/** The others without what was taken from them or is gone. Who owns nothing any more is no manager. */
export function withoutTaken(
  managers: Managers,
  manager: string,
  { added, modified, removed }: Comparison,
): Map<string, Managed> {
  const lost = union(union(modified, added), removed);
  const left = new Map<string, Managed>();
  for (const [name, managed] of managers) {
    const set = name === manager ? managed.set : difference(managed.set, lost);
    if (set !== undefined) left.set(name, set === managed.set ? managed : { ...managed, set });
  }
  return left;
}
