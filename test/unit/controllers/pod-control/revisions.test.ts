import { describe, expect, test } from 'vitest';
import { byRevision, equalData } from '../../../../src/controllers/pod-control/revisions.ts';
import type { ControllerRevision } from '../../../../src/kinds/apps/controllerrevision/types.ts';
import { meta, second } from '../../../support/workloads.ts';

const revisionOf = (name: string, revision: number, created = 0): ControllerRevision => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: meta(name, { creationTimestamp: second(created) }),
  revision,
});
const sorted = (...revisions: readonly ControllerRevision[]): readonly string[] =>
  revisions.toSorted(byRevision).map(({ metadata }) => metadata.name);

describe('S-2 order of revisions', () => {
  test('by revision number', () => {
    expect(sorted(revisionOf('rev2', 2), revisionOf('rev1', 1), revisionOf('rev3', 3))).toEqual([
      'rev1',
      'rev2',
      'rev3',
    ]);
  });
  test('of the same number the older one first', () => {
    expect(sorted(revisionOf('a', 1, 2), revisionOf('b', 1, 1))).toEqual(['b', 'a']);
  });
  test('of the same age by name', () => {
    expect(sorted(revisionOf('b', 1), revisionOf('a', 1))).toEqual(['a', 'b']);
  });
});

describe('S-4 equal data', () => {
  test('whatever the order of the keys', () => {
    expect(equalData({ spec: { a: 1, b: [1] } }, { spec: { b: [1], a: 1 } })).toBe(true);
  });
  test('a null is as good as nothing', () => {
    expect(equalData({ metadata: { creationTimestamp: null } }, { metadata: {} })).toBe(true);
  });
  test('an empty object is something', () => {
    expect(equalData({ securityContext: {} }, {})).toBe(false);
  });
  test('another value makes another state', () => {
    expect(equalData({ image: 'a' }, { image: 'b' })).toBe(false);
  });
});
