import { hostname } from 'node:os';
import { isFields } from '../../machinery/json.ts';
import {
  type FileSystem,
  nodeFileSystem,
  readFrom,
  unlessMissing,
  withFile,
  writeAt,
} from './file-system.ts';
import { createLock, StateLockedError } from './lock.ts';

/** Of the processes at a state one may run its controllers in the foreground: the others leave the work to it. */
export interface Foreground {
  /** False when another process has it. */
  take(): boolean;
  leave(): void;
  /** Whether any process that runs has it. */
  isTaken(): boolean;
  /** Tells the others where they are answered, as long as it is not left. */
  announce(served: ServedAt): void;
  /** Where the process that has it answers; undefined where none does. */
  announced(): ServedAt | undefined;
}

/** Where a cluster is served. */
export interface ServedAt {
  /** `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly token?: string | undefined;
}

/** For the owner alone: it may hold a token. */
const PRIVATE = 0o600;

export function foregroundOf(statePath: string, files: FileSystem = nodeFileSystem): Foreground {
  const lock = createLock(`${statePath}.foreground`, files);
  const record = `${statePath}.server`;
  const forget = (): void => {
    unlessMissing(() => files.unlinkSync(record));
  };
  return {
    take: () => {
      try {
        lock.acquire(0);
      } catch (error) {
        if (!(error instanceof StateLockedError)) throw error;
        return false;
      }
      // Left by one that was killed.
      forget();
      return true;
    },
    leave: () => {
      forget();
      lock.release();
    },
    isTaken: lock.isHeld,
    announce: (served) => {
      const next = `${record}.next`;
      const text = Buffer.from(`${JSON.stringify({ ...served, host: hostname() })}\n`);
      withFile(files, next, 'w', (fd) => {
        files.fchmodSync(fd, PRIVATE);
        writeAt(files, fd, text, 0);
      });
      files.renameSync(next, record);
    },
    announced: () => {
      const served = readRecord(record, files);
      // The record of one that was killed leads to nobody, or to a stranger.
      return served !== undefined && lock.isHeld() ? served : undefined;
    },
  };
}

/** Looked for by every command: where there is none that costs no more than the question. */
function readRecord(path: string, files: FileSystem): ServedAt | undefined {
  if (files.statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const bytes = unlessMissing(() => withFile(files, path, 'r', (fd) => readFrom(files, fd, 0)));
  const { address, token, host } = fieldsOf(bytes?.toString('utf8') ?? '');
  // An address of loopback means another server on another machine.
  if (typeof address !== 'string' || host !== hostname()) return undefined;
  return { address, ...(typeof token === 'string' ? { token } : {}) };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
