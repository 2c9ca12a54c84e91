import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { createLock, StateLockedError } from './lock.ts';

/** Of the processes at a state one may run its controllers in the foreground: the others leave the work to it. */
export interface Foreground {
  /** False when another process has it. */
  take(): boolean;
  leave(): void;
  /** Whether any process that runs has it. */
  isTaken(): boolean;
}

export function foregroundOf(statePath: string, files: FileSystem = nodeFileSystem): Foreground {
  const lock = createLock(`${statePath}.foreground`, files);
  return {
    take: () => {
      try {
        lock.acquire(0);
        return true;
      } catch (error) {
        if (!(error instanceof StateLockedError)) throw error;
        return false;
      }
    },
    leave: lock.release,
    isTaken: lock.isHeld,
  };
}
