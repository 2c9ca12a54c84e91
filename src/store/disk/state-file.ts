import { dirname } from 'node:path';
import { LowSync } from 'lowdb';
import { assert } from '../../machinery/assert.ts';
import type { Instant } from '../../machinery/instant.ts';
import type { Revision } from '../store.ts';
import { actualPath } from './actual-path.ts';
import type { FileSystem } from './file-system.ts';
import {
  codeOf,
  flushFolder,
  nodeFileSystem,
  readFrom,
  unlessMissing,
  withFile,
  writeAt,
} from './file-system.ts';
import { decodeJournal, encodeRecord, LONGEST_RECORD, type StatePosition } from './journal.ts';
import { createLock, type Lock } from './lock.ts';
import type { StatePaths } from './recovery.ts';
import { fileMark, type Place, sameFile } from './recovery.ts';
import type { SavedState, SavedStep } from './saved-state.ts';
import { removeShelf } from './shelf.ts';
import { readMark } from './snapshot-reader.ts';
import { StateAdapter } from './state-adapter.ts';

/** What others did since we looked: the steps in order, or that there is another snapshot, to be loaded. */
export type Followed =
  | { readonly replaced: false; readonly steps: readonly SavedStep[] }
  | { readonly replaced: true };

/** One cluster's state on the disk. Everything is synchronous. */
export interface StateFile {
  readonly path: string;
  /** The state as it is now; undefined where there is none yet. Takes no lock and never waits. */
  load(): SavedState | undefined;
  /** What others saved since the last load, save or look: cheap when nothing was. Takes no lock. */
  readSince(): Followed;
  /** Waits until nobody else holds the state; load or look afterwards. `timeout` in milliseconds. */
  lock(timeout?: number): void;
  unlock(): void;
  /**
   * Makes one command's changes durable before it returns. `whole` is asked for when a new snapshot is due, `isFollowed`
   * whether somebody follows step by step who would rather go on reading the journal. Needs the lock.
   */
  save(step: SavedStep, whole: () => SavedState, isFollowed?: () => boolean): void;
  /** Writes a new snapshot: for a new state, and when a long run ends. Needs the lock. */
  rewrite(state: SavedState): void;
  /** Undefined while there is no state. */
  position(): StatePosition | undefined;
}

/** The journal is folded into a new snapshot when it is longer than this and than half the snapshot. */
const JOURNAL_LIMIT = 1 << 17;
/** Followers miss what a snapshot folds in before they have read it: for them it may grow so many times longer. */
const FOLLOWED_FACTOR = 16;
/** A record this long, and half as long as the snapshot, is worth a snapshot at once; who follows loads it anew. */
const RECORD_LIMIT = 8 << 20;
const LOCK_TIMEOUT = 60_000;
const DISK_FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** What lowdb holds before there is a state. */
const NO_STATE: SavedState = {
  now: 0 as Instant,
  revision: 0 as Revision,
  sequence: 0,
  settings: undefined,
  objects: new Map(),
  memory: [],
  agenda: [],
};

export function openState(path: string, files: FileSystem = nodeFileSystem): StateFile {
  return new JournaledState(actualPath(path, files), files);
}

class JournaledState implements StateFile {
  readonly path: string;
  private readonly files: FileSystem;
  private readonly paths: StatePaths;
  private readonly adapter: StateAdapter;
  private readonly heldBy: Lock;
  private locked = false;

  constructor(path: string, files: FileSystem) {
    this.path = path;
    this.files = files;
    this.paths = { snapshot: path, journal: `${path}.journal` };
    this.adapter = new StateAdapter(this.paths, files);
    this.heldBy = createLock(`${path}.lock`, files);
  }

  load(): SavedState | undefined {
    const database = new LowSync<SavedState>(this.adapter, NO_STATE);
    database.read();
    return database.data === NO_STATE ? undefined : database.data;
  }

  lock(timeout = LOCK_TIMEOUT): void {
    this.files.mkdirSync(dirname(this.path), { recursive: true });
    this.heldBy.acquire(timeout);
    this.locked = true;
  }

  unlock(): void {
    this.locked = false;
    this.heldBy.release();
  }

  position(): StatePosition | undefined {
    const { place } = this.adapter;
    return place === undefined ? undefined : { generation: place.generation, records: place.records };
  }

  save(step: SavedStep, whole: () => SavedState, isFollowed = () => false): void {
    assert(this.locked, 'a state is saved by who holds its lock');
    const { place } = this.adapter;
    if (place === undefined) {
      this.rewrite(whole());
      return;
    }
    const position = { generation: place.generation, records: place.records + 1 };
    const limit = Math.min(LONGEST_RECORD, Math.max(RECORD_LIMIT, place.file.size / 2));
    const record = encodeRecord(
      { generation: position.generation, number: position.records, ...step },
      limit,
    );
    if (record === undefined) {
      this.rewrite(whole());
      return;
    }
    const journalEnd = this.append(record, place);
    this.adapter.place = { ...place, records: position.records, journalEnd };
    const longest = Math.max(JOURNAL_LIMIT, place.file.size / 2);
    if (journalEnd <= longest || (journalEnd <= longest * FOLLOWED_FACTOR && isFollowed())) return;
    this.fold(whole, position);
  }

  rewrite(state: SavedState): void {
    assert(this.locked, 'a state is rewritten by who holds its lock');
    new LowSync<SavedState>(this.adapter, state).write();
    this.heldBy.sweep();
  }

  readSince(): Followed {
    const { place } = this.adapter;
    const { snapshot, journal } = this.paths;
    if (place === undefined) return { replaced: true };
    const file = unlessMissing(() => fileMark(this.files, snapshot));
    if (file === undefined || !sameFile(file, place.file)) return this.followSnapshot(place);
    const size = unlessMissing(() => this.files.statSync(journal).size) ?? 0;
    if (size === place.journalEnd) return { replaced: false, steps: [] };
    // Somebody cut it: what is there now counts.
    if (size < place.journalEnd) return { replaced: true };
    const bytes = withFile(this.files, journal, 'r', (fd) => readFrom(this.files, fd, place.journalEnd));
    // A journal that was emptied while it was read gives bytes from the middle of a later record.
    if (!sameFile(fileMark(this.files, snapshot), place.file)) return this.followSnapshot(place);
    const { records, end } = decodeJournal(journal, bytes, place.journalEnd, place);
    this.adapter.place = { ...place, records: place.records + records.length, journalEnd: end };
    return { replaced: false, steps: records };
  }

  /** A snapshot that only folded in what we have read already is no news. */
  private followSnapshot(place: Place): Followed {
    const found = unlessMissing(() =>
      withFile(this.files, this.paths.snapshot, 'r', (fd) => ({
        file: fileMark(this.files, fd),
        mark: readMark(this.files, fd),
      })),
    );
    const follows = found?.mark?.follows;
    if (found?.mark === undefined || follows === undefined) return { replaced: true };
    if (follows[0] !== place.generation || follows[1] !== place.records) return { replaced: true };
    this.adapter.place = { generation: found.mark.generation, records: 0, file: found.file, journalEnd: 0 };
    return this.readSince();
  }

  /** One write and one flush; a record that does not fit on the disk leaves no trace. Returns where it ends. */
  private append(record: Buffer, place: Place): number {
    const { files } = this;
    const { journal } = this.paths;
    if (unlessMissing(() => files.statSync(journal)) === undefined) {
      withFile(files, journal, 'a', (fd) => files.fsyncSync(fd));
      flushFolder(files, dirname(journal));
    }
    withFile(files, journal, 'r+', (fd) => {
      if (files.fstatSync(fd).size !== place.journalEnd) files.ftruncateSync(fd, place.journalEnd);
      try {
        writeAt(files, fd, record, place.journalEnd);
        files.fdatasyncSync(fd);
      } catch (error) {
        if (DISK_FULL.includes(codeOf(error) ?? '')) files.ftruncateSync(fd, place.journalEnd);
        throw error;
      }
    });
    return place.journalEnd + record.length;
  }

  /** The command is durable already: a full disk only puts the new snapshot off. */
  private fold(whole: () => SavedState, position: StatePosition): void {
    this.adapter.follows = position;
    try {
      this.rewrite(whole());
    } catch (error) {
      if (!DISK_FULL.includes(codeOf(error) ?? '')) throw error;
    }
  }
}

/** Removes a state and what lies beside it, once nobody works on it; false where there was none. */
export function removeState(path: string, files: FileSystem = nodeFileSystem): boolean {
  const actual = actualPath(path, files);
  if (unlessMissing(() => files.statSync(actual)) === undefined) return false;
  const lock = createLock(`${actual}.lock`, files);
  lock.acquire(LOCK_TIMEOUT);
  try {
    for (const file of [actual, `${actual}.journal`]) unlessMissing(() => files.unlinkSync(file));
    removeShelf(actual);
  } finally {
    lock.release();
  }
  return true;
}
