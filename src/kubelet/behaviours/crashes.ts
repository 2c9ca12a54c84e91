import { type Duration, milliseconds } from '../../machinery/instant.ts';
import type { Program } from './behaviour.ts';
import { exits } from './completes.ts';

/** A program that fails soon after its start. */
export const crashes = (length: Duration = milliseconds(500)): Program => exits(1, length);

/** A program that takes more memory than it may. */
export const runsOutOfMemory = (length: Duration): Program => ({
  length,
  exit: { code: 137, reason: 'OOMKilled' },
  stop: { code: 143 },
});
