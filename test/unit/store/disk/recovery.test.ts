import * as fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DamagedStateError } from '../../../../src/store/disk/damage.ts';
import { openState } from '../../../../src/store/disk/state-file.ts';
import { command, freshPath, NEW_STATE, plain, stateAfter, step } from './states.ts';

/** A state of one snapshot and two records; `states` are what it was after each. */
function saved() {
  const path = freshPath();
  const file = openState(path);
  const steps = [step(1), step(2), step(3)];
  const states = [NEW_STATE];
  for (const each of steps) {
    command(file, each);
    states.push(stateAfter(states.at(-1) ?? NEW_STATE, each));
  }
  const journal = fs.readFileSync(`${path}.journal`);
  const second = journal.indexOf('\n') + 1;
  return { path, journal, second, states: states.map(plain) };
}

function damageOf(path: string): { file: string; offset: number; message: string } {
  try {
    openState(path).load();
  } catch (error) {
    if (error instanceof DamagedStateError) return error;
    throw error;
  }
  throw new Error('it was loaded');
}

describe('a torn last record', () => {
  test('is dropped silently at every length, and the next command goes on behind the one before it', () => {
    const { path, journal, second, states } = saved();
    for (let length = second; length < journal.length; length++) {
      fs.writeFileSync(`${path}.journal`, journal.subarray(0, length));
      expect(plain(openState(path).load())).toEqual(states[2]);
    }
    command(openState(path), step(3));
    expect(plain(openState(path).load())).toEqual(states[3]);
    expect(fs.readFileSync(`${path}.journal`)).toEqual(journal);
  });

  test('is also one whose place was reserved but whose bytes were never written', () => {
    const { path, journal, second, states } = saved();
    const zeros = Buffer.from(journal);
    zeros.fill(0, second + 100, journal.length - 20);
    fs.writeFileSync(`${path}.journal`, zeros);
    expect(plain(openState(path).load())).toEqual(states[2]);
    zeros.fill(0, second);
    fs.writeFileSync(`${path}.journal`, zeros);
    expect(plain(openState(path).load())).toEqual(states[2]);
  });

  test('a reader that follows leaves it alone until it is whole', () => {
    const { path, journal, second } = saved();
    fs.writeFileSync(`${path}.journal`, journal.subarray(0, second + 50));
    const reader = openState(path);
    reader.load();
    expect(reader.readSince()).toEqual({ replaced: false, steps: [] });
    fs.writeFileSync(`${path}.journal`, journal);
    expect(reader.readSince()).toMatchObject({ replaced: false, steps: [{ revision: 3 }] });
  });
});

describe('a damaged journal', () => {
  test('a changed byte anywhere is named with file and offset, and nothing is overwritten', () => {
    const { path, journal, second } = saved();
    for (let at = 0; at < journal.length; at += 7) {
      const damaged = Buffer.from(journal);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      fs.writeFileSync(`${path}.journal`, damaged);
      const start = at < second ? 0 : second;
      // A record whose closing newline was lost is a torn one where it is the last.
      if (at === journal.length - 1) continue;
      expect(damageOf(path)).toMatchObject({ file: `${path}.journal`, offset: start });
      expect(() => command(openState(path), step(4))).toThrow(`damaged at byte ${start}`);
      expect(fs.readFileSync(`${path}.journal`)).toEqual(damaged);
    }
  });

  test('a missing record is named where the next one begins', () => {
    const { path, journal, second } = saved();
    fs.writeFileSync(`${path}.journal`, journal.subarray(second));
    expect(damageOf(path).message).toContain('record 1 is missing before this one');
  });

  test('text that is no record is damage, not a torn record', () => {
    const { path, journal } = saved();
    fs.appendFileSync(`${path}.journal`, 'hello');
    expect(damageOf(path)).toMatchObject({ offset: journal.length });
  });

  test('a snapshot put back without the journal of its time is refused', () => {
    const { path } = saved();
    const old = fs.readFileSync(path);
    command(openState(path), step(4, 'a', 1_200_000));
    command(openState(path), step(5));
    fs.writeFileSync(path, old);
    expect(damageOf(path).message).toContain(
      'this record belongs to a later snapshot than the one beside it',
    );
  });

  test('the way back works: cut off there, all before it is whole', () => {
    const { path, journal, second, states } = saved();
    const damaged = Buffer.from(journal);
    damaged[second + 60] = 0x21;
    fs.writeFileSync(`${path}.journal`, damaged);
    expect(damageOf(path).message).toContain(`truncate -s ${second} '${path}.journal'`);
    fs.truncateSync(`${path}.journal`, second);
    expect(plain(openState(path).load())).toEqual(states[2]);
  });
});

describe('a damaged snapshot', () => {
  const snapshotOf = (path: string) => fs.readFileSync(path);

  test('cut short anywhere it is refused, with file and offset, and never overwritten', () => {
    const { path } = saved();
    const whole = snapshotOf(path);
    for (let length = 0; length < whole.length - 1; length += 5) {
      fs.writeFileSync(path, whole.subarray(0, length));
      expect(damageOf(path)).toMatchObject({ file: path, offset: length });
      expect(() => command(openState(path), step(4))).toThrow(DamagedStateError);
      expect(fs.statSync(path).size).toBe(length);
    }
  });

  test('a changed byte anywhere is refused', () => {
    const { path } = saved();
    const whole = snapshotOf(path);
    for (let at = 0; at < whole.length - 1; at += 5) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      fs.writeFileSync(path, damaged);
      expect(damageOf(path)).toMatchObject({ file: path });
    }
  });

  test('the line that is no JSON is named', () => {
    const { path } = saved();
    const text = snapshotOf(path).toString();
    const at = text.indexOf('{"apiVersion"');
    fs.writeFileSync(path, text.replace('"apiVersion":', '"apiVersion";'));
    expect(damageOf(path).message).toContain(`damaged at byte ${at}: this line is no JSON`);
  });

  test('a file that is something else is refused', () => {
    const { path } = saved();
    for (const text of ['hello', '[]', '{}', '{"a":1}', 'null']) {
      fs.writeFileSync(path, text);
      expect(damageOf(path)).toMatchObject({ file: path });
    }
  });

  test('a later format is not guessed at', () => {
    const { path } = saved();
    const text = snapshotOf(path).toString().replace('"format":1', '"format":2');
    fs.writeFileSync(path, text.replace(/,\n"checksum":.*/, '}'));
    expect(damageOf(path).message).toContain('it has format 2, this version reads format 1');
  });

  test('edited on purpose: without its checksum any layout of the JSON is read', () => {
    const { path, states } = saved();
    const { checksum: _, ...document } = JSON.parse(snapshotOf(path).toString());
    fs.writeFileSync(path, JSON.stringify(document, null, 2));
    expect(plain(openState(path).load())).toEqual(states[3]);
    command(openState(path), step(4));
    expect(openState(path).load()?.revision).toBe(4);
  });

  test('reformatted with its checksum it is refused, and the error says what to take out', () => {
    const { path } = saved();
    fs.writeFileSync(path, JSON.stringify(JSON.parse(snapshotOf(path).toString()), null, 2));
    expect(damageOf(path).message).toContain('Then take out its "checksum".');
  });
});
