import { type Duration, seconds } from '../../machinery/instant.ts';
import type { Program } from './behaviour.ts';

/** What is not said otherwise and has to end takes so long. */
export const USUAL_LENGTH = seconds(5);

/** A task: it does its work and exits 0; interrupted, it dies of SIGTERM. */
export const completes = (length: Duration = USUAL_LENGTH): Program => exits(0, length);

/** Ends by itself with a code. */
export const exits = (code: number, length: Duration): Program => ({
  length,
  exit: { code },
  stop: { code: 143 },
});
