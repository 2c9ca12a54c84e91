import { compareText, equalJson, type Fields, isFields } from '../json.ts';
import {
  asFields,
  DELETE_FROM_PRIMITIVE_LIST,
  DIRECTIVE,
  itemsOf,
  type List,
  mergeKeyOf,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
  sortedBy,
  withoutRepeats,
} from './merge-lists.ts';
import { type PatchSchema, planOf } from './patch-schema.ts';
import { plainError } from './refusal.ts';
import { mergeFields } from './strategic-merge-patch.ts';

/** The strategic merge patch that turns the original into the modified object. */
export function createTwoWayMergePatch(original: Fields, modified: Fields, schema: PatchSchema): Fields {
  return differenceOf(original, modified, schema, { ...BOTH, elementOrder: true });
}

/**
 * What apply sends: changes from current to modified, and removals from original (the last applied) to modified;
 * what others have added to the current object stays.
 */
export function createThreeWayMergePatch(
  original: Fields,
  modified: Fields,
  current: Fields,
  schema: PatchSchema,
): Fields {
  const additions = differenceOf(current, modified, schema, {
    changes: true,
    removals: false,
    elementOrder: true,
  });
  const removals = differenceOf(original, modified, schema, {
    changes: false,
    removals: true,
    elementOrder: true,
  });
  return mergeFields(removals, additions, schema, 'combine');
}

/** What changed from the original to the current object, without orders: the other side of a conflict. */
export function changesMade(original: Fields, current: Fields, schema: PatchSchema): Fields {
  return differenceOf(original, current, schema, { ...BOTH, elementOrder: false });
}

interface Wanted {
  readonly changes: boolean;
  readonly removals: boolean;
  readonly elementOrder: boolean;
}
const BOTH = { changes: true, removals: true };

type Draft = Record<string, unknown>;

function differenceOf(
  original: Fields,
  modified: Fields,
  schema: PatchSchema | undefined,
  wanted: Wanted,
  retain: 'retain' | 'any' = 'any',
): Fields {
  const patch: Draft = {};
  for (const [key, after] of Object.entries(modified)) {
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (before === undefined) {
      if (wanted.changes) patch[key] = after;
    } else if (key === DIRECTIVE) {
      if (typeof before !== 'string' || typeof after !== 'string') {
        throw plainError(`invalid value for special key: ${DIRECTIVE}`);
      }
      if (before !== after) patch[key] = after;
    } else if (isFields(before) && isFields(after)) diffObjects(patch, key, before, after, schema, wanted);
    else if (Array.isArray(before) && Array.isArray(after))
      diffLists(patch, key, before, after, schema, wanted);
    else if (wanted.changes && !equalJson(before, after)) patch[key] = after;
  }
  const gone = Object.keys(original).filter((key) => !Object.hasOwn(modified, key));
  if (wanted.removals) for (const key of gone) patch[key] = null;
  if (retain === 'retain') {
    const retained = Object.keys(modified).filter((key) => modified[key] !== null);
    const clears = gone.some((key) => original[key] !== null);
    if (retained.length > 0 && (Object.keys(patch).length > 0 || clears)) {
      patch[RETAIN_KEYS] = retained.toSorted(compareText);
    }
  }
  return patch;
}

function diffObjects(
  patch: Draft,
  key: string,
  before: Fields,
  after: Fields,
  schema: PatchSchema | undefined,
  wanted: Wanted,
): void {
  // A field the type does not know matters only when it changed.
  if (schema !== undefined && schema.field(key) === undefined && equalJson(before, after)) return;
  const plan = planOf(schema, key);
  if (plan.way === 'replace') {
    if (wanted.changes) patch[key] = after;
    return;
  }
  const inner = differenceOf(before, after, plan.schema, wanted, plan.retainKeys ? 'retain' : 'any');
  if (Object.keys(inner).length > 0) patch[key] = inner;
}

function diffLists(
  patch: Draft,
  key: string,
  before: List,
  after: List,
  schema: PatchSchema | undefined,
  wanted: Wanted,
): void {
  if (schema !== undefined && schema.field(key) === undefined && equalJson(before, after)) return;
  const plan = planOf(schema, key);
  if (plan.way !== 'merge') {
    if (wanted.changes && !equalJson(before, after)) patch[key] = after;
    return;
  }
  if (before.length === 0) {
    if (after.length > 0 && wanted.changes) patch[key] = after;
    return;
  }
  const retain = plan.retainKeys ? 'retain' : 'any';
  const { additions, deletions, order } =
    itemsOf(before, after) === 'objects'
      ? diffListsOfObjects(before, after, plan.schema, plan.mergeKey, wanted, retain)
      : diffListsOfPlain(before, after, wanted);
  if (additions.length > 0) patch[key] = additions;
  if (deletions.length > 0) patch[`${DELETE_FROM_PRIMITIVE_LIST}/${key}`] = deletions;
  if (order.length > 0) patch[`${SET_ELEMENT_ORDER}/${key}`] = order;
}

interface ListDifference {
  readonly additions: List;
  readonly deletions: List;
  readonly order: List;
}

function diffListsOfObjects(
  before: List,
  after: List,
  schema: PatchSchema | undefined,
  mergeKey: string,
  wanted: Wanted,
  retain: 'retain' | 'any',
): ListDifference {
  const { changed, deleted } = diffSortedObjects(before, after, schema, mergeKey, wanted, retain);
  const items = [...sortedBy(changed, after, mergeKey, 'objects'), ...deleted];
  const sameOrder =
    before.length === after.length &&
    after.every((item, i) => mergeKeyOf(before[i], mergeKey) === mergeKeyOf(item, mergeKey));
  const ordered =
    wanted.elementOrder &&
    (items.length > 0 ? wanted.changes || wanted.removals : wanted.changes && !sameOrder);
  const order = ordered ? after.map((item) => ({ [mergeKey]: asFields(item)[mergeKey] })) : [];
  return { additions: items, deletions: [], order };
}

/** Walks both lists by merge key, as upstream does, so that repeated keys pair up as they do there. */
function diffSortedObjects(
  before: List,
  after: List,
  schema: PatchSchema | undefined,
  mergeKey: string,
  wanted: Wanted,
  retain: 'retain' | 'any',
): { readonly changed: List; readonly deleted: List } {
  const olds = byMergeKey(before, mergeKey);
  const news = byMergeKey(after, mergeKey);
  const changed: unknown[] = [];
  const deleted: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < olds.length || j < news.length) {
    const old = olds[i];
    const fresh = news[j];
    const relation = old === undefined ? 1 : fresh === undefined ? -1 : compareText(old.text, fresh.text);
    if (relation === 0 && old !== undefined && fresh !== undefined) {
      const inner = differenceOf(old.item, fresh.item, schema, wanted, retain);
      if (Object.keys(inner).length > 0) changed.push({ ...inner, [mergeKey]: fresh.item[mergeKey] });
      i++;
      j++;
    } else if (relation > 0) {
      if (wanted.changes && fresh !== undefined) changed.push(fresh.item);
      j++;
    } else {
      if (wanted.removals && old !== undefined)
        deleted.push({ [mergeKey]: old.item[mergeKey], [DIRECTIVE]: 'delete' });
      i++;
    }
  }
  return { changed, deleted };
}

interface Keyed {
  readonly item: Fields;
  readonly text: string;
}

/** Upstream's sort turns items of equal key around. */
function byMergeKey(items: List, mergeKey: string): readonly Keyed[] {
  return items
    .map((item) => ({ item: asFields(item), text: String(mergeKeyOf(item, mergeKey)) }))
    .toReversed()
    .toSorted((a, b) => compareText(a.text, b.text));
}

function diffListsOfPlain(before: List, after: List, wanted: Wanted): ListDifference {
  const olds = sortedPlain(before);
  const news = sortedPlain(after);
  const additions: unknown[] = [];
  const deletions: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < olds.length || j < news.length) {
    const relation =
      i >= olds.length ? 1 : j >= news.length ? -1 : compareText(String(olds[i]), String(news[j]));
    if (relation < 0 && wanted.removals) deletions.push(olds[i]);
    if (relation > 0 && wanted.changes) additions.push(news[j]);
    if (relation <= 0) i++;
    if (relation >= 0) j++;
  }
  const removed = withoutRepeats(deletions);
  // Upstream has sorted the original by now, so an unsorted list always tells its order.
  const ordered =
    wanted.elementOrder &&
    ((wanted.removals && removed.length > 0) || (wanted.changes && !equalJson(olds, after)));
  return {
    additions: sortedBy(additions, after, '', 'plain'),
    deletions: removed,
    order: ordered ? after : [],
  };
}

const sortedPlain = (items: List): List => items.toSorted((a, b) => compareText(String(a), String(b)));
