import { describe, expect, test } from 'vitest';
import type { SavedState, SavedStep } from '../../../../src/store/disk/saved-state.ts';
import { openState, type StateFile } from '../../../../src/store/disk/state-file.ts';
import { Crash, LOSSES, SimulatedDisk } from './simulated-disk.ts';
import { command, NEW_STATE, plain, stateAfter, step } from './states.ts';

const PATH = '/disk/cluster.json';

type Action = { readonly saves: SavedStep } | 'rewrite';
/** A state is made, two commands are saved, a long run ends, two more commands are saved. */
const STORY: readonly Action[] = [
  { saves: step(1) },
  { saves: step(2) },
  { saves: step(3) },
  'rewrite',
  { saves: step(4) },
  { saves: step(5) },
];

function perform(file: StateFile, action: Action): void {
  if (action !== 'rewrite') {
    command(file, action.saves);
    return;
  }
  file.lock();
  file.rewrite(file.load() ?? NEW_STATE);
  file.unlock();
}

/** What the state is after so many actions; nothing before the first. */
function statesOf(story: readonly Action[]): readonly unknown[] {
  const states: (SavedState | undefined)[] = [undefined];
  for (const action of story) {
    const before = states.at(-1);
    states.push(action === 'rewrite' ? before : stateAfter(before ?? NEW_STATE, action.saves));
  }
  return states.map(plain);
}

/** Runs the story on the disk until it stops. Returns how many actions were acknowledged. */
function runUntilCrash(disk: SimulatedDisk): number {
  let acknowledged = 0;
  try {
    for (const action of STORY) {
      perform(openState(PATH, disk.files), action);
      acknowledged++;
    }
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return acknowledged;
}

const states = statesOf(STORY);

function stepsOfStory(): number {
  const disk = new SimulatedDisk();
  expect(runUntilCrash(disk)).toBe(STORY.length);
  return disk.steps;
}

describe.each(LOSSES)('a crash at every step, where of what was not flushed %s', (loss) => {
  test('leaves the state before or after the command that was under way', () => {
    for (let stopAt = 1; stopAt <= stepsOfStory(); stopAt++) {
      const disk = new SimulatedDisk(stopAt);
      const acknowledged = runUntilCrash(disk);
      const found = plain(openState(PATH, disk.restarted(loss).files).load());
      expect([states[acknowledged], states[acknowledged + 1]], `stopped at step ${stopAt}`).toContainEqual(
        found,
      );
    }
  });

  test('does not disturb the commands that come after it', () => {
    for (let stopAt = 1; stopAt <= stepsOfStory(); stopAt++) {
      const disk = new SimulatedDisk(stopAt);
      runUntilCrash(disk);
      const { files } = disk.restarted(loss);
      const found = openState(PATH, files).load() ?? NEW_STATE;
      command(openState(PATH, files), step(8));
      command(openState(PATH, files), step(9));
      const expected = stateAfter(stateAfter(found, step(8)), step(9));
      expect(plain(openState(PATH, files).load()), `stopped at step ${stopAt}`).toEqual(plain(expected));
    }
  });
});

describe('a full disk', () => {
  const FULL = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

  /** Files on which no write goes through after its first bytes. */
  function filling(disk: SimulatedDisk, isFull: (path: string) => boolean) {
    const paths = new Map<number, string>();
    return {
      ...disk.files,
      openSync: (path: string, flags: string) => {
        const fd = disk.files.openSync(path, flags);
        paths.set(fd, path);
        return fd;
      },
      writeSync: (fd: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
        if (!isFull(paths.get(fd) ?? '')) return disk.files.writeSync(fd, bytes, offset, length, position);
        disk.files.writeSync(fd, bytes, offset, 5, position);
        throw FULL;
      },
    } as typeof disk.files;
  }

  test('a command that cannot be saved fails and leaves no trace', () => {
    const disk = new SimulatedDisk();
    command(openState(PATH, disk.files), step(1));
    const full = filling(disk, (path) => path.endsWith('.journal'));
    expect(() => command(openState(PATH, full), step(2))).toThrow('ENOSPC');
    expect([
      disk.names.get(`${PATH}.journal`)?.data.length,
      plain(openState(PATH, disk.files).load()),
    ]).toEqual([0, states[1]]);
  });

  test('a snapshot that cannot be written is put off: the journal has what it needs', () => {
    const disk = new SimulatedDisk();
    command(openState(PATH, disk.files), step(1));
    const long = step(2, 'a', 1_200_000);
    const file = openState(
      PATH,
      filling(disk, (path) => path.endsWith('.tmp')),
    );
    command(file, long);
    expect(file.position()).toEqual({ generation: 1, records: 1 });
    command(openState(PATH, disk.files), step(3));
    expect(openState(PATH, disk.files).load()?.revision).toBe(3);
    expect([...disk.names.keys()].filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
