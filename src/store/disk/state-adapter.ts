import { basename, dirname } from 'node:path';
import { pid } from 'node:process';
import type { SyncAdapter } from 'lowdb';
import { type FileSystem, flushFolder, unlessMissing, withFile } from './file-system.ts';
import type { StatePosition } from './journal.ts';
import { fileMark, type Place, recover, type StatePaths } from './recovery.ts';
import type { SavedState, SnapshotMark } from './saved-state.ts';
import { writeSnapshot } from './snapshot-writer.ts';

/**
 * How lowdb reads and writes a state: a snapshot and, beside it, the journal of what came after. Reading needs no lock;
 * writing does.
 */
export class StateAdapter implements SyncAdapter<SavedState> {
  private readonly paths: StatePaths;
  private readonly files: FileSystem;
  private attempts = 0;
  /** Where what was last read or written ends; undefined while there is no state. */
  place: Place | undefined;
  /** Set for the next write: the state is the one at this position, so who stands there need not load it. */
  follows: StatePosition | undefined;

  constructor(paths: StatePaths, files: FileSystem) {
    this.paths = paths;
    this.files = files;
  }

  read(): SavedState | null {
    const found = recover(this.paths, this.files);
    this.place = found?.place;
    return found?.state ?? null;
  }

  /** A new snapshot, durable before it takes the old one's place. A crash on the way leaves what was there before. */
  write(state: SavedState): void {
    const { files, paths } = this;
    const folder = dirname(paths.snapshot);
    const before = unlessMissing(() => files.statSync(paths.snapshot));
    if (before === undefined) this.prepareNew(folder);
    const generation = (this.place?.generation ?? 0) + 1;
    const { follows } = this;
    this.follows = undefined;
    const mark: SnapshotMark =
      follows === undefined ? { generation } : { generation, follows: [follows.generation, follows.records] };
    const temporary = `${paths.snapshot}.${pid}-${++this.attempts}.tmp`;
    this.sweep(folder);
    const file = withFile(files, temporary, 'wx', (fd) => {
      if (before !== undefined) files.fchmodSync(fd, before.mode & 0o777);
      writeSnapshot(files, fd, state, mark);
      files.fsyncSync(fd);
      return fileMark(files, fd);
    });
    files.renameSync(temporary, paths.snapshot);
    flushFolder(files, folder);
    this.place = { generation, records: 0, file, journalEnd: 0 };
    // From here on the old records are stale by their generation; emptying the journal only saves space.
    withFile(files, paths.journal, 'a', (fd) => files.ftruncateSync(fd, 0));
  }

  /** A journal without its snapshot belongs to a state that somebody removed: it is kept aside. */
  private prepareNew(folder: string): void {
    const { files, paths } = this;
    files.mkdirSync(folder, { recursive: true });
    const journal = unlessMissing(() => files.statSync(paths.journal));
    if (journal !== undefined && journal.size > 0) files.renameSync(paths.journal, `${paths.journal}.old`);
    withFile(files, paths.journal, 'a', (fd) => files.fsyncSync(fd));
  }

  /** Only the holder of the lock writes, so every temporary file here is one whose writer died. */
  private sweep(folder: string): void {
    const start = `${basename(this.paths.snapshot)}.`;
    for (const name of this.files.readdirSync(folder)) {
      if (!name.startsWith(start) || !/^\d+-\d+\.tmp$/.test(name.slice(start.length))) continue;
      unlessMissing(() => this.files.unlinkSync(`${folder}/${name}`));
    }
  }
}
