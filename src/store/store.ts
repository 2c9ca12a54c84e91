import type { KubeObject } from '../machinery/object-meta.ts';

/** etcd's contract: keys and revisions, no kinds. */
export type Revision = number & { readonly __unit: 'store revision' };
/** `group/plural/namespace/name`; the core group is `core`, a cluster-scoped object's namespace is empty: `core/nodes//worker-1`. */
export type Key = string & { readonly __unit: 'store key' };

export interface Entry {
  readonly key: Key;
  /** metadata.resourceVersion equals `modified`. */
  readonly value: KubeObject;
  readonly modified: Revision;
}

export interface Write {
  readonly key: Key;
  /** undefined deletes. The store stamps metadata.resourceVersion with the revision it gives the write. */
  readonly value: KubeObject | undefined;
  readonly expects: Revision | 'absent' | 'any';
}

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** For DELETED: the last value, with the revision of the deletion. */
  readonly entry: Entry;
  readonly before?: KubeObject;
}

/** Names a secondary index and says under which words an object stands in it. */
export interface Index {
  readonly name: string;
  readonly words: (key: Key, value: KubeObject) => readonly string[];
  /** True when a change from `before` to `after` cannot move the object in this index: keeps unchanged writes cheap. */
  readonly same: (before: KubeObject, after: KubeObject) => boolean;
  /** The only `group/plural` whose objects can stand under the word: the others need not be read to answer. */
  readonly table?: (word: string) => string;
}

export class StaleWriteError extends Error {
  override readonly name = 'StaleWriteError';
  readonly key: Key;
  readonly found: Revision | 'absent';
  constructor(key: Key, found: Revision | 'absent') {
    super(`stale write to ${key}`);
    this.key = key;
    this.found = found;
  }
}

/** Revisions below the asked one are gone (HTTP 410). */
export class CompactedError extends Error {
  override readonly name = 'CompactedError';
  /** Every change after this revision is remembered. */
  readonly floor: Revision;
  constructor(revision: Revision, floor: Revision) {
    super(`revision ${revision} is forgotten: changes are remembered after ${floor}`);
    this.floor = floor;
  }
}

/** Rows that belong to the simulation and that no API shows (the agenda, a recorder's memory, counters). */
export interface Memory {
  get(key: string): unknown;
  /** undefined forgets. Values are plain JSON and are saved with the commit they were made in. */
  set(key: string, value: unknown): void;
  entries(prefix: string): Iterable<readonly [string, unknown]>;
}

export interface Store {
  readonly memory: Memory;
  revision(): Revision;
  get(key: Key): Entry | undefined;
  /** Every entry under the prefix (`core/pods/`, `core/pods/default/`), in key order, always. */
  list(prefix: string): readonly Entry[];
  /** Entries that stand under the word in the index, in key order. */
  find(index: string, word: string): readonly Entry[];
  /** How many entries stand under the word: O(1). */
  count(index: string, word: string): number;
  /** All or nothing, in order; each write gets a revision of its own. Throws {@link StaleWriteError}. Returns the last revision. */
  commit(writes: readonly Write[]): Revision;
  /** Calls back after each commit, once per write, in order. Returns what stops it. */
  watch(prefix: string, onChange: (change: Change) => void): () => void;
  /** Changes after a revision that are still remembered, in order. Throws {@link CompactedError}. */
  since(revision: Revision, prefix: string): readonly Change[];
  /** What {@link list} answered at an earlier revision, while all changes since are remembered. Throws {@link CompactedError}. */
  listAt(revision: Revision, prefix: string): readonly Entry[];
  /** Every commit so far now survives a crash. */
  sync(): void;
}
