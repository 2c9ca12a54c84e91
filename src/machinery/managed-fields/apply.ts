import { appliedSet, withNamedFields } from './applied-set.ts';
import { compareValues } from './compare.ts';
import { difference, intersection, union } from './field-set.ts';
import type { FieldSet, MaybeSet } from './field-tree.ts';
import { conflictsOf, type Managed, type Managers, withoutTaken } from './managers.ts';
import { isUnchanged, mergeValues } from './merge.ts';
import type { MergeSchema } from './merge-schema.ts';
import { withoutItems } from './remove.ts';

export interface ApplyRequest {
  readonly schema: MergeSchema;
  readonly live: unknown;
  readonly config: unknown;
  readonly managers: Managers;
  /** Who applies. */
  readonly manager: string;
  /** Takes over what others own. */
  readonly force: boolean;
  /** What nobody owns: the server's own fields, and what the path that is written to puts back. */
  readonly ignored: FieldSet;
}

export type ApplyOutcome =
  | { readonly conflicts: ReadonlyMap<string, MaybeSet> }
  | {
      readonly object: unknown;
      readonly managers: ReadonlyMap<string, Managed>;
      /** False where the object is as it was, whoever owns it now. */
      readonly changed: boolean;
    };

/** Merges a configuration into the live object, and takes away what its manager has applied before and does not any more. */
export function applyConfig(request: ApplyRequest): ApplyOutcome {
  const { schema, live, config, manager, force, ignored } = request;
  const merged = mergeValues(schema, live, config);
  const last = request.managers.get(manager)?.set;
  const said = appliedSet(schema, config);
  const set = withoutIgnored(said, ignored);
  const managers = new Map(request.managers).set(manager, { set, applied: true });
  // What the configuration says stays, though nobody owns it: an object keeps its name.
  const owners = new Map(managers).set(manager, { set: said, applied: true });
  const object = last === undefined ? merged : pruned(schema, merged, last, owners);
  const comparison = compareValues(schema, live, object, ignored);
  const conflicts = force ? new Map<string, MaybeSet>() : conflictsOf(managers, manager, comparison);
  if (conflicts.size > 0) return { conflicts };
  return {
    object,
    managers: withoutTaken(managers, manager, comparison),
    changed: !isUnchanged(live, object),
  };
}

/** A set without what is under an ignored path. */
export function withoutIgnored(set: MaybeSet, ignored: FieldSet): MaybeSet {
  return difference(set, expanded(set, ignored));
}

/** The part of the set that is under the given paths. */
function expanded(set: MaybeSet, paths: FieldSet): MaybeSet {
  if (set === undefined) return undefined;
  let result: MaybeSet;
  for (const [element, below] of Object.entries(paths)) {
    const node = set[element];
    if (node === undefined) continue;
    const part = Object.keys(below).length === 0 ? node : expanded(node, below);
    if (part !== undefined) result = union(result, { [element]: part });
  }
  return result;
}

/** What the manager applied last time goes, unless somebody, or its new configuration, owns it. */
function pruned(schema: MergeSchema, merged: unknown, last: MaybeSet, managers: Managers): unknown {
  const named = (set: MaybeSet): MaybeSet => withNamedFields(schema, set);
  const mergedSet = named(appliedSet(schema, merged));
  const bare = withoutItems(schema, merged, named(last));
  let owned: MaybeSet;
  for (const { set } of managers.values()) owned = union(owned, set);
  const kept = union(named(appliedSet(schema, bare)), named(owned));
  const withOwned = withoutItems(schema, merged, difference(mergedSet, kept));
  // What hangs below something pruned but was never applied by this manager is not its to take away.
  const gone = difference(mergedSet, named(appliedSet(schema, withOwned)));
  return withoutItems(schema, merged, intersection(gone, named(last)));
}
