import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../src/machinery/bytes.ts';
import { runScript } from './run-script.ts';

const MAKE = 'mkdir -p d/e; echo one > d/a; chmod 755 d/a; printf ä > d/e/b; ln -s a d/l; ';
const LONG = 'x'.repeat(120);

describe('tar', () => {
  test('unpacks what it packed, with modes and links', () => {
    const script = `${MAKE} tar cf - d | tar xf - -C /data; cd /data; cat d/a d/e/b; stat -c %a d/a; cat d/l`;
    expect(runScript(script)).toMatchObject({ output: 'one\nä755\none\n', errors: '', code: 0 });
  });

  test('lists, keeps long names, and takes only what is named', () => {
    const script = `mkdir d; touch d/${LONG} d/a; tar -cf all.tar d; tar -tf all.tar; tar xf all.tar -C /data d/a; ls /data/d`;
    expect(runScript(script).output).toBe(`d/\nd/a\nd/${LONG}\na\n`);
  });

  test.each([
    ['gnu', 'tar: no: Cannot stat: No such file or directory\n', 2],
    ['busybox', 'tar: no: No such file or directory\n', 1],
  ] as const)('%s says what is missing', (flavour, first, code) => {
    const { errors, code: status } = runScript('tar cf - no > /dev/null', { flavour });
    expect([errors.split(/(?<=\n)/)[0], status]).toEqual([first, code]);
  });

  test.skipIf(spawnSync('tar', ['--version']).status !== 0)(
    'the machine’s own tar reads what it packed',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'sim-tar-'));
      const { output } = runScript(`${MAKE} touch d/${LONG}; tar cf - d`);
      execFileSync('tar', ['xf', '-', '-C', folder], { input: bytesOf(output) });
      expect([
        readFileSync(join(folder, 'd/e/b'), 'utf8'),
        readFileSync(join(folder, 'd', LONG), 'utf8'),
      ]).toEqual(['ä', '']);
      rmSync(folder, { recursive: true });
    },
  );
});
