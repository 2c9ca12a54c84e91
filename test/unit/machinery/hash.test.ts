import { describe, expect, test } from 'vitest';
import { compileDump } from '../../../src/machinery/hash/go-dump.ts';
import type { GoHashTypes } from '../../../src/machinery/hash/go-types.ts';
import {
  fnv32,
  fnv32a,
  podTemplateHash,
  revisionData,
  safeEncode,
  statefulSetRevisionHash,
} from '../../../src/machinery/hash.ts';
import revisions from '../../vectors/controller-revision-vectors.json' with { type: 'json' };
import schema from '../../vectors/go-schema-podtemplatespec-1.33.json' with { type: 'json' };
import hashes from '../../vectors/pod-template-hash-vectors.json' with { type: 'json' };

const types = schema.types as GoHashTypes;
const dump = compileDump('v1.PodTemplateSpec', types);

interface HashCase {
  readonly name: string;
  readonly template: object;
  readonly collisionCount?: number;
  readonly expected: { readonly '1.33': string };
  readonly 'spewDump_1.33'?: string;
}

describe('pod template hashes (H-2, H-3)', () => {
  test.each(hashes.cases as readonly HashCase[])('$name', (row) => {
    expect(podTemplateHash(row.template, row.collisionCount, types)).toBe(row.expected['1.33']);
  });
});

test('H-2 the dump has every field in Go order, also empty ones', () => {
  const [row] = hashes.cases as readonly HashCase[];
  expect(dump(row?.template)).toBe(row?.['spewDump_1.33']);
});

interface RevisionCase {
  readonly name: string;
  readonly template: object;
  readonly expected: { readonly '<=1.33': { readonly revisionHash: string; readonly raw: string } };
}

describe('ControllerRevision data and names (H-6)', () => {
  test.each(revisions.cases as readonly RevisionCase[])('$name', (row) => {
    const data = revisionData(row.template, types);
    const { raw, revisionHash } = row.expected['<=1.33'];
    expect({ data, hash: statefulSetRevisionHash(data, 0) }).toEqual({ data: raw, hash: revisionHash });
  });
  test('decoded data is written the same again', () => {
    const data = revisionData(
      { metadata: { labels: { b: '1', a: '2' } }, spec: { containers: [{ name: 'c' }] } },
      types,
    );
    expect(JSON.stringify(JSON.parse(data))).toBe(data);
  });
});

describe('FNV', () => {
  test('1a and 1 differ in order only', () => {
    expect([fnv32a('foobar'), fnv32('foobar'), fnv32a(''), fnv32('')]).toEqual([
      0xbf9cf968, 0x31f0b262, 0x811c9dc5, 0x811c9dc5,
    ]);
  });
  test('H-3 digits become letters without vowels', () => {
    expect(safeEncode('0123456789')).toBe('456789bcdf');
  });
});
