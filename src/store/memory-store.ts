import { assert } from '../machinery/assert.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { History } from './history.ts';
import { MemoryRows } from './memory-rows.ts';
import { PostingIndex } from './posting-index.ts';
import { type AsSaved, keyIn, type SavedChange, type SavedTables } from './saved.ts';
import {
  type Change,
  type Entry,
  type Index,
  type Key,
  type Revision,
  StaleWriteError,
  type Store,
  type Write,
} from './store.ts';
import { revisionOf, Tables } from './tables.ts';
import { undone } from './undone.ts';
import { WatchHub } from './watch-hub.ts';

export interface MemoryStore extends Store {
  readonly memory: MemoryRows;
  /** Takes in a saved state as it is: no new revision, nobody is told. Tables are read when they are asked for. */
  load(tables: SavedTables): void;
  /** Follows what another process committed; watchers are told. */
  replay(changes: readonly SavedChange[], revision: Revision): void;
  /** Becomes the given state; watchers are told of what differs. */
  become(tables: SavedTables, revision: Revision): void;
  /** Everything, by table, as it is saved. */
  tables(): SavedTables;
}

export interface StoreOptions {
  readonly indexes: readonly Index[];
  readonly revision?: number;
  /** How many changes {@link Store.since} remembers. */
  readonly history?: number;
  /** How an object is saved that holds more than it says. */
  readonly asSaved?: AsSaved;
  /** What makes the commits durable. */
  readonly sync?: () => void;
}

/** How many changes a watch can be behind before it must list again; etcd's compaction stands for the same. */
const HISTORY = 20_000;

export function createStore(options: StoreOptions): MemoryStore {
  return new KeyedStore(options);
}

class KeyedStore implements MemoryStore {
  readonly memory = new MemoryRows();
  readonly sync: () => void;
  private readonly asSaved: AsSaved;
  private readonly indexes: ReadonlyMap<string, PostingIndex>;
  private readonly objects: Tables;
  private readonly hub = new WatchHub();
  private readonly history: History;
  private current: Revision;

  constructor(options: StoreOptions) {
    this.current = (options.revision ?? 0) as Revision;
    this.history = new History(options.history ?? HISTORY, this.current);
    this.sync = options.sync ?? (() => {});
    this.asSaved = options.asSaved ?? ((object) => object);
    const indexes = options.indexes.map((definition) => new PostingIndex(definition));
    this.indexes = new Map(indexes.map((index) => [index.definition.name, index]));
    this.objects = new Tables();
  }

  revision(): Revision {
    return this.current;
  }

  get(key: Key): Entry | undefined {
    return this.objects.folderOf(key)?.get(key)?.entry;
  }

  list(prefix: string): readonly Entry[] {
    return this.objects.list(prefix);
  }

  find(index: string, word: string): readonly Entry[] {
    return this.prepared(index, word).find(word);
  }

  count(index: string, word: string): number {
    return this.prepared(index, word).count(word);
  }

  commit(writes: readonly Write[]): Revision {
    const [only] = writes;
    if (only !== undefined && writes.length === 1) check(only, this.modified(only.key));
    else this.checkAll(writes);
    for (const { key, value } of writes) this.put(key, value, (this.current + 1) as Revision);
    this.hub.deliver();
    return this.current;
  }

  watch(prefix: string, onChange: (change: Change) => void): () => void {
    return this.hub.watch(prefix, onChange);
  }

  since(revision: Revision, prefix: string): readonly Change[] {
    const unseen = this.history.unseenUntil(revision);
    if (unseen === undefined) return this.history.since(revision, prefix);
    const changed = this.list(prefix).filter(({ modified }) => modified > revision && modified <= unseen);
    const known = changed
      .toSorted((a, b) => a.modified - b.modified)
      .map((entry): Change => ({ type: 'MODIFIED', entry }));
    return [...known, ...this.history.since(unseen, prefix)];
  }

  listAt(revision: Revision, prefix: string): readonly Entry[] {
    return undone(this.list(prefix), this.history.since(revision, prefix));
  }

  load(tables: SavedTables): void {
    this.objects.load(tables);
  }

  replay(changes: readonly SavedChange[], revision: Revision): void {
    for (const { key, value, modified } of changes) this.put(key, value, modified);
    if (revision > this.current) this.current = revision;
    this.hub.deliver();
  }

  become(tables: SavedTables, revision: Revision): void {
    const gone = new Set<Key>();
    for (const table of this.objects.all()) for (const entry of table.list()) gone.add(entry.key);
    const changed: SavedChange[] = [];
    for (const [table, objects] of tables) {
      for (const value of objects()) {
        const key = keyIn(table, value);
        gone.delete(key);
        const modified = revisionOf(value);
        if (this.modified(key) !== modified) changed.push({ key, value, modified });
      }
    }
    changed.sort((a, b) => a.modified - b.modified);
    const deletions = [...gone].map((key) => ({ key, value: undefined, modified: revision }));
    for (const { key, value, modified } of [...deletions, ...changed]) this.put(key, value, modified);
    // Order and number of what happened in between are not known: who was watching from before must list again.
    this.history.restart(revision);
    this.current = revision;
    this.hub.deliver();
  }

  tables(): SavedTables {
    return this.objects.toSave(this.asSaved);
  }

  /** Exchanges, adds or takes away one object; the caller has checked that it may. */
  private put(key: Key, value: KubeObject | undefined, revision: Revision): void {
    const folder = value === undefined ? this.objects.folderOf(key) : this.objects.makeFolder(key);
    const cell = folder?.get(key);
    const before = cell?.entry.value;
    const last = value ?? before;
    if (folder === undefined || last === undefined) return;
    const entry: Entry = { key: cell?.key ?? key, value: stamped(last, revision), modified: revision };
    const place = cell ?? { key, entry };
    if (value === undefined) folder.delete(place);
    else if (cell === undefined) folder.add(place);
    else {
      cell.entry = entry;
      folder.touch();
    }
    for (const index of folder.table.indexes) index.move(place, before, value);
    if (revision > this.current) this.current = revision;
    const type = before === undefined ? 'ADDED' : value === undefined ? 'DELETED' : 'MODIFIED';
    const change: Change = before === undefined ? { type, entry } : { type, entry, before };
    this.history.push(change);
    this.hub.add(change, folder.prefix);
  }

  /** Several writes: each is checked against what the ones before it will have left. */
  private checkAll(writes: readonly Write[]): void {
    const ahead = new Map<Key, Revision | 'absent'>();
    let revision = this.current;
    for (const write of writes) {
      const found = ahead.get(write.key) ?? this.modified(write.key);
      check(write, found);
      if (write.value !== undefined || found !== 'absent') revision = (revision + 1) as Revision;
      ahead.set(write.key, write.value === undefined ? 'absent' : revision);
    }
  }

  private modified(key: Key): Revision | 'absent' {
    return this.get(key)?.modified ?? 'absent';
  }

  private prepared(name: string, word: string): PostingIndex {
    const index = this.indexes.get(name);
    assert(index !== undefined, `no index ${name}`);
    this.objects.prepare(index, word);
    return index;
  }
}

function check(write: Write, found: Revision | 'absent'): void {
  if (write.expects !== 'any' && write.expects !== found) throw new StaleWriteError(write.key, found);
}

/** Only the object and its metadata are copied; a writer that foresaw the revision pays nothing. */
function stamped(value: KubeObject, revision: Revision): KubeObject {
  const resourceVersion = String(revision);
  if (value.metadata.resourceVersion === resourceVersion) return value;
  return { ...value, metadata: { ...value.metadata, resourceVersion } };
}
