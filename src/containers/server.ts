import type { Beginning, Process, Running } from '../shell/process.ts';

/** Later than any simulation. */
const FOR_EVER = 8.64e15;
/** What servers end of, each in its own way. */
const HEEDED = ['HUP', 'INT', 'QUIT', 'TERM'];

/** A program that nobody knows: it is there until it is told to end, and ends well. */
export class Server implements Beginning {
  *run(own: Process): Running {
    for (const signal of HEEDED) own.trapped.add(signal);
    own.isInterruptible = true;
    while (own.signals.length === 0) yield FOR_EVER;
    return 0;
  }
}
