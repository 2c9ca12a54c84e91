import { compareText } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import type { MemoryRow } from '../memory-rows.ts';
import { keyIn, type SavedTables, tableOf } from '../saved.ts';
import type { Key } from '../store.ts';
import { DamagedStateError } from './damage.ts';
import { type FileSystem, readFrom, unlessMissing, withFile } from './file-system.ts';
import { decodeJournal, type JournalRecord, type StatePosition } from './journal.ts';
import type { SavedState, WakeRow } from './saved-state.ts';
import { damagedSnapshot, readSnapshot, type Snapshot } from './snapshot-reader.ts';

/** The two files of a state. */
export interface StatePaths {
  readonly snapshot: string;
  readonly journal: string;
}

/** Which file a name stood for: a replaced snapshot is another file even when it looks the same. */
export interface FileMark {
  readonly device: number;
  readonly inode: number;
  readonly modified: number;
  readonly size: number;
}

/** Where a state ends on the disk. */
export interface Place extends StatePosition {
  readonly file: FileMark;
  /** Where the next record goes. */
  readonly journalEnd: number;
}

export interface Recovered {
  readonly state: SavedState;
  readonly place: Place;
}

/** How often a snapshot may be replaced while it is being read. */
const ATTEMPTS = 1000;
/** What looks damaged may be a torn record that a writer was just cutting off. */
const DOUBTS = 3;

/**
 * Snapshot and journal of one moment, read without a lock. A snapshot that was replaced meanwhile is read again: as long
 * as it was not, the journal was not emptied either. Undefined where there is no state.
 */
export function recover(paths: StatePaths, files: FileSystem): Recovered | undefined {
  let doubts = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const found = unlessMissing(() =>
        withFile(files, paths.snapshot, 'r', (fd) => readOnce(paths, files, fd)),
      );
      if (found === undefined || found === 'empty') return undefined;
      if (found !== 'replaced') return found;
    } catch (error) {
      if (!(error instanceof DamagedStateError) || ++doubts === DOUBTS) throw error;
    }
  }
  throw damagedSnapshot(paths.snapshot, 0, 'it was replaced again and again while it was being read');
}

function readOnce(paths: StatePaths, files: FileSystem, fd: number): Recovered | 'replaced' | 'empty' {
  const file = fileMark(files, fd);
  const bytes = readFrom(files, fd, 0);
  const journal = unlessMissing(() =>
    withFile(files, paths.journal, 'r', (handle) => readFrom(files, handle, 0)),
  );
  // The file is still open, so its inode cannot have been given to another.
  if (!sameFile(fileMark(files, paths.snapshot), file)) return 'replaced';
  if (bytes.length === 0 && journal === undefined) return 'empty';
  const snapshot = readSnapshot(paths.snapshot, bytes);
  const { generation } = snapshot.mark;
  const start: StatePosition = { generation, records: 0 };
  const { records, end } = decodeJournal(paths.journal, journal ?? Buffer.alloc(0), 0, start);
  const place: Place = { generation, records: records.length, file, journalEnd: end };
  return { state: afterRecords(snapshot, records), place };
}

export function fileMark(files: FileSystem, file: string | number): FileMark {
  const { dev, ino, mtimeMs, size } = typeof file === 'number' ? files.fstatSync(file) : files.statSync(file);
  return { device: dev, inode: ino, modified: mtimeMs, size };
}

export function sameFile(a: FileMark, b: FileMark): boolean {
  return a.inode === b.inode && a.device === b.device && a.modified === b.modified && a.size === b.size;
}

function afterRecords(snapshot: Snapshot, records: readonly JournalRecord[]): SavedState {
  const last = records.at(-1);
  if (last === undefined) return snapshot;
  const settings = records.findLast((record) => record.settings !== undefined)?.settings ?? snapshot.settings;
  return {
    now: last.now,
    revision: last.revision,
    sequence: last.sequence,
    settings,
    objects: tablesAfter(snapshot.objects, records),
    memory: rowsAfter(
      snapshot.memory,
      records.flatMap((record) => record.memory),
      ([key]) => key,
    ),
    agenda: rowsAfter(
      snapshot.agenda,
      records.flatMap((record) => record.agenda),
      wakeKey,
    ),
  };
}

const wakeKey = ([actor, namespace, name]: WakeRow): string => `${actor}\n${namespace}\n${name}`;

function rowsAfter<T extends MemoryRow | WakeRow>(
  rows: Iterable<T>,
  later: readonly T[],
  keyOf: (row: T) => string,
): readonly T[] {
  if (later.length === 0) return [...rows];
  const result = new Map<string, T>();
  for (const row of rows) result.set(keyOf(row), row);
  for (const row of later) {
    if (isRemoval(row)) result.delete(keyOf(row));
    else result.set(keyOf(row), row);
  }
  return [...result.values()];
}

/** A memory row without its value, a wake without its time. */
const isRemoval = (row: MemoryRow | WakeRow): boolean => row.length === 1 || row.length === 3;

function tablesAfter(tables: SavedTables, records: readonly JournalRecord[]): SavedTables {
  const later = new Map<string, Map<Key, KubeObject | undefined>>();
  for (const { changes } of records) {
    for (const { key, value } of changes) {
      const table = tableOf(key);
      const changed = later.get(table) ?? new Map<Key, KubeObject | undefined>();
      if (changed.size === 0) later.set(table, changed);
      changed.set(key, value);
    }
  }
  const result = new Map(tables);
  for (const [table, changed] of later)
    result.set(table, () => objectsAfter(table, tables.get(table)?.() ?? [], changed));
  return result;
}

/** In key order, as a table is written. */
function objectsAfter(
  table: string,
  objects: Iterable<KubeObject>,
  changed: ReadonlyMap<Key, KubeObject | undefined>,
): readonly KubeObject[] {
  const all = new Map<Key, KubeObject>();
  for (const object of objects) all.set(keyIn(table, object), object);
  for (const [key, value] of changed) {
    if (value === undefined) all.delete(key);
    else all.set(key, value);
  }
  return [...all].sort(([a], [b]) => compareText(a, b)).map(([, object]) => object);
}
