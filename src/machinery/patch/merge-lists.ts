import { goTypeOf, showGoValue } from '../go-json.ts';
import { type Fields, isFields } from '../json.ts';
import { plainError, unprocessable } from './refusal.ts';

export const DIRECTIVE = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const SET_ELEMENT_ORDER = '$setElementOrder';
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList';

export type List = readonly unknown[];

export function noMergeKey(item: Fields, mergeKey: string): Error {
  return plainError(`map: ${showGoValue(item)} does not contain declared merge key: ${mergeKey}`);
}
export function wrongType(expected: '[]interface {}' | 'map[string]interface {}', actual: unknown): Error {
  return plainError(`expected a ${expected}, but received a ${goTypeOf(actual)}`);
}

export function asFields(value: unknown): Fields {
  if (!isFields(value)) throw wrongType('map[string]interface {}', value);
  return value;
}
export function asList(value: unknown): List {
  if (!Array.isArray(value)) throw wrongType('[]interface {}', value);
  return value;
}

/** Whether the lists hold objects or plain values; they must not be mixed, and lists of lists are not patched. */
export function itemsOf(...lists: readonly List[]): 'objects' | 'plain' {
  const items = lists.flat();
  if (items.length === 0) throw plainError('no elements in any of the given slices');
  if (Array.isArray(items[0])) throw unprocessable('lists of lists are not supported');
  const type = goTypeOf(items[0]);
  if (items.some((item) => goTypeOf(item) !== type)) {
    throw plainError(`list element types are not identical: ${showGoValue(lists)}`);
  }
  return isFields(items[0]) ? 'objects' : 'plain';
}

/** What tells an item apart from others: its merge key, or itself where it is plain. */
export const identityOf = (item: unknown, mergeKey: string): unknown =>
  mergeKey !== '' && isFields(item) ? item[mergeKey] : item;

export function mergeKeyOf(item: unknown, mergeKey: string): unknown {
  const fields = asFields(item);
  if (!Object.hasOwn(fields, mergeKey)) throw noMergeKey(fields, mergeKey);
  return fields[mergeKey];
}

/** Orders the merged list: what the patch names in the patch's order, the server's own in the live order. */
export function inOrder(
  merged: List,
  patchOrder: List,
  liveOrder: List,
  mergeKey: string,
  items: 'objects' | 'plain',
): List {
  const named = new Set(patchOrder.map((item) => identityOf(item, mergeKey)));
  const keyOf = (item: unknown): unknown => (mergeKey === '' ? item : mergeKeyOf(item, mergeKey));
  const patchItems = merged.filter((item) => named.has(keyOf(item)));
  const serverItems = merged.filter((item) => !named.has(keyOf(item)));
  const key = items === 'objects' ? mergeKey : '';
  const patched = sortedBy(patchItems, patchOrder, key, items);
  const served = sortedBy(serverItems, liveOrder, key, items);
  return interleaved(served, patched, positions(liveOrder, key), key);
}

const isDeletion = (item: unknown): boolean => isFields(item) && item[DIRECTIVE] === 'delete';

/** Sorts items by their place in another list; deletions go to the end. */
export function sortedBy(items: List, order: List, mergeKey: string, type: 'objects' | 'plain'): List {
  if (type === 'objects') for (const item of [...items, ...order]) mergeKeyOf(item, mergeKey);
  const kept = type === 'objects' ? items.filter((item) => !isDeletion(item)) : items;
  const deletions = type === 'objects' ? items.filter(isDeletion) : [];
  const placeOf = positions(order, mergeKey);
  const placed = kept.map((item) => ({ item, place: placeOf.get(identityOf(item, mergeKey)) ?? -1 }));
  const sorted = placed.every(({ place }) => place >= 0)
    ? placed.toSorted((a, b) => a.place - b.place)
    : insertionSorted(placed);
  return [...sorted.map(({ item }) => item), ...deletions];
}

/** Upstream calls an item without a place smaller than any other, so its insertion sort brings it to the front. */
function insertionSorted<T extends { readonly place: number }>(items: readonly T[]): readonly T[] {
  const sorted: T[] = [];
  for (const item of items) {
    let at = sorted.length;
    while (at > 0) {
      const before = sorted[at - 1];
      if (before !== undefined && before.place >= 0 && item.place >= 0 && item.place >= before.place) break;
      at--;
    }
    sorted.splice(at, 0, item);
  }
  return sorted;
}

function positions(order: List, mergeKey: string): ReadonlyMap<unknown, number> {
  const places = new Map<unknown, number>();
  for (const [i, item] of order.entries()) {
    const key = identityOf(item, mergeKey);
    if (!places.has(key)) places.set(key, i);
  }
  return places;
}

/** Puts the server's items between the patch's: each before the first that stands behind it in the live list. */
function interleaved(
  served: List,
  patched: List,
  live: ReadonlyMap<unknown, number>,
  mergeKey: string,
): List {
  const result: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < served.length && j < patched.length) {
    const left = live.get(identityOf(served[i], mergeKey));
    const right = live.get(identityOf(patched[j], mergeKey));
    const first = left !== undefined && right !== undefined && left < right;
    result.push(first ? served[i++] : patched[j++]);
  }
  return [...result, ...served.slice(i), ...patched.slice(j)];
}

/** Upstream's way to drop repeats: the last item takes the place of each. */
export function withoutRepeats(items: List): List {
  const kept = [...items];
  for (let i = 0; i < kept.length - 1; i++) {
    for (let j = i + 1; j < kept.length; j++) {
      if (kept[i] !== kept[j]) continue;
      const last = kept.pop();
      if (j < kept.length) kept[j] = last;
      j--;
    }
  }
  return kept;
}
