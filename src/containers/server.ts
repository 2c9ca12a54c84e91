import type { Machine, Process } from '../shell/machine.ts';
import type { Instance } from './instance.ts';

/** Later than any simulation. */
const FOR_EVER = 8.64e15;
/** What servers end of, each in its own way. */
const HEEDED = ['HUP', 'INT', 'QUIT', 'TERM'];

/** A program that nobody knows: it is there until it is told to end, and ends well. */
export const startServer = (machine: Machine, at: number, instance: Instance): Process =>
  machine.spawn(at, instance, function* (own) {
    for (const signal of HEEDED) own.trapped.add(signal);
    own.isInterruptible = true;
    while (own.signals.length === 0) yield FOR_EVER;
    return 0;
  });
