import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { foregroundOf } from '../../../../src/store/disk/foreground.ts';
import { freshPath } from './states.ts';

const SERVED = { address: 'http://127.0.0.1:8080', token: 'secret' };
/** No process has it: above the largest id Linux gives. */
const NOBODY = 4_194_999;

/** What a server leaves that was killed. */
function killedAt(path: string): void {
  const holder = { pid: NOBODY, started: '1', host: hostname(), token: 't' };
  fs.writeFileSync(`${path}.foreground`, JSON.stringify(holder));
  fs.writeFileSync(`${path}.server`, JSON.stringify({ ...SERVED, host: hostname() }));
}

describe('where a cluster is served', () => {
  test('others are told by who has the foreground', () => {
    const path = freshPath();
    const server = foregroundOf(path);
    server.take();
    server.announce(SERVED);
    expect(foregroundOf(path).announced()).toEqual(SERVED);
  });

  test('only the owner may read it', () => {
    const path = freshPath();
    foregroundOf(path).announce(SERVED);
    expect(fs.statSync(`${path}.server`).mode & 0o777).toBe(0o600);
  });

  test('nobody is told when it is left, and nothing remains', () => {
    const path = freshPath();
    const server = foregroundOf(path);
    server.take();
    server.announce(SERVED);
    server.leave();
    expect([foregroundOf(path).announced(), fs.readdirSync(path.replace('/cluster.json', ''))]).toEqual([
      undefined,
      [],
    ]);
  });

  test('what a killed server said does not count', () => {
    const path = freshPath();
    killedAt(path);
    expect(foregroundOf(path).announced()).toBeUndefined();
  });

  test('what a killed server said is forgotten by who takes its place', () => {
    const path = freshPath();
    killedAt(path);
    expect([foregroundOf(path).take(), fs.existsSync(`${path}.server`)]).toEqual([true, false]);
  });

  test('what a server on another machine said does not count here', () => {
    const path = freshPath();
    foregroundOf(path).take();
    fs.writeFileSync(`${path}.server`, JSON.stringify({ ...SERVED, host: 'elsewhere' }));
    expect(foregroundOf(path).announced()).toBeUndefined();
  });

  test('a record that cannot be read does not count', () => {
    const path = freshPath();
    foregroundOf(path).take();
    fs.writeFileSync(`${path}.server`, '{"address":');
    expect(foregroundOf(path).announced()).toBeUndefined();
  });
});
