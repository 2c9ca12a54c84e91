/**
 * The requests of one command follow each other faster than a real cluster's controllers react: after a write they react
 * once nothing was asked for a moment, and not later than after a while. `kubectl delete` looks whether the object is
 * still there before it watches: it would wait for ever where another one of the name took its place in between.
 */
const QUIET_MILLISECONDS = 50;
const LONGEST_MILLISECONDS = 200;

/** Commands of ours say when they have ended; one that was killed is waited for no longer than this. */
const COMMAND_MILLISECONDS = 1000;

/** Holds controllers back while a command goes on writing. */
export interface Hold {
  /** Somebody wrote of whom nobody knows whether more is to come. */
  wrote(): void;
  /** Somebody read, perhaps the one who wrote. */
  read(): void;
  /** A command of ours did something that is not saved yet. */
  commandActed(): void;
  /** Nobody is waited for any more; true where a command of ours did something that is not saved. */
  end(): boolean;
  isOn(): boolean;
}

export function createHold(wall: () => number): Hold {
  let first: number | undefined;
  let last = 0;
  let commandActed: number | undefined;
  return {
    wrote: () => {
      last = wall();
      first ??= last;
    },
    read: () => {
      last = wall();
    },
    commandActed: () => {
      commandActed = wall();
    },
    end: () => {
      const hasUnsaved = commandActed !== undefined;
      first = undefined;
      commandActed = undefined;
      return hasUnsaved;
    },
    isOn: () => {
      const now = wall();
      if (commandActed !== undefined && now < commandActed + COMMAND_MILLISECONDS) return true;
      return first !== undefined && now < last + QUIET_MILLISECONDS && now < first + LONGEST_MILLISECONDS;
    },
  };
}
