import type { Program } from './behaviour.ts';

/** A server: it stays up, answers every probe and ends cleanly when it is told to. */
export const runs: Program = { stop: { code: 0 } };
