import { describe, expect, test } from 'vitest';
import { compareValues } from '../../../../src/machinery/managed-fields/compare.ts';
import { THING } from './schemas.ts';

const E = {};
const container = (name: string, rest: object = {}): object => ({ name, ...rest });
const spec = (rest: object): object => ({ spec: rest });

describe('comparing', () => {
  test.each([
    ['a leaf that is new', spec({ replicas: 1 }), { added: { 'f:spec': { 'f:replicas': E } } }],
    ['an atomic map', spec({ selector: { app: 'web' } }), { added: { 'f:spec': { 'f:selector': E } } }],
    [
      'a map with its keys',
      { metadata: { labels: { b: '', a: '' } } },
      {
        added: { 'f:metadata': { 'f:labels': { '.': E, 'f:a': E, 'f:b': E } } },
      },
    ],
    [
      'a set of words',
      { metadata: { finalizers: ['b', 'a'] } },
      {
        added: { 'f:metadata': { 'f:finalizers': { '.': E, 'v:"a"': E, 'v:"b"': E } } },
      },
    ],
    [
      'a struct that may be absent',
      spec({ limit: { cpu: 1 } }),
      {
        added: { 'f:spec': { 'f:limit': { '.': E, 'f:cpu': E } } },
      },
    ],
    ['an empty struct is a leaf', spec({ limit: {} }), { added: { 'f:spec': { 'f:limit': E } } }],
    [
      'a list that a typed object has as null',
      spec({ containers: [container('web', { args: ['a'] })] }),
      {
        added: { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': E, 'f:args': E, 'f:name': E } } } },
      },
    ],
    [
      'keys with their defaults',
      spec({ containers: [container('web', { ports: [{ port: 80 }] })] }),
      {
        added: {
          'f:spec': {
            'f:containers': {
              'k:{"name":"web"}': {
                '.': E,
                'f:name': E,
                'f:ports': { '.': E, 'k:{"port":80,"protocol":"TCP"}': { '.': E, 'f:port': E } },
              },
            },
          },
        },
      },
    ],
  ])('with nothing: %s', (_, after, result) => {
    const nothing = { added: undefined, modified: undefined, removed: undefined };
    expect(compareValues(THING, {}, after)).toEqual({ ...nothing, ...result });
  });

  const web = (image: string): object =>
    spec({ containers: [container('web', { image }), container('log')] });

  test.each([
    [
      'a leaf',
      web('a'),
      web('b'),
      {
        modified: { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': E } } } },
      },
    ],
    [
      'an item that goes',
      web('a'),
      spec({ containers: [container('web', { image: 'a' })] }),
      {
        removed: { 'f:spec': { 'f:containers': { 'k:{"name":"log"}': { '.': E, 'f:name': E } } } },
      },
    ],
    [
      'the order of items',
      web('a'),
      spec({ containers: [container('log'), container('web', { image: 'a' })] }),
      {},
    ],
    [
      'an atomic map',
      spec({ selector: { a: '1' } }),
      spec({ selector: { a: '1', b: '' } }),
      {
        modified: { 'f:spec': { 'f:selector': E } },
      },
    ],
    [
      'an item that came twice',
      spec({ containers: [container('web')] }),
      spec({ containers: [container('web'), container('web')] }),
      {
        added: { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': E } } },
        removed: { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': E, 'f:name': E } } } },
      },
    ],
    [
      'a map that is emptied',
      { metadata: { labels: { a: '' } } },
      { metadata: { labels: {} } },
      {
        removed: { 'f:metadata': { 'f:labels': { 'f:a': E } } },
      },
    ],
    ['fields that the schema does not know', { odd: 1 }, { odd: 2 }, {}],
  ])('with what was: %s', (_, before, after, result) => {
    const nothing = { added: undefined, modified: undefined, removed: undefined };
    expect(compareValues(THING, before, after)).toEqual({ ...nothing, ...result });
  });

  test('what is ignored is not told', () => {
    const ignored = { 'f:spec': { 'f:replicas': E } };
    const { added } = compareValues(THING, {}, spec({ replicas: 1, limit: {} }), ignored);
    expect(added).toEqual({ 'f:spec': { 'f:limit': E } });
  });

  test('the same fields are the same set, whoever has them', () => {
    const [one, other] = [compareValues(THING, {}, web('a')), compareValues(THING, {}, web('b'))];
    expect(one.added?.['f:spec']).toBe(other.added?.['f:spec']);
  });
});
