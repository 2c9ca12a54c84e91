import { compareText } from '../../machinery/json.ts';
import { union } from '../../machinery/managed-fields/field-set.ts';
import type { ManagedFieldsEntry } from '../../machinery/object-meta.ts';
import { type Entries, identityOf, isOf, setOf, type Writer, withSet } from './entries.ts';

/** How many updaters are told apart. */
const UPDATERS_MOST = 10;
const OLD_CHANGES = 'ancient-changes';

/** Entries in which the oldest updaters beyond ten are one: who changed what so long ago is forgotten. */
export function capped(entries: Entries): Entries {
  if (entries.length <= UPDATERS_MOST) return entries;
  const updaters = entries.filter(({ operation }) => operation === 'Update');
  if (updaters.length <= UPDATERS_MOST) return entries;
  let result = [...entries];
  const firsts = new Map<string, ManagedFieldsEntry>();
  let left = updaters.length;
  for (const entry of updaters.toSorted(oldestFirst)) {
    if (left <= UPDATERS_MOST) break;
    const version = entry.apiVersion ?? '';
    const first = firsts.get(version);
    if (first === undefined) {
      firsts.set(version, entry);
      continue;
    }
    result = poured(result, entry, first);
    left--;
  }
  return result;
}

/** Puts an entry into the bucket of its version, which begins as what the first of them was. */
function poured(
  entries: readonly ManagedFieldsEntry[],
  entry: ManagedFieldsEntry,
  first: ManagedFieldsEntry,
): ManagedFieldsEntry[] {
  const bucket: Writer = {
    manager: OLD_CHANGES,
    operation: 'Update',
    apiVersion: entry.apiVersion ?? '',
  };
  const isBucket = (other: ManagedFieldsEntry): boolean => isOf(other, bucket);
  const before = entries.find(isBucket) ?? first;
  const { time: _, ...rest } = { ...before, ...bucket };
  const { subresource: __, ...plain } = rest;
  const filled = withSet(plain, union(setOf(entry), setOf(before)));
  const made: ManagedFieldsEntry = entry.time === undefined ? filled : { ...filled, time: entry.time };
  return [...entries.filter((other) => !isBucket(other) && other !== entry && other !== before), made];
}

function oldestFirst(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  return compareText(a.time ?? '', b.time ?? '') || compareText(identityOf(a), identityOf(b));
}
