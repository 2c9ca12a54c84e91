import { compareText } from '../machinery/json.ts';
import type { Change, Entry, Key } from './store.ts';
import { revisionOf } from './tables.ts';

/** The entries as they stood before the changes, in key order. Costs what the changes do where there are none. */
export function undone(entries: readonly Entry[], changes: readonly Change[]): readonly Entry[] {
  if (changes.length === 0) return entries;
  const earlier = new Map<Key, Entry | undefined>();
  for (const { entry, before } of changes) {
    const { key } = entry;
    if (earlier.has(key)) continue;
    earlier.set(key, before === undefined ? undefined : { key, value: before, modified: revisionOf(before) });
  }
  const untouched = entries.filter(({ key }) => !earlier.has(key));
  const restored = [...earlier.values()].filter((entry) => entry !== undefined);
  return [...untouched, ...restored].sort((a, b) => compareText(a.key, b.key));
}
