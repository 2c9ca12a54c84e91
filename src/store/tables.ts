import { compareText } from '../machinery/json.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { type Cell, CellMap } from './cells.ts';
import type { PostingIndex } from './posting-index.ts';
import { type AsSaved, keyIn, type SavedTables, tableOf } from './saved.ts';
import type { Entry, Key, Revision } from './store.ts';

/** Objects whose keys share all but the name: `core/pods/default/`. */
export class Folder extends CellMap {
  readonly prefix: string;
  readonly table: Table;
  constructor(prefix: string, table: Table) {
    super();
    this.prefix = prefix;
    this.table = table;
  }
}

/** All objects of one `group/plural`. */
export class Table {
  readonly name: string;
  /** In key order. */
  folders: readonly Folder[] = [];
  /** Those that know this table's objects; the others look at them when they are first asked. */
  readonly indexes: PostingIndex[];
  constructor(name: string, indexes: readonly PostingIndex[]) {
    this.name = name;
    this.indexes = [...indexes];
  }

  list(): readonly Entry[] {
    const [only] = this.folders;
    if (only === undefined) return [];
    return this.folders.length === 1 ? only.list() : this.folders.flatMap((folder) => folder.list());
  }
}

/** Where the objects lie. Saved tables are read when one of their objects is first asked for. */
export class Tables {
  private readonly folders = new Map<string, Folder>();
  private readonly tables = new Map<string, Table>();
  private readonly saved = new Map<string, () => Iterable<KubeObject>>();
  /** Indexes that know every table; tables to come know them from the start. */
  private readonly complete = new Set<PostingIndex>();
  /** The one that was asked for last is mostly asked for next: cutting its prefix out of a key costs more than looking. */
  private last: Folder | undefined;

  load(saved: SavedTables): void {
    this.complete.clear();
    for (const [name, objects] of saved) {
      if (this.tables.has(name)) this.fill(this.table(name), objects);
      else this.saved.set(name, objects);
    }
  }

  /** The folder of a key, if there is one. */
  folderOf(key: Key): Folder | undefined {
    if (this.last !== undefined && isIn(this.last, key)) return this.last;
    const folder = this.folder(prefixOf(key));
    if (folder !== undefined) this.last = folder;
    return folder;
  }

  folder(prefix: string): Folder | undefined {
    const folder = this.folders.get(prefix);
    if (folder !== undefined || this.saved.size === 0) return folder;
    this.read(tableOf(prefix as Key));
    return this.folders.get(prefix);
  }

  /** The folder of a key, made if need be. */
  makeFolder(key: Key): Folder {
    const folder = this.folderOf(key);
    if (folder !== undefined) return folder;
    return this.addFolder(prefixOf(key), this.table(tableOf(key)));
  }

  find(name: string): Table | undefined {
    if (this.saved.size > 0) this.read(name);
    return this.tables.get(name);
  }

  /** All tables, in key order, read. */
  all(): readonly Table[] {
    for (const name of [...this.saved.keys()]) this.read(name);
    return [...this.tables.values()].sort((a, b) => compareText(`${a.name}/`, `${b.name}/`));
  }

  /** All tables as they are saved, in key order; those that nobody has read stay unread. */
  toSave(asSaved: AsSaved): SavedTables {
    const read = [...this.tables.values()].map(
      (table) => [table.name, () => valuesOf(table.list(), asSaved)] as const,
    );
    return new Map([...read, ...this.saved].sort(([a], [b]) => compareText(`${a}/`, `${b}/`)));
  }

  /** Entries under any prefix, a whole folder or table or not. */
  list(prefix: string): readonly Entry[] {
    const folder = this.folder(prefix);
    if (folder !== undefined) return folder.list();
    const name = tableIn(prefix);
    // Asking for what is not there must not read everything.
    const tables = name === undefined ? this.all() : presentOf(this.find(name));
    const [only] = tables;
    if (only !== undefined && prefix === `${only.name}/`) return only.list();
    const within = tables
      .flatMap(({ folders }) => folders)
      .filter((each) => each.prefix.startsWith(prefix) || prefix.startsWith(each.prefix));
    return within.flatMap((each) => each.list().filter((entry) => entry.key.startsWith(prefix)));
  }

  /** Brings the index up to date for the table its word speaks of, or for all. */
  prepare(index: PostingIndex, word: string): void {
    if (this.complete.has(index)) return;
    const only = index.definition.table?.(word);
    if (only === undefined) {
      for (const table of this.all()) teach(index, table);
      this.complete.add(index);
      return;
    }
    const table = this.find(only);
    if (table !== undefined) teach(index, table);
  }

  private read(name: string): void {
    const objects = this.saved.get(name);
    if (objects === undefined) return;
    this.saved.delete(name);
    const table = new Table(name, []);
    this.tables.set(name, table);
    this.fill(table, objects);
  }

  private fill(table: Table, objects: () => Iterable<KubeObject>): void {
    for (const value of objects()) {
      const key = keyIn(table.name, value);
      const prefix = prefixOf(key);
      const folder = this.folders.get(prefix) ?? this.addFolder(prefix, table);
      const cell: Cell = { key, entry: { key, value, modified: revisionOf(value) } };
      folder.add(cell);
      for (const index of table.indexes) index.move(cell, undefined, value);
    }
  }

  private table(name: string): Table {
    const known = this.find(name);
    if (known !== undefined) return known;
    const table = new Table(name, [...this.complete]);
    this.tables.set(name, table);
    return table;
  }

  private addFolder(prefix: string, table: Table): Folder {
    const folder = new Folder(prefix, table);
    this.folders.set(prefix, folder);
    table.folders = [...table.folders, folder].sort((a, b) => compareText(a.prefix, b.prefix));
    return folder;
  }
}

function teach(index: PostingIndex, table: Table): void {
  if (table.indexes.includes(index)) return;
  table.indexes.push(index);
  for (const folder of table.folders)
    for (const cell of folder.all()) index.move(cell, undefined, cell.entry.value);
}

function* valuesOf(entries: readonly Entry[], asSaved: AsSaved): Iterable<KubeObject> {
  for (const entry of entries) yield asSaved(entry.value);
}

export function revisionOf(value: KubeObject): Revision {
  return Number(value.metadata.resourceVersion) as Revision;
}

const presentOf = (table: Table | undefined): readonly Table[] => (table === undefined ? [] : [table]);

/** The one table that keys of the prefix can stand in; undefined where the prefix ends before it is named. */
function tableIn(prefix: string): string | undefined {
  const end = prefix.indexOf('/', prefix.indexOf('/') + 1);
  return end === -1 ? undefined : prefix.slice(0, end);
}

const isIn = ({ prefix }: Folder, key: string): boolean =>
  key.startsWith(prefix) && !key.includes('/', prefix.length);

function prefixOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}
