import * as fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openState } from '../../../../src/store/disk/state-file.ts';
import { pod, revision } from '../objects.ts';
import { command, freshPath, NEW_STATE, plain, stateAfter, step } from './states.ts';

const read = (path: string) => fs.readFileSync(path, 'utf8');

describe('the files', () => {
  test('a new state is one JSON document with one object a line and a checksum at its end', () => {
    const path = freshPath();
    const file = openState(path);
    file.lock();
    file.rewrite(stateAfter(NEW_STATE, step(1, 'a')));
    file.unlock();
    expect(JSON.parse(read(path))).toMatchObject({
      sim: { format: 1, generation: 1, now: 1000, revision: 1, sequence: 1 },
      settings: { seed: 7 },
      objects: { 'core/pods': [{ metadata: { name: 'a' } }] },
    });
    expect(
      read(path)
        .split('\n')
        .map((line) => line.slice(0, 30)),
    ).toEqual([
      '{"sim":{"format":1,"generation',
      '"settings":{"seed":7},',
      '"memory":[',
      '["row/0","first"],',
      '["row/1",1]',
      '],',
      '"agenda":[',
      '["node","","worker-1",5,1,"sta',
      '["kubelet","default","a",8,1,"',
      '],',
      '"objects":{',
      '"core/namespaces":[',
      '{"apiVersion":"v1","kind":"Thi',
      '],',
      '"core/pods":[',
      '{"apiVersion":"v1","kind":"Thi',
      ']',
      '},',
      expect.stringMatching(/^"checksum":"[0-9a-f]{8}"}$/),
      '',
    ]);
  });

  test('a command adds one line of JSON to the journal', () => {
    const path = freshPath();
    const file = openState(path);
    command(file, step(1));
    const before = read(path);
    command(file, step(2));
    const lines = read(`${path}.journal`).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { crc: expect.stringMatching(/^[0-9a-f]{8}$/), record: { generation: 1, number: 1, revision: 2 } },
    ]);
    expect(read(path)).toBe(before);
  });

  test('after commands only the snapshot and the journal are there', () => {
    const path = freshPath();
    const file = openState(path);
    for (const i of [1, 2, 3]) command(file, step(i));
    expect(fs.readdirSync(path.replace('/cluster.json', ''))).toEqual([
      'cluster.json',
      'cluster.json.journal',
    ]);
  });

  test('a long journal is folded into a new snapshot', () => {
    const path = freshPath();
    const file = openState(path);
    command(file, step(1));
    command(file, step(2, 'a', 80_000));
    expect(file.position()).toEqual({ generation: 1, records: 1 });
    command(file, step(3, 'b', 80_000));
    expect(file.position()).toEqual({ generation: 2, records: 0 });
    expect([fs.statSync(`${path}.journal`).size, fs.statSync(path).size > 160_000]).toEqual([0, true]);
  });

  test('a change too long for a record becomes a snapshot at once', () => {
    const path = freshPath();
    const file = openState(path);
    command(file, step(1));
    command(file, step(2, 'a', 9_000_000));
    expect(file.position()).toEqual({ generation: 2, records: 0 });
    expect(openState(path).load()?.revision).toBe(2);
  });

  test('a state behind a link is replaced where it is, not at the link', () => {
    const path = freshPath();
    const link = `${path}.link`;
    fs.symlinkSync(path, link);
    fs.writeFileSync(path, '');
    const file = openState(link);
    command(file, step(1));
    expect([fs.lstatSync(link).isSymbolicLink(), openState(path).load()?.revision]).toEqual([true, 1]);
  });

  test('the new snapshot keeps the permissions of the old', () => {
    const path = freshPath();
    const file = openState(path);
    command(file, step(1));
    fs.chmodSync(path, 0o600);
    command(file, step(2, 'a', 9_000_000));
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('what was saved', () => {
  test('there is no state yet', () => {
    const file = openState(freshPath());
    expect([file.load(), file.position()]).toEqual([undefined, undefined]);
  });

  test('an empty file is no state yet', () => {
    const path = freshPath();
    fs.writeFileSync(path, '');
    expect(openState(path).load()).toBeUndefined();
  });

  test('is what is loaded: from the snapshot, from the journal, and after the journal was folded in', () => {
    const path = freshPath();
    const file = openState(path);
    let expected = NEW_STATE;
    for (let i = 1; i <= 12; i++) {
      const next = step(i, `p${i % 5}`, i % 3 === 0 ? 600_000 : 10);
      command(file, next);
      expected = stateAfter(expected, next);
      expect(plain(openState(path).load())).toEqual(plain(expected));
    }
    expect(file.position()?.generation).toBeGreaterThan(1);
  });

  test('deletions, forgotten rows, ended wakes and new settings', () => {
    const path = freshPath();
    const file = openState(path);
    command(file, step(1, 'a'));
    command(file, {
      ...step(2),
      settings: { seed: 8 },
      changes: [{ key: pod('a'), value: undefined, modified: revision(2) }],
      memory: [['row/0'], ['row/1']],
      agenda: [
        ['kubelet', 'default', 'a'],
        ['node', '', 'worker-1'],
      ],
    });
    const state = file.load();
    expect(plain(state)).toMatchObject({ settings: { seed: 8 }, memory: [], agenda: [] });
    expect([...(state?.objects.get('core/pods')?.() ?? [])]).toEqual([]);
  });

  test('a state that was removed is begun anew, and its journal is kept aside', () => {
    const path = freshPath();
    const file = openState(path);
    command(file, step(1));
    command(file, step(2));
    fs.unlinkSync(path);
    const other = openState(path);
    command(other, step(9));
    expect(other.load()?.revision).toBe(9);
    expect(fs.existsSync(`${path}.journal.old`)).toBe(true);
  });

  test('a snapshot that was copied without its journal is a state', () => {
    const path = freshPath();
    const file = openState(path);
    command(file, step(1));
    const copy = `${path}.copy`;
    fs.copyFileSync(path, copy);
    command(openState(copy), step(2));
    expect(openState(copy).load()?.revision).toBe(2);
  });

  test('nobody saves without the lock', () => {
    const file = openState(freshPath());
    expect(() => file.save(step(1), () => NEW_STATE)).toThrow('a state is saved by who holds its lock');
  });
});

describe('following others', () => {
  const both = () => {
    const path = freshPath();
    const writer = openState(path);
    command(writer, step(1));
    const reader = openState(path);
    reader.load();
    return { path, writer, reader };
  };
  const revisions = (reader: ReturnType<typeof openState>) => {
    const followed = reader.readSince();
    return followed.replaced ? 'replaced' : followed.steps.map((each) => each.revision);
  };

  test('nothing new', () => {
    expect(revisions(both().reader)).toEqual([]);
  });

  test('the steps of others, each once', () => {
    const { writer, reader } = both();
    command(writer, step(2));
    command(writer, step(3));
    expect([revisions(reader), revisions(reader)]).toEqual([[2, 3], []]);
  });

  test('a snapshot that only folds in what was read is no news', () => {
    const { writer, reader } = both();
    command(writer, step(2, 'a', 100_000));
    expect(revisions(reader)).toEqual([2]);
    writer.lock();
    writer.load();
    writer.save(step(3, 'b', 10), () => NEW_STATE);
    expect(revisions(reader)).toEqual([3]);
    writer.unlock();
    command(writer, step(4, 'b', 100_000));
    expect(writer.position()).toEqual({ generation: 2, records: 0 });
    command(writer, step(5));
    expect(revisions(reader)).toEqual('replaced');
  });

  test('who has read all records goes on after the fold', () => {
    const { writer, reader } = both();
    const big = step(2, 'a', 1_100_000);
    writer.lock();
    const state = writer.load() ?? NEW_STATE;
    writer.save(big, () => {
      expect(revisions(reader)).toEqual([2]);
      return stateAfter(state, big);
    });
    writer.unlock();
    command(writer, step(3));
    expect(writer.position()).toEqual({ generation: 2, records: 1 });
    expect(revisions(reader)).toEqual([3]);
  });

  test('own saves are not told again', () => {
    const { reader } = both();
    command(reader, step(2));
    expect(revisions(reader)).toEqual([]);
  });

  test('a state that was removed is told as replaced', () => {
    const { path, reader } = both();
    fs.unlinkSync(path);
    expect([revisions(reader), reader.load()]).toEqual(['replaced', undefined]);
  });
});
