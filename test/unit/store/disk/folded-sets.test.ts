import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import { withFoldedSets, withUnfoldedSets } from '../../../../src/store/disk/folded-sets.ts';
import { thing } from '../objects.ts';

const SET = {
  'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
  'f:status': {
    'f:conditions': {
      '.': {},
      'k:{"type":"PodScheduled"}': { '.': {}, 'f:status': {}, 'f:type': {} },
      'k:{"type":"Ready"}': { '.': {}, 'f:status': {}, 'f:type': {} },
    },
    'f:podIPs': { '.': {}, 'k:{"ip":"10.0.0.7"}': { '.': {}, 'f:ip': {} } },
    'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:name': {} } },
    'f:words': { 'v:"a"': {}, 'v:"say \\"a\\""': {} },
    'f:odd': { 'k:{"name":"a\\"b"}': { 'f:x': {} } },
  },
};

const owned = (fieldsV1: unknown): KubeObject => {
  const object = thing('web');
  const entry = {
    manager: 'kubelet',
    operation: 'Update',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
  } as const;
  return { ...object, metadata: { ...object.metadata, managedFields: [{ ...entry, fieldsV1 }] } };
};
const setIn = ({ metadata }: KubeObject): unknown => metadata.managedFields?.[0]?.fieldsV1;

describe('a set of fields in a packed table', () => {
  test('is its shape and the names in it', () => {
    const folded = setIn(
      withFoldedSets(owned({ 'f:a': { 'k:{"ip":"10.0.0.7"}': { '.': {}, 'f:ip': {} } } })),
    );
    expect(folded).toEqual(['[0,["f:a",[0,["k:ip",[1,"f:ip"]]]]]', '10.0.0.7']);
  });

  test('comes back to the byte', () => {
    const object = owned(SET);
    const line = JSON.parse(JSON.stringify(withFoldedSets(object))) as KubeObject;
    expect(JSON.stringify(withUnfoldedSets(line))).toBe(JSON.stringify(object));
  });

  test('of a sibling comes back with its own names, and shares what has none', () => {
    const other = JSON.parse(JSON.stringify(SET).replaceAll('10.0.0.7', '10.0.0.8')) as unknown;
    const [a, b] = [owned(SET), owned(other)].map((object) => withUnfoldedSets(withFoldedSets(object)));
    expect(a && setIn(a)).toEqual(SET);
    expect(b && setIn(b)).toEqual(other);
    expect((a && setIn(a)) as object).toHaveProperty(
      'f:metadata',
      (b && (setIn(b) as typeof SET))?.['f:metadata'],
    );
  });

  test('of an object that nobody tracks is not there', () => {
    const object = thing('web');
    expect(withFoldedSets(object)).toBe(object);
    expect(withUnfoldedSets(object)).toBe(object);
  });
});
