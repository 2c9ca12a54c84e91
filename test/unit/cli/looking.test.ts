import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sim } from '../../support/sim.ts';
import { type Step, steps } from './steps.ts';

const EVERYTHING = [
  'get nodes,namespaces,persistentvolumes -o yaml',
  'get deployments,replicasets,pods,endpointslices,leases,events -A -o yaml --show-managed-fields',
];

/** Runs the steps and gives all that there is afterwards, with the bytes on the disk. */
async function play(
  story: readonly Step[],
  pace: 'manual' | 'realtime',
  withLooks: boolean,
): Promise<string> {
  const sim = await Sim.create({ pace, seed: 5 });
  const pass = async (length: number): Promise<void> => {
    if (length === 0) return;
    if (pace === 'realtime') sim.wall += length;
    else await sim.ok('clock', 'advance', `${length}ms`);
  };
  try {
    for (const { command, pause, looks } of story) {
      const before = withLooks ? looks.toSorted((a, b) => a.share - b.share) : [];
      let passed = 0;
      // At pace manual time passes only as commands say: the same ones each time.
      for (const { command: look, share } of before) {
        if (pace === 'realtime') {
          await pass(pause * share - passed);
          passed = pause * share;
        }
        await sim.run(look.split(' '));
      }
      await pass(pause - passed);
      await sim.run(command.split(' '));
    }
    const disk = sim.bytes();
    const seen: string[] = [];
    for (const question of EVERYTHING) seen.push(await sim.ok(...question.split(' ')));
    return [...seen, disk].join('\n');
  } finally {
    sim.remove();
  }
}

const runs = { numRuns: 4, endOnFailure: true } as const;

test.each(['manual', 'realtime'] as const)(
  'pace %s: looking more often changes nothing',
  async (pace) => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        expect(await play(story, pace, true)).toBe(await play(story, pace, false));
      }),
      runs,
    );
  },
  60_000,
);

test('the same seed and the same commands give the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      expect(await play(story, 'manual', false)).toBe(await play(story, 'manual', false));
    }),
    { ...runs, numRuns: 3 },
  );
}, 60_000);
