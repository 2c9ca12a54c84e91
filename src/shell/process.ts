/** What a process stops for: until a moment, or until something happens to what it waits for. */
export type Pause = number | Waitable;

export interface Waitable {
  readonly waiting: Process[];
}

/** A program that runs: it gives way whenever it pauses, and ends with its exit code. */
export type Running = Generator<Pause, number, void>;

/**
 * Where a generator stands and what it has worked out so far, as data. A process that is saved is its frames; when it is
 * taken up again its generators are called anew, find their frames and go on from there. Between `begin` and `end` a
 * generator keeps in its frame whatever it could not work out a second time.
 */
export interface Frame {
  readonly of: string;
  /** Somebody called from here cannot be taken up again: the process cannot be saved meanwhile. */
  isOpaque?: boolean;
}

/** Who tells those who wait. */
export interface Notifier {
  readonly now: number;
  notify(waitable: Waitable, at: number): void;
}

/** What a process runs, as data: where it is begun, and again where it is taken up. */
export interface Beginning {
  run(process: Process): Running;
  /** Lets go of what it held. */
  release?(machine: Notifier): void;
}

export class Process implements Waitable {
  readonly id: number;
  readonly beginning: Beginning;
  /** How far it has come, in milliseconds since 1970. */
  time: number;
  /** What it was started with, and when. */
  command = '';
  readonly start: number;
  status: number | undefined = undefined;
  /** It runs as long as this process does: nothing of it is saved. */
  running: Running | undefined = undefined;
  /** Where its generators stand, and how many of them run: fewer than it has frames while it is taken up. */
  readonly frames: Frame[] = [];
  depth = 0;
  /** It was sent a signal from elsewhere in its container. */
  isTold = false;
  /** It broke a bound (memory, stack), and was not ended by its own doing. */
  killed = false;
  /** Signals that nobody has dealt with yet. */
  readonly signals: string[] = [];
  /** Signals that it deals with itself. */
  readonly trapped = new Set<string>();
  /** A signal ends its wait. */
  isInterruptible = false;
  /** Shells in it that wait at a prompt: the innermost takes an interrupt, which ends a process that has none. */
  prompts = 0;
  /** Commands since it last slept: who never sleeps is slowed down. */
  busy = 0;
  readonly waiting: Process[] = [];

  constructor(id: number, at: number, begin: (process: Process) => Beginning) {
    this.id = id;
    this.time = at;
    this.start = at;
    this.beginning = begin(this);
  }

  /** Begins; with frames from before it goes on from there. */
  run(): Running {
    this.depth = 0;
    return this.beginning.run(this);
  }
}
