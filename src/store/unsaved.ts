import type { AsSaved, SavedChange } from './saved.ts';
import type { Change, Key, Store } from './store.ts';

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
      const taken = finals === undefined ? changes : [...finals.values()].map(({ last }) => last);
      changes = [];
      finals = undefined;
      return taken.map((change) => toSave(change, asSaved)).sort((a, b) => a.modified - b.modified);
    },
  };
}

interface Final {
  /** Whether what is saved holds the object. */
  readonly wasSaved: boolean;
  readonly last: Change;
}

/** What came and went between two saves leaves no trace: a month has a quarter of a million such objects. */
function fold(finals: Map<Key, Final>, change: Change): void {
  const { key } = change.entry;
  const wasSaved = finals.get(key)?.wasSaved ?? change.type !== 'ADDED';
  if (change.type === 'DELETED' && !wasSaved) finals.delete(key);
  else finals.set(key, { wasSaved, last: change });
}

function toSave({ type, entry }: Change, asSaved: AsSaved): SavedChange {
  const { key, value, modified } = entry;
  return { key, value: type === 'DELETED' ? undefined : asSaved(value), modified };
}
