import type { AsSaved, SavedChange } from './saved.ts';
import type { Change, Entry, Key, Revision, Store } from './store.ts';

/** Up to so many changes are saved one by one, for those who follow; of more only what came of them. */
const EVERY_CHANGE = 2000;

export interface Unsaved {
  /** Whether anything was committed since the last {@link take}. */
  any(): boolean;
  /** What was committed since, in order of revision. */
  take(): readonly SavedChange[];
}

/** Gathers what commits change until it is saved. */
export function collectUnsaved(store: Store, asSaved: AsSaved): Unsaved {
  let changes: Change[] = [];
  let finals: Map<Key, Final> | undefined;
  store.watch('', (change) => {
    if (finals !== undefined) fold(finals, change);
    else if (changes.push(change) > EVERY_CHANGE) {
      finals = new Map();
      for (const each of changes) fold(finals, each);
      changes = [];
    }
  });
  return {
    any: () => changes.length > 0 || finals !== undefined,
    take: () => {
      const taken =
        finals === undefined
          ? changes.map(({ type, entry }) => savedAs(entry, type === 'DELETED'))
          : [...finals].map(([key, final]) => lastOf(key, final));
      changes = [];
      finals = undefined;
      return taken.map((change) => inFull(change, asSaved)).sort((a, b) => a.modified - b.modified);
    },
  };

  function lastOf(key: Key, { goneAt }: Final): SavedChange {
    const entry = goneAt === undefined ? store.get(key) : undefined;
    return entry === undefined
      ? { key, value: undefined, modified: goneAt ?? store.revision() }
      : savedAs(entry, false);
  }
}

/** What the store itself does not tell of a key that was written. */
interface Final {
  /** Whether what is saved holds the object. */
  readonly wasSaved: boolean;
  /** When it went, if it is not there any more. */
  goneAt: Revision | undefined;
}

/** What came and went between two saves leaves no trace: a month has a quarter of a million such objects. */
function fold(finals: Map<Key, Final>, { type, entry: { key, modified } }: Change): void {
  const known = finals.get(key);
  const goneAt = type === 'DELETED' ? modified : undefined;
  if (known === undefined) finals.set(key, { wasSaved: type !== 'ADDED', goneAt });
  else if (goneAt !== undefined && !known.wasSaved) finals.delete(key);
  else known.goneAt = goneAt;
}

const savedAs = ({ key, value, modified }: Entry, isGone: boolean): SavedChange => ({
  key,
  value: isGone ? undefined : value,
  modified,
});

const inFull = (change: SavedChange, asSaved: AsSaved): SavedChange =>
  change.value === undefined ? change : { ...change, value: asSaved(change.value) };
