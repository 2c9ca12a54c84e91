import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { nodeFileSystem } from '../../../../src/store/disk/file-system.ts';
import { createLock } from '../../../../src/store/disk/lock.ts';
import { freshPath } from './states.ts';

/** No process has it: above the largest id Linux gives. */
const NOBODY = 4_194_999;

const dead = (token: string) => JSON.stringify({ pid: NOBODY, started: '1', host: hostname(), token });
const alive = () =>
  JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname(), token: 'mine' });
const startOf = (id: number) =>
  fs.readFileSync(`/proc/${id}/stat`, 'latin1').split(') ')[1]?.split(' ')[19] ?? '';
const holder = (path: string) => JSON.parse(fs.readFileSync(path, 'utf8'));
const lockAt = (path: string) => createLock(path, nodeFileSystem);

describe('a free lock', () => {
  test('is taken and names who has it', () => {
    const path = freshPath();
    const lock = lockAt(path);
    lock.acquire(0);
    expect(holder(path)).toMatchObject({ pid: process.pid, host: hostname(), started: startOf(process.pid) });
    lock.release();
    expect(fs.readdirSync(path.replace('/cluster.json', ''))).toEqual([]);
  });
});

describe('a held lock', () => {
  test('is waited for, and then the error names the process', () => {
    const path = freshPath();
    fs.writeFileSync(path, alive());
    expect(() => lockAt(path).acquire(30)).toThrow(
      `the state is in use by process ${process.pid} and still was after 0.03 s; if no such process is running any more, remove ${path}`,
    );
    expect(holder(path).token).toBe('mine');
  });

  test('of another machine is never thought stale', () => {
    const path = freshPath();
    fs.writeFileSync(path, JSON.stringify({ pid: NOBODY, started: '1', host: 'elsewhere', token: 't' }));
    expect(() => lockAt(path).acquire(10)).toThrow(`in use by process ${NOBODY} on elsewhere`);
  });

  test('that is just being written is waited for', () => {
    const path = freshPath();
    fs.writeFileSync(path, '');
    expect(() => lockAt(path).acquire(10)).toThrow('the state is in use');
  });
});

describe('a stale lock', () => {
  test('of a dead process is taken over', () => {
    const path = freshPath();
    fs.writeFileSync(path, dead('t'));
    lockAt(path).acquire(0);
    expect(holder(path).pid).toBe(process.pid);
    expect(fs.readdirSync(path.replace('/cluster.json', ''))).toEqual(['cluster.json']);
  });

  test('of a process whose id was given again is taken over', () => {
    const path = freshPath();
    fs.writeFileSync(path, JSON.stringify({ pid: process.pid, started: '1', host: hostname(), token: 't' }));
    lockAt(path).acquire(0);
    expect(holder(path).token).not.toBe('t');
  });

  test('that was lost in a crash of the machine and is empty is taken over after a while', () => {
    const path = freshPath();
    fs.writeFileSync(path, '');
    fs.utimesSync(path, new Date('2020-01-01'), new Date('2020-01-01'));
    lockAt(path).acquire(0);
    expect(holder(path).pid).toBe(process.pid);
  });

  test('somebody else is about to take it over: we wait', () => {
    const path = freshPath();
    fs.writeFileSync(path, dead('t'));
    fs.writeFileSync(`${path}.after-t`, alive());
    expect(() => lockAt(path).acquire(10)).toThrow('the state is in use');
  });

  test('whoever was about to take it over died too: the chain is followed to its end', () => {
    const path = freshPath();
    fs.writeFileSync(path, dead('t'));
    fs.writeFileSync(`${path}.after-t`, dead('u'));
    fs.writeFileSync(`${path}.after-u`, dead('v'));
    lockAt(path).acquire(0);
    expect(holder(path).pid).toBe(process.pid);
    expect(fs.readdirSync(path.replace('/cluster.json', ''))).toEqual(['cluster.json']);
  });

  test('it was taken over and given back between our look and our claim: we do not break in', () => {
    const path = freshPath();
    fs.writeFileSync(path, dead('t'));
    let looked = false;
    const files = {
      ...nodeFileSystem,
      linkSync: (from: string, to: string) => {
        if (to.endsWith('.after-t') && !looked) {
          looked = true;
          fs.writeFileSync(path, alive());
        }
        fs.linkSync(from, to);
      },
    } as typeof nodeFileSystem;
    expect(() => createLock(path, files).acquire(10)).toThrow('the state is in use');
    expect(holder(path).token).toBe('mine');
  });
});

test('where the file system knows no hard links the lock works all the same', () => {
  const path = freshPath();
  const refuse = () => {
    throw Object.assign(new Error('no links'), { code: 'EPERM' });
  };
  const files = { ...nodeFileSystem, linkSync: refuse } as typeof nodeFileSystem;
  const lock = createLock(path, files);
  lock.acquire(0);
  expect(() => createLock(path, files).acquire(10)).toThrow('the state is in use');
  lock.release();
  fs.writeFileSync(path, dead('t'));
  createLock(path, files).acquire(0);
  expect(holder(path).pid).toBe(process.pid);
});

test('sweeping removes what killed processes left, and nothing else', () => {
  const path = freshPath();
  const lock = lockAt(path);
  lock.acquire(0);
  for (const name of [
    `${NOBODY}-12`,
    `${NOBODY}-13.next`,
    'after-x',
    `${process.pid}-99`,
    'journal',
    'backup',
  ]) {
    fs.writeFileSync(`${path}.${name}`, '');
  }
  lock.sweep();
  expect(fs.readdirSync(path.replace('/cluster.json', '')).sort()).toEqual(
    ['', `.${process.pid}-99`, '.backup', '.journal'].map((end) => `cluster.json${end}`).sort(),
  );
});
