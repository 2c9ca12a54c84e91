import { describe, expect, test } from 'vitest';
import { appliedSet, withNamedFields } from '../../../../src/machinery/managed-fields/applied-set.ts';
import { applyConfig } from '../../../../src/machinery/managed-fields/apply.ts';
import type { FieldSet } from '../../../../src/machinery/managed-fields/field-tree.ts';
import { mergeValues } from '../../../../src/machinery/managed-fields/merge.ts';
import { configFaults } from '../../../../src/machinery/managed-fields/validate.ts';
import { THING } from './schemas.ts';

const E = {};
const names = (...all: readonly string[]): object => ({
  spec: { containers: all.map((name) => ({ name })) },
});

describe('merging a configuration', () => {
  test.each([
    ['an item of the live list stays where it stands', ['a', 'b', 'c'], ['b'], ['a', 'b', 'c']],
    ['new items come where the configuration has them', ['a', 'c'], ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['shared items come in its order', ['a', 'b'], ['b', 'a'], ['b', 'a']],
    ['both have their own', ['a', 'x', 'b'], ['b', 'y', 'a'], ['x', 'b', 'y', 'a']],
  ])('%s', (_, live, config, result) => {
    expect(mergeValues(THING, names(...live), names(...config))).toEqual(names(...result));
  });

  test('a leaf is the configuration’s, an atomic map its whole', () => {
    const live = { spec: { replicas: 1, selector: { a: '1' }, limit: { cpu: '1' } } };
    const config = { spec: { replicas: 2, selector: { b: '2' }, limit: { memory: '1Gi' } } };
    expect(mergeValues(THING, live, config)).toEqual({
      spec: { replicas: 2, selector: { b: '2' }, limit: { cpu: '1', memory: '1Gi' } },
    });
  });

  test('what it does not touch is shared', () => {
    const live = { metadata: { labels: { a: '' } }, spec: { replicas: 1 } };
    const merged = mergeValues(THING, live, { spec: { replicas: 2 } }) as typeof live;
    expect(merged.metadata).toBe(live.metadata);
  });
});

test('a configuration says leaves, items and keys; a list or struct is not said by itself', () => {
  const config = {
    metadata: { labels: { a: '' } },
    spec: { limit: {}, selector: { x: '' }, containers: [{ name: 'web', args: ['a'], ports: null }] },
  };
  expect(appliedSet(THING, config)).toEqual({
    'f:metadata': { 'f:labels': { 'f:a': E } },
    'f:spec': {
      'f:containers': { 'k:{"name":"web"}': { '.': E, 'f:args': E, 'f:name': E, 'f:ports': E } },
      'f:limit': E,
      'f:selector': E,
    },
  });
});

test('declared fields on the way are members for pruning, keys of a map are not', () => {
  const set = { 'f:metadata': { 'f:labels': { 'f:a': E } } };
  expect(withNamedFields(THING, set)).toEqual({ 'f:metadata': { '.': E, 'f:labels': { '.': E, 'f:a': E } } });
});

describe('what does not fit a schema', () => {
  test.each([
    [{ spec: { replicaz: 1 } }, '.spec.replicaz: field not declared in schema'],
    [{ spec: { replicas: 'x' } }, '.spec.replicas: expected numeric (int or float), got string'],
    [{ spec: [] }, '.spec: expected map, got &{[]}'],
    [names('a', 'a'), '.spec.containers: duplicate entries for key [name="a"]'],
    [
      { spec: { containers: [{}] } },
      '.spec.containers: element 0: associative list with keys has an element that omits key field "name" (and doesn\'t have default value)',
    ],
    [
      { spec: { replicas: 'x', limit: { cpu: [] } } },
      'errors:\n  .spec.limit.cpu: expected any scalar, got &{[]}\n  .spec.replicas: expected numeric (int or float), got string',
    ],
    [{ spec: { replicas: null } }, undefined],
  ])('%j', (config, told) => {
    expect(configFaults(THING, config)).toBe(told);
  });
});

interface Managers {
  readonly [manager: string]: FieldSet;
}

function apply(live: object, config: object, managers: Managers, manager = 'me', force = false) {
  const owners = new Map(Object.entries(managers).map(([name, set]) => [name, { set, applied: true }]));
  const outcome = applyConfig({ schema: THING, live, config, managers: owners, manager, force, ignored: {} });
  if ('conflicts' in outcome) return { conflicts: Object.fromEntries(outcome.conflicts) };
  const { object, changed } = outcome;
  const left = Object.fromEntries([...outcome.managers].map(([name, { set }]) => [name, set]));
  return { object, changed, managers: left };
}

describe('applying', () => {
  const replicas = { 'f:spec': { 'f:replicas': E } };
  const live = { spec: { replicas: 1 } };

  test('what another owns and has otherwise is a conflict', () => {
    expect(apply(live, { spec: { replicas: 2 } }, { you: replicas })).toEqual({
      conflicts: { you: replicas },
    });
  });

  test('by force it is taken over', () => {
    expect(apply(live, { spec: { replicas: 2 } }, { you: replicas }, 'me', true)).toEqual({
      object: { spec: { replicas: 2 } },
      changed: true,
      managers: { me: replicas },
    });
  });

  test('what both say is shared', () => {
    expect(apply(live, live, { you: replicas })).toEqual({
      object: live,
      changed: false,
      managers: { you: replicas, me: replicas },
    });
  });

  const labelled = { metadata: { labels: { a: '', b: '' } } };
  const labels = (...keys: readonly string[]): FieldSet => ({
    'f:metadata': { 'f:labels': Object.fromEntries(keys.map((key) => [`f:${key}`, E])) },
  });

  test('what is not applied any more goes, unless somebody else owns it', () => {
    const config = { metadata: { labels: { a: '' } } };
    expect(apply(labelled, config, { me: labels('a', 'b') })).toMatchObject({
      object: config,
      changed: true,
    });
    expect(apply(labelled, config, { me: labels('a', 'b'), you: labels('b') })).toMatchObject({
      object: labelled,
      changed: false,
    });
  });

  test('an item goes with what this manager put into it, and stays with what another put there', () => {
    const both = {
      spec: {
        containers: [
          { name: 'web', image: 'x' },
          { name: 'log', image: 'y' },
        ],
      },
    };
    const item = (name: string, ...fields: readonly string[]): FieldSet => ({
      'f:spec': {
        'f:containers': {
          [`k:{"name":"${name}"}`]: Object.fromEntries(['.', ...fields].map((key) => [key, E])),
        },
      },
    });
    const config = { spec: { containers: [{ name: 'web', image: 'x' }] } };
    const mine = {
      'f:spec': {
        'f:containers': {
          ...Object(item('web', 'f:image', 'f:name')['f:spec']?.['f:containers']),
          ...Object(item('log', 'f:image', 'f:name')['f:spec']?.['f:containers']),
        },
      },
    };
    expect(apply(both, config, { me: mine })).toMatchObject({ object: config });
    const kept = { spec: { containers: [{ name: 'web', image: 'x' }, { name: 'log' }] } };
    expect(apply(both, config, { me: mine, you: item('log', 'f:name') })).toMatchObject({ object: kept });
  });
});
