import * as fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import { packed } from '../../../../src/store/disk/packing.ts';
import { type Line, unpacked } from '../../../../src/store/disk/siblings.ts';
import { openState } from '../../../../src/store/disk/state-file.ts';
import { thing } from '../objects.ts';
import { command, freshPath, NEW_STATE, plain, step } from './states.ts';

/** A pod of a set: all that differs follows from its number. */
function member(i: number, owner = `set-${i % 3}`): KubeObject {
  const object = thing(`${owner}-${String(i).padStart(5, '0')}`, {
    owners: [owner],
    labels: { app: owner, pod: `p${i}` },
  });
  const conditions = ['Ready', 'Initialized'].map((type) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    at: `t${i % 50}`,
  }));
  const status = { podIP: `10.0.0.${i}`, podIPs: [{ ip: `10.0.0.${i}` }], conditions, restarts: i % 2 };
  return { ...object, status } as KubeObject;
}

const members = (count: number): readonly KubeObject[] => Array.from({ length: count }, (_, i) => member(i));
/** Through JSON, as in a file. */
const throughFile = (lines: Iterable<Line>): readonly KubeObject[] => [
  ...unpacked([...lines].map((line) => JSON.parse(JSON.stringify(line)) as Line)),
];
const texts = (objects: readonly KubeObject[]) => objects.map((object) => JSON.stringify(object));

test('a table of less than 2,000 objects stays as it is', () => {
  const objects = members(1999);
  expect([...packed(objects)]).toEqual(objects);
});

describe('a large table', () => {
  test('comes back to the byte, in order', () => {
    const objects = members(2500);
    expect(texts(throughFile(packed(objects)))).toEqual(texts(objects));
  });

  test('is one whole object for each owner, and a row of what differs for each of its pods', () => {
    const lines = [...packed(members(2500))];
    expect(lines.filter((line) => 'siblings' in line)).toMatchObject([
      { siblings: 0, base: { metadata: { name: 'set-0-00000' } } },
      { siblings: 1, base: { metadata: { name: 'set-1-00001' } } },
      { siblings: 2, base: { metadata: { name: 'set-2-00002' } } },
    ]);
    expect(lines.filter(Array.isArray)[3]).toEqual([
      0,
      'set-0-00003',
      'uid-set-0-00003',
      'p3',
      '10.0.0.3',
      't3',
      1,
    ]);
    expect(lines).toHaveLength(2503);
  });

  test('values that always agree are written once', () => {
    const [first] = [...packed(members(2500))];
    expect(first).toMatchObject({
      slots: expect.arrayContaining([
        [
          ['status', 'podIP'],
          ['status', 'podIPs', '0', 'ip'],
        ],
      ]),
    });
  });

  test('an object of a shape of its own stays whole', () => {
    const odd = thing('odd', { owners: ['set-1'], spec: { only: 'here' } });
    const objects = [...members(2500), odd];
    expect([...packed(objects)].at(-1)).toBe(odd);
  });

  test('what is loaded from it shares what is the same', () => {
    const [a, b] = throughFile(packed(members(2500))).filter((object) =>
      object.metadata.name.startsWith('set-1'),
    );
    expect(a?.metadata.ownerReferences).toBe(b?.metadata.ownerReferences);
    expect(a?.metadata).not.toBe(b?.metadata);
  });
});

test('whatever the objects are, they come back to the byte', () => {
  const scalar = fc.constantFrom<(string | number | boolean | null)[]>('a', 'b', '', 0, 1, true, null);
  const aValue = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('x', 'y', '0', '1:x', 'siblings'), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(aValue, fc.constantFrom('A', 'B')), { minLength: 1, maxLength: 12 }),
      (kinds) => {
        const objects = Array.from({ length: 2010 }, (_, i) => {
          const [spec, reason] = kinds[(i * 7) % kinds.length] ?? [];
          return { ...member(i), spec, reason } as KubeObject;
        });
        expect(texts(throughFile(packed(objects)))).toEqual(texts(objects));
      },
    ),
    { numRuns: 12 },
  );
});

test('a large state is packed on the disk, goes on by its journal, and a table nobody read is written as it was', () => {
  const path = freshPath();
  const file = openState(path);
  const objects = members(2500).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  file.lock();
  file.rewrite({ ...NEW_STATE, objects: new Map([['core/things', () => objects]]) });
  const before = fs.readFileSync(path, 'utf8');
  const loaded = file.load() ?? NEW_STATE;
  expect(texts([...(loaded.objects.get('core/things')?.() ?? [])])).toEqual(texts(objects));
  file.rewrite(loaded);
  file.unlock();
  const body = (text: string) => text.slice(text.indexOf('\n'), text.indexOf('"checksum"'));
  expect(body(fs.readFileSync(path, 'utf8'))).toBe(body(before));
  expect(before.length / objects.length).toBeLessThan(120);
  command(file, step(1));
  expect(plain(openState(path).load())).toMatchObject({ last: 1 });
});

test('a packed state whose layout was changed by hand is read all the same', () => {
  const path = freshPath();
  const file = openState(path);
  const objects = members(2100);
  file.lock();
  file.rewrite({ ...NEW_STATE, objects: new Map([['core/things', () => objects]]) });
  file.unlock();
  const { checksum: _, ...document } = JSON.parse(fs.readFileSync(path, 'utf8'));
  fs.writeFileSync(path, JSON.stringify(document, null, 1));
  expect(texts([...(file.load()?.objects.get('core/things')?.() ?? [])])).toEqual(texts(objects));
});
