import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { settled } from '../../../src/apiserver/managed-fields/deferred.ts';
import { actorsFor } from '../../../src/cluster/actors.ts';
import { openSession, type Session } from '../../../src/cluster/session.ts';
import { openState } from '../../../src/store/disk/state-file.ts';
import { Sim } from '../../support/sim.ts';
import { type Step, steps } from './steps.ts';

function open(sim: Sim): Session {
  const session = openSession({
    file: openState(sim.state),
    actors: actorsFor,
    wall: () => sim.wall,
    fresh: () => {
      throw new Error('there is a state');
    },
    onCheckpoint: () => {},
  });
  session.begin();
  return session;
}

const everything = ({ cluster }: Session): string =>
  [
    ...cluster.store.list('').map(({ value }) => settled(value)),
    ...cluster.store.memory.entries(''),
    ...cluster.agenda.list(),
  ]
    .map((one) => JSON.stringify(one))
    .join('\n');

/** Runs the steps while one session looks on all the time; gives what it sees in the end, and what a new one sees. */
async function play(story: readonly Step[], pace: 'manual' | 'realtime'): Promise<readonly [string, string]> {
  const sim = await Sim.create({ pace, seed: 5 });
  try {
    const follower = open(sim);
    for (const { command, pause, looks } of story) {
      for (const { share } of looks) {
        if (pace === 'realtime') sim.wall += pause * share;
        follower.pass('follow', undefined);
      }
      if (pace === 'realtime') sim.wall += pause;
      else if (pause > 0) await sim.ok('clock', 'advance', `${pause}ms`);
      await sim.run(command.split(' '));
    }
    follower.pass('follow', undefined);
    return [everything(follower), everything(open(sim))];
  } finally {
    sim.remove();
  }
}

test.each(['manual', 'realtime'] as const)(
  'pace %s: who follows all along sees in the end what a newcomer sees',
  async (pace) => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const [followed, fresh] = await play(story, pace);
        expect(followed).toBe(fresh);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  },
  60_000,
);
