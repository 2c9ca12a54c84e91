import type { TextSink } from '../shell/descriptors.ts';
import type { FileSystem } from '../shell/file-system.ts';
import type { Keyboard } from '../shell/keyboard.ts';
import type { Process } from '../shell/process.ts';
import type { World } from '../shell/shell.ts';
import type { Instance } from './instance.ts';
import type { LogLines } from './log-lines.ts';
import type { Outside } from './world.ts';

/** One run of a container on the machine. */
export interface Performance {
  readonly instance: Instance;
  readonly log: LogLines;
  readonly world: World & Outside;
  readonly files: FileSystem;
  readonly variables: Readonly<Record<string, string>>;
  /** How often something outside was asked for, and how often in vain. */
  readonly asked: { count: number; vain: number };
  /** What its own program reads from, where somebody may speak to it. */
  readonly keyboard: Keyboard;
  process: Process | undefined;
  /** The command of its postStart hook. */
  hook?: Rehearsed;
}

/** A command that nobody talks to: what it printed, and what became of it. */
export interface Rehearsed {
  readonly process: Process;
  readonly output: TextSink;
  readonly errors: TextSink;
}

/** How often anything that a command can leave was changed: its files, and what its own program was told. */
export const changesIn = ({ files, process }: Performance): number =>
  files.changes + Number(process?.isTold === true);
