import { TextSink } from '../../../src/shell/descriptors.ts';
import { folder } from '../../../src/shell/entries.ts';
import { FileSystem } from '../../../src/shell/file-system.ts';
import { Machine } from '../../../src/shell/machine.ts';
import { NO_NETWORK } from '../../../src/shell/network.ts';
import type { Flavour } from '../../../src/shell/shell.ts';
import { startProgram } from '../../../src/shell/start.ts';

export const START = Date.UTC(2026, 0, 1, 12);

export interface Outcome {
  readonly output: string;
  readonly errors: string;
  /** undefined: it still runs. */
  readonly code: number | undefined;
  readonly steps: number;
}

/** What a script does within so many seconds. */
export function runScript(script: string, { flavour = 'busybox' as Flavour, within = 3600 } = {}): Outcome {
  const machine = new Machine(START);
  const files = new FileSystem(folder(START));
  for (const path of ['/tmp', '/data', '/etc']) files.makeFolders(path, START);
  const [output, errors] = [new TextSink(), new TextSink()];
  const world = {
    machine,
    files,
    hostname: 'web-0',
    flavour,
    network: NO_NETWORK,
    programs: new Map<string, string>(),
    running: () => [],
  };
  const process = startProgram(world, {
    at: START,
    words: [flavour === 'gnu' ? 'bash' : 'sh', '-c', script],
    variables: { HOME: '/root', PATH: '/bin' },
    folder: '/tmp',
    output,
    errors,
  });
  machine.run(START + within * 1000, 2_000_000);
  return { output: output.text, errors: errors.text, code: process.status, steps: machine.steps };
}
