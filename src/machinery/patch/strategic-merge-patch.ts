import { showGoValue } from '../go-json.ts';
import { equalJson, type Fields, isFields } from '../json.ts';
import {
  asFields,
  asList,
  DELETE_FROM_PRIMITIVE_LIST,
  DIRECTIVE,
  identityOf,
  inOrder,
  itemsOf,
  type List,
  mergeKeyOf,
  noMergeKey,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
  withoutRepeats,
} from './merge-lists.ts';
import { type FieldPlan, type PatchSchema, planOf } from './patch-schema.ts';
import { malformed, plainError } from './refusal.ts';

/** Applying obeys the directives in a patch; combining two patches keeps them and the nulls. */
export type MergeMode = 'apply' | 'combine';

/** Applies a strategic merge patch: lists merge by key where the schema says so, `$` directives are obeyed. */
export function applyStrategicMergePatch(
  document: unknown,
  patch: unknown,
  schema: PatchSchema | undefined,
): Fields {
  if (!isFields(patch)) {
    const type = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
    throw malformed(`json: cannot unmarshal ${type} into Go value of type map[string]interface {}`);
  }
  if (schema === undefined) throw malformed('strategic merge patch format is not supported');
  return mergeFields(asFields(document), patch, schema, 'apply');
}

type Draft = Record<string, unknown>;

export function mergeFields(
  before: Fields,
  patch: Fields,
  schema: PatchSchema | undefined,
  mode: MergeMode,
): Fields {
  if (Object.hasOwn(patch, DIRECTIVE)) return obeyDirective(patch);
  const result: Draft = { ...before };
  const rest: Draft = { ...patch };
  retainKeys(result, rest, mode);
  mergeOrderedLists(result, rest, schema, mode);
  for (const [key, value] of Object.entries(rest)) mergeField(result, key, value, schema, mode);
  return result;
}

function obeyDirective(patch: Fields): Fields {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw badDirective(directive, patch);
}

const badDirective = (directive: unknown, patch: Fields): Error =>
  plainError(`unknown patch type: ${showGoValue(directive)} in map: ${showGoValue(patch)}`);

function mergeField(
  result: Draft,
  name: string,
  value: unknown,
  schema: PatchSchema | undefined,
  mode: MergeMode,
): void {
  const deletes = name.startsWith(DELETE_FROM_PRIMITIVE_LIST);
  if (deletes && mode === 'combine') {
    result[name] = value;
    return;
  }
  const key = deletes ? keyBehind(name, DELETE_FROM_PRIMITIVE_LIST, 'primitive list') : name;
  if (value === null) {
    delete result[key];
    if (mode === 'apply') return;
  }
  const present = Object.hasOwn(result, key);
  const current = result[key];
  if (present && isFields(current) && isFields(value)) {
    const plan = planOf(schema, key);
    result[key] = plan.way === 'replace' ? value : mergeFields(current, value, plan.schema, mode);
  } else if (present && Array.isArray(current) && Array.isArray(value)) {
    const plan = planOf(schema, key);
    const merges = plan.way === 'merge' || deletes;
    result[key] = merges
      ? mergeLists(current, value, plan, mode, deletes ? 'delete' : 'merge').merged
      : value;
  } else if (!deletes) {
    const plain = withoutDirectives(mode === 'apply' ? withoutNulls(value) : value);
    if (plain === undefined) delete result[key];
    else result[key] = plain;
  }
}

function keyBehind(name: string, prefix: string, list: 'primitive list' | 'setElementOrder list'): string {
  const slash = name.indexOf('/');
  if (slash < 0 || name.slice(0, slash) !== prefix) throw malformed(`invalid patch format of ${list}`);
  return name.slice(slash + 1);
}

/** Nulls of a new value delete nothing: they are dropped, but for those that are items of lists. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutNulls(one)]));
}

/** A new value without objects that bear a directive; undefined where it is such a one itself. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isFields(value)) return value;
  if (Object.hasOwn(value, DIRECTIVE)) return undefined;
  const kept = Object.entries(value).map(([key, one]) => [key, withoutDirectives(one)] as const);
  return Object.fromEntries(kept.filter(([, one]) => one !== undefined));
}

/** `$retainKeys`: what it does not list goes, and the patch may set nothing else. */
function retainKeys(result: Draft, patch: Draft, mode: MergeMode): void {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return;
  const retained = patch[RETAIN_KEYS];
  delete patch[RETAIN_KEYS];
  if (mode === 'combine') {
    if (!Object.hasOwn(result, RETAIN_KEYS)) result[RETAIN_KEYS] = retained;
    else if (!equalJson(result[RETAIN_KEYS], retained)) {
      const both = `${showGoValue(result[RETAIN_KEYS])} and ${showGoValue(retained)}`;
      throw plainError(`${both} are not deep equal: this may happen when calculating the 3-way diff patch`);
    }
    return;
  }
  if (!Array.isArray(retained)) throw malformed('invalid patch format of retainKeys');
  const keys = new Set<unknown>(retained);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith(DELETE_FROM_PRIMITIVE_LIST) || key.startsWith(SET_ELEMENT_ORDER))
      continue;
    if (!keys.has(key)) throw malformed('invalid patch format of retainKeys');
  }
  for (const key of Object.keys(result)) if (!keys.has(key)) delete result[key];
}

/** Merges every list that comes with a `$setElementOrder`, and takes both out of the patch. */
function mergeOrderedLists(
  result: Draft,
  patch: Draft,
  schema: PatchSchema | undefined,
  mode: MergeMode,
): void {
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(SET_ELEMENT_ORDER)) continue;
    if (mode === 'combine') {
      if (!Object.hasOwn(result, name)) result[name] = order;
      else if (!equalJson(result[name], order))
        throw malformed('invalid patch format of setElementOrder list');
    }
    delete patch[name];
    const wanted = asList(order);
    const key = keyBehind(name, SET_ELEMENT_ORDER, 'setElementOrder list');
    const live = Object.hasOwn(result, key) ? asList(result[key]) : undefined;
    const changes = Object.hasOwn(patch, key) ? asList(patch[key]) : undefined;
    const plan = planOf(schema, key);
    checkOrder(changes ?? [], wanted, plan.mergeKey);
    if (live === undefined && changes === undefined) continue;
    const { merged, order: liveOrder } = mergedContents(live, changes, plan, mode);
    const items = itemsOf(live ?? [], changes ?? []);
    result[key] = inOrder(merged, wanted, liveOrder, plan.mergeKey, items);
    delete patch[key];
  }
}

/** A list and the order in which its items stood on the server. */
interface Merged {
  readonly merged: List;
  readonly order: List;
}

function mergedContents(
  live: List | undefined,
  changes: List | undefined,
  plan: FieldPlan,
  mode: MergeMode,
): Merged {
  if (live === undefined) return { merged: asList(withoutDirectives(changes)), order: [] };
  if (changes === undefined) return { merged: live, order: live };
  if (plan.way !== 'merge') return { merged: changes, order: live };
  return mergeLists(live, changes, plan, mode, 'merge');
}

/** The patch's items must stand in the order that `$setElementOrder` tells; deletions stand anywhere. */
function checkOrder(changes: List, order: List, mergeKey: string): void {
  if (changes.length === 0 || order.length === 0) return;
  const identity = (item: unknown): unknown => (mergeKey === '' ? item : mergeKeyOf(item, mergeKey));
  const named = mergeKey === '' ? changes : changes.filter((item) => asFields(item)[DIRECTIVE] !== 'delete');
  let next = 0;
  for (let i = 0; i < order.length && next < named.length; i++) {
    // Other directives are passed over, but upstream stumbles over one that stands last.
    while (next < named.length && hasDirective(named[next])) next++;
    if (next < named.length && identity(named[next]) === identity(order[i])) next++;
  }
  if (next === named.length) return;
  const told = `The order in patch list:\n${showGoValue(changes)}\n doesn't match ${SET_ELEMENT_ORDER} list:`;
  throw plainError(`${told}\n${showGoValue(order)}\n`);
}

const hasDirective = (item: unknown): boolean => isFields(item) && Object.hasOwn(item, DIRECTIVE);

function mergeLists(
  live: List,
  patch: List,
  plan: FieldPlan,
  mode: MergeMode,
  doing: 'merge' | 'delete',
): Merged {
  if (live.length === 0 && patch.length === 0) return { merged: live, order: live };
  const { mergeKey } = plan;
  const items = itemsOf(live, patch);
  if (items === 'plain') {
    const deletes = mode === 'apply' && doing === 'delete';
    if (deletes) return { merged: live.filter((item) => !patch.includes(item)), order: live };
    const both = withoutRepeats([...live, ...patch]);
    return { merged: inOrder(both, patch, live, mergeKey, items), order: live };
  }
  if (mergeKey === '') throw plainError('cannot merge lists without merge key for struct');
  const { base, additions } = obeyItemDirectives(live, patch, mergeKey);
  const merged = mergeItems(base, additions, plan, mode);
  // Upstream deletes in place, so the first new items fill the freed places of the list it later orders by.
  const order = merged.slice(0, live.length);
  return { merged: inOrder(merged, additions, base, mergeKey, items), order };
}

/** `$patch: delete` removes an item; one `$patch: replace` makes the patch's items all there are. */
function obeyItemDirectives(
  live: List,
  patch: List,
  mergeKey: string,
): { readonly base: List; readonly additions: List } {
  const additions: unknown[] = [];
  const deleted = new Set<unknown>();
  let replaces = false;
  for (const item of patch) {
    const fields = asFields(item);
    if (!Object.hasOwn(fields, DIRECTIVE)) additions.push(item);
    else if (fields[DIRECTIVE] === 'delete') deleted.add(mergeKeyOf(fields, mergeKey));
    else if (fields[DIRECTIVE] === 'replace') replaces = true;
    else if (fields[DIRECTIVE] === 'merge')
      throw plainError('merging lists cannot yet be specified in the patch');
    else throw badDirective(fields[DIRECTIVE], fields);
  }
  if (replaces) return { base: additions, additions: [] };
  const base = live.filter(
    (item) => !(isFields(item) && Object.hasOwn(item, mergeKey) && deleted.has(item[mergeKey])),
  );
  return { base, additions };
}

function mergeItems(live: List, patch: List, { mergeKey, schema }: FieldPlan, mode: MergeMode): List {
  const merged = [...live];
  for (const item of patch) {
    const fields = asFields(item);
    if (!Object.hasOwn(fields, mergeKey)) throw noMergeKey(fields, mergeKey);
    const at = merged.findIndex((one) => isFields(one) && identityOf(one, mergeKey) === fields[mergeKey]);
    if (at < 0) merged.push(item);
    else merged[at] = mergeFields(asFields(merged[at]), fields, schema, mode);
  }
  return merged;
}
