import { assert } from '../machinery/assert.ts';
import { compareText } from '../machinery/json.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { type Cell, CellMap } from './cells.ts';
import { History } from './history.ts';
import { MemoryRows } from './memory-rows.ts';
import { PostingIndex } from './posting-index.ts';
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
import { WatchHub } from './watch-hub.ts';

/** A change that was committed elsewhere: the revision is given, a deletion has no value. */
export interface SavedChange {
  readonly key: Key;
  readonly value: KubeObject | undefined;
  readonly modified: Revision;
}

export interface MemoryStore extends Store {
  readonly memory: MemoryRows;
  /** Takes in objects of a saved state as they are: no new revision, nobody is told. */
  load(objects: Iterable<readonly [Key, KubeObject]>): void;
  /** Follows what another process committed; watchers are told. */
  replay(changes: readonly SavedChange[]): void;
  /** Becomes the given state; watchers are told of what differs. */
  become(objects: Iterable<readonly [Key, KubeObject]>, revision: Revision): void;
  /** Raises the revision without a change: a saved state may have skipped some. */
  advanceTo(revision: Revision): void;
  /** Everything, in key order. */
  everything(): Iterable<Entry>;
}

export interface StoreOptions {
  readonly indexes: readonly Index[];
  readonly revision?: number;
  /** How many changes {@link Store.since} remembers. */
  readonly history?: number;
  /** What makes the commits durable. */
  readonly sync?: () => void;
}

/** How many changes a watch can be behind before it must list again; etcd's compaction stands for the same. */
const HISTORY = 20_000;

export function createStore(options: StoreOptions): MemoryStore {
  return new KeyedStore(options);
}

/** Objects whose keys share everything but the name: `core/pods/default/`. */
class Folder extends CellMap {
  readonly prefix: string;
  constructor(prefix: string) {
    super();
    this.prefix = prefix;
  }
}

class KeyedStore implements MemoryStore {
  readonly memory = new MemoryRows();
  readonly sync: () => void;
  private readonly folders = new Map<string, Folder>();
  /** Folders of one `group/plural/`, in key order. */
  private readonly tables = new Map<string, Folder[]>();
  private readonly indexes = new Map<string, PostingIndex>();
  private readonly indexList: readonly PostingIndex[];
  private readonly hub = new WatchHub();
  private readonly history: History;
  private current: Revision;

  constructor(options: StoreOptions) {
    this.current = (options.revision ?? 0) as Revision;
    this.history = new History(options.history ?? HISTORY, this.current);
    this.sync = options.sync ?? (() => {});
    this.indexList = options.indexes.map((definition) => new PostingIndex(definition, () => this.cells()));
    for (const index of this.indexList) this.indexes.set(index.definition.name, index);
  }

  revision(): Revision {
    return this.current;
  }

  get(key: Key): Entry | undefined {
    return this.folders.get(folderOf(key))?.get(key)?.entry;
  }

  list(prefix: string): readonly Entry[] {
    const folder = this.folders.get(prefix);
    if (folder !== undefined) return folder.list();
    const table = this.tables.get(prefix);
    if (table !== undefined)
      return table.length === 1 ? (table[0]?.list() ?? []) : table.flatMap((each) => each.list());
    return this.search(prefix);
  }

  find(index: string, word: string): readonly Entry[] {
    return this.index(index).find(word);
  }

  count(index: string, word: string): number {
    return this.index(index).count(word);
  }

  commit(writes: readonly Write[]): Revision {
    const [only] = writes;
    if (only !== undefined && writes.length === 1) this.check(only, this.modified(only.key));
    else this.checkAll(writes);
    for (const write of writes) {
      if (write.value !== undefined || this.get(write.key) !== undefined) {
        this.put(write.key, write.value, (this.current + 1) as Revision);
      }
    }
    this.hub.deliver();
    return this.current;
  }

  watch(prefix: string, onChange: (change: Change) => void): () => void {
    return this.hub.watch(prefix, this.current, onChange);
  }

  since(revision: Revision, prefix: string): readonly Change[] {
    return this.history.since(revision, prefix);
  }

  load(objects: Iterable<readonly [Key, KubeObject]>): void {
    for (const [key, value] of objects) {
      const modified = Number(value.metadata.resourceVersion) as Revision;
      const cell: Cell = { key, entry: { key, value, modified } };
      this.folder(key).add(cell);
      for (const index of this.indexList) index.move(cell, undefined, value);
    }
  }

  replay(changes: readonly SavedChange[]): void {
    for (const { key, value, modified } of changes) {
      if (value !== undefined || this.get(key) !== undefined) this.put(key, value, modified);
    }
    this.hub.deliver();
  }

  become(objects: Iterable<readonly [Key, KubeObject]>, revision: Revision): void {
    const gone = new Set<Key>();
    for (const cell of this.cells()) gone.add(cell.key);
    const changed: SavedChange[] = [];
    for (const [key, value] of objects) {
      gone.delete(key);
      const modified = Number(value.metadata.resourceVersion) as Revision;
      if (this.modified(key) !== modified) changed.push({ key, value, modified });
    }
    changed.sort((a, b) => a.modified - b.modified);
    this.replay([...changed, ...[...gone].map((key) => ({ key, value: undefined, modified: revision }))]);
    this.current = revision;
    this.history.restart(revision);
  }

  advanceTo(revision: Revision): void {
    if (revision > this.current) this.current = revision;
  }

  *everything(): Iterable<Entry> {
    const folders = [...this.folders.values()].sort((a, b) => compareText(a.prefix, b.prefix));
    for (const folder of folders) yield* folder.entries();
  }

  /** Exchanges, adds or takes away one object; the caller has checked that it may. */
  private put(key: Key, value: KubeObject | undefined, revision: Revision): void {
    const folder = this.folder(key);
    const cell = folder.get(key);
    const before = cell?.entry.value;
    const last = value ?? before;
    if (last === undefined) return;
    const entry: Entry = { key: cell?.key ?? key, value: stamped(last, revision), modified: revision };
    if (cell === undefined) this.enter(folder, { key, entry });
    else if (value === undefined) this.leave(folder, cell);
    else this.exchange(folder, cell, entry);
    if (revision > this.current) this.current = revision;
    const type = before === undefined ? 'ADDED' : value === undefined ? 'DELETED' : 'MODIFIED';
    const change: Change = before === undefined ? { type, entry } : { type, entry, before };
    this.history.push(change);
    this.hub.add(change);
  }

  private enter(folder: Folder, cell: Cell): void {
    folder.add(cell);
    for (const index of this.indexList) index.move(cell, undefined, cell.entry.value);
  }

  private leave(folder: Folder, cell: Cell): void {
    folder.delete(cell);
    for (const index of this.indexList) index.move(cell, cell.entry.value, undefined);
  }

  private exchange(folder: Folder, cell: Cell, entry: Entry): void {
    const before = cell.entry.value;
    cell.entry = entry;
    folder.touch();
    for (const index of this.indexList) index.move(cell, before, entry.value);
  }

  private check(write: Write, found: Revision | 'absent'): void {
    if (write.expects !== 'any' && write.expects !== found) throw new StaleWriteError(write.key, found);
  }

  /** Several writes: each is checked against what the ones before it will have left. */
  private checkAll(writes: readonly Write[]): void {
    const ahead = new Map<Key, Revision | 'absent'>();
    let revision = this.current;
    for (const write of writes) {
      const found = ahead.get(write.key) ?? this.modified(write.key);
      this.check(write, found);
      if (write.value !== undefined || found !== 'absent') revision = (revision + 1) as Revision;
      ahead.set(write.key, write.value === undefined ? 'absent' : revision);
    }
  }

  private modified(key: Key): Revision | 'absent' {
    return this.get(key)?.modified ?? 'absent';
  }

  private folder(key: Key): Folder {
    const prefix = folderOf(key);
    const known = this.folders.get(prefix);
    if (known !== undefined) return known;
    const folder = new Folder(prefix);
    this.folders.set(prefix, folder);
    const table = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
    this.tables.set(
      table,
      [...(this.tables.get(table) ?? []), folder].sort((a, b) => compareText(a.prefix, b.prefix)),
    );
    return folder;
  }

  private index(name: string): PostingIndex {
    const index = this.indexes.get(name);
    assert(index !== undefined, `no index ${name}`);
    return index;
  }

  /** A prefix that is neither a folder nor a table: all of it, or part of a name. */
  private search(prefix: string): readonly Entry[] {
    const within = [...this.folders.values()]
      .filter((folder) => folder.prefix.startsWith(prefix) || prefix.startsWith(folder.prefix))
      .sort((a, b) => compareText(a.prefix, b.prefix));
    return within.flatMap((folder) => folder.list().filter((entry) => entry.key.startsWith(prefix)));
  }

  private *cells(): Iterable<Cell> {
    for (const folder of this.folders.values()) yield* folder.all();
  }
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

/** Only the object and its metadata are copied; a writer that foresaw the revision pays nothing. */
function stamped(value: KubeObject, revision: Revision): KubeObject {
  const resourceVersion = String(revision);
  if (value.metadata.resourceVersion === resourceVersion) return value;
  return { ...value, metadata: { ...value.metadata, resourceVersion } };
}
