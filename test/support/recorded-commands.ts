import { expect } from 'vitest';
import { kubectl } from './memory-kubectl.ts';

/** What the real kubectl said to a command line that needs no server. */
export interface RecordedCommand {
  readonly argv: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** A log line's level, then its time and process. */
const LOG_HEAD = /([WE])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /g;

/** Recorded files, by their names. */
export function filesOf(recorded: Readonly<Record<string, string>>): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(
    Object.entries(recorded).map(([name, base64]) => [name, Uint8Array.from(Buffer.from(base64, 'base64'))]),
  );
}

export async function expectRecorded(
  { argv, stdout, stderr, exit }: RecordedCommand,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const told = await kubectl(argv, { files });
  expect({
    stdout: told.stdout,
    stderr: told.stderr.replace(LOG_HEAD, '$1<head> '),
    exit: told.exit,
  }).toEqual({ stdout, stderr, exit });
}
