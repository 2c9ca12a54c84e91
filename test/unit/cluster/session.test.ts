import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSession } from '../../../src/cluster/session.ts';
import type { SessionParts } from '../../../src/cluster/session-parts.ts';
import { defaultSettings } from '../../../src/cluster/settings.ts';
import { instant } from '../../../src/machinery/instant.ts';
import { openState } from '../../../src/store/disk/state-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sim-session-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WALL = Date.parse('2026-01-05T09:00:00Z');
const fails = (): never => {
  throw new Error('cannot go on');
};

test.each<[when: string, parts: Partial<SessionParts>]>([
  ['is being made', { fresh: fails }],
  ['is shown to who looks on', { onOpen: fails }],
  ['is saved for the first time', { onCheckpoint: fails }],
])('a session that fails when its cluster %s holds no lock', (when, parts) => {
  const path = join(folder, `${when}.json`);
  const open = () =>
    openSession({
      file: openState(path),
      actors: () => [],
      wall: () => WALL,
      fresh: () => defaultSettings(1, instant(WALL)),
      onCheckpoint: () => {},
      ...parts,
    });
  expect(open).toThrow('cannot go on');
  const other = openState(path);
  other.lock(0);
  other.unlock();
});
