import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { savedText, takenUp } from '../../../src/shell/checkpoint.ts';
import { TextSink } from '../../../src/shell/descriptors.ts';
import { folder } from '../../../src/shell/entries.ts';
import { FileSystem } from '../../../src/shell/file-system.ts';
import { Machine } from '../../../src/shell/machine.ts';
import { NO_NETWORK } from '../../../src/shell/network.ts';
import type { Process } from '../../../src/shell/process.ts';
import type { Flavour, World } from '../../../src/shell/shell.ts';
import { startProgram } from '../../../src/shell/start.ts';
import { scripts } from './long-scripts.ts';

const START = Date.UTC(2026, 0, 1, 12);

interface Stage {
  readonly machine: Machine;
  readonly world: World;
  readonly process: Process;
  readonly output: TextSink;
  readonly errors: TextSink;
}

const known = { classes: {}, named: { network: NO_NETWORK, nobody: () => [] } };

function staged(script: string, flavour: Flavour): Stage {
  const machine = new Machine(START);
  const files = new FileSystem(folder(START));
  for (const path of ['/tmp', '/data', '/etc']) files.makeFolders(path, START);
  const [output, errors] = [new TextSink(), new TextSink()];
  const world: World = {
    machine,
    files,
    hostname: 'web-0',
    flavour,
    network: NO_NETWORK,
    programs: new Map(),
    running: known.named.nobody,
  };
  const words = [flavour === 'gnu' ? 'bash' : 'sh', '-c', script];
  const variables = { HOME: '/root', PATH: '/bin' };
  const process = startProgram(world, { at: START, words, variables, folder: '/tmp', output, errors });
  return { machine, world, process, output, errors };
}

/** What everybody sees: output, exit code, files, and when it is done. */
function seen({ machine, process, output, errors, world }: Stage) {
  const { status, time } = process;
  return {
    output: output.text,
    errors: errors.text,
    status,
    time,
    steps: machine.steps,
    files: JSON.stringify(world.files.root, (_, value: unknown) =>
      value instanceof Map ? [...value.entries()] : value,
    ),
  };
}

/** Plays up to each of the moments; `between` is what goes on from there. */
function playedInParts(stage: Stage, cuts: readonly number[], between: (stage: Stage) => Stage): Stage {
  let present = stage;
  for (const cut of cuts) {
    present.machine.run(START + cut);
    present = between(present);
  }
  return present;
}

function savedAndTakenUp(stage: Stage): Stage {
  const text = savedText(stage, known);
  return text === undefined ? stage : (takenUp(text, known) as Stage);
}

const moments = (seconds: number) =>
  fc
    .uniqueArray(fc.double({ min: 0, max: seconds * 1000, noNaN: true }), { minLength: 1, maxLength: 6 })
    .map((cuts) => [...cuts.sort((a, b) => a - b), seconds * 1000]);

describe.each(scripts)('$name', ({ script, flavour = 'busybox', seconds = 60 }) => {
  test('goes on from any moment as it would have without a break', () => {
    fc.assert(
      fc.property(moments(seconds), (cuts) => {
        const unsaved = playedInParts(staged(script, flavour), cuts, (stage) => stage);
        const saved = playedInParts(staged(script, flavour), cuts, savedAndTakenUp);
        expect(seen(saved)).toEqual(seen(unsaved));
      }),
      { numRuns: 8 },
    );
  });

  test('can be saved whenever it pauses', () => {
    const stage = staged(script, flavour);
    for (let at = 0; at < seconds * 1000; at += seconds * 37) {
      stage.machine.run(START + at);
      expect(savedText(stage, known)).toBeDefined();
    }
  });
});
