import { describe, expect, test } from 'vitest';
import {
  difference,
  equalSets,
  hasPath,
  intersection,
  pathsOf,
  readSet,
  setOfPath,
  union,
} from '../../../../src/machinery/managed-fields/field-set.ts';
import {
  compareElements,
  keyElement,
  showElement,
  valueElement,
} from '../../../../src/machinery/managed-fields/path-element.ts';

const E = {};

describe('path elements', () => {
  test.each([
    [keyElement(['name'], ['web']), 'k:{"name":"web"}'],
    [keyElement(['name'], ['a"<b>']), 'k:{"name":"a\\"\\u003cb\\u003e"}'],
    [keyElement(['containerPort', 'protocol'], [80, 'TCP']), 'k:{"containerPort":80,"protocol":"TCP"}'],
    [valueElement('a/b'), 'v:"a/b"'],
    [valueElement(3), 'v:3'],
  ])('%s', (made, written) => {
    expect(made).toBe(written);
  });

  test.each([
    ['f:spec', '.spec'],
    ['k:{"name":"web"}', '[name="web"]'],
    ['k:{"containerPort":80,"protocol":"TCP"}', '[containerPort=80,protocol="TCP"]'],
    ['v:"a"', '[="a"]'],
    ['v:true', '[=true]'],
    ['i:3', '[3]'],
  ])('%s is told as %s', (element, told) => {
    expect(showElement(element)).toBe(told);
  });

  test('stand in order: fields, keys, values, indexes; numbers as numbers', () => {
    const sorted = [
      'f:a',
      'f:b',
      'k:{"name":"a"}',
      'k:{"name":"b"}',
      'k:{"name":"b\\"c"}',
      'k:{"port":9,"protocol":"TCP"}',
      'k:{"port":80,"protocol":"TCP"}',
      'k:{"port":80,"protocol":"UDP"}',
      'v:2',
      'v:10',
      'v:"a"',
      'v:false',
      'v:true',
      'i:2',
      'i:10',
    ];
    expect(sorted.toReversed().sort(compareElements)).toEqual(sorted);
  });
});

const a = readSet({ 'f:a': E, 'f:b': { '.': E, 'f:c': E }, 'f:d': { 'f:e': E } });

describe('sets of fields', () => {
  test.each([
    ['what both have is once there', a, { 'f:a': E }, a],
    ['members of either', { 'f:a': E }, { 'f:b': E }, { 'f:a': E, 'f:b': E }],
    ['a parent becomes a member', { 'f:a': { 'f:b': E } }, { 'f:a': E }, { 'f:a': { '.': E, 'f:b': E } }],
    ['with nothing', a, undefined, a],
  ])('union: %s', (_, left, right, result) => {
    expect(union(left, right)).toEqual(result);
    expect(JSON.stringify(union(right, left))).toBe(JSON.stringify(result));
  });

  test.each([
    ['the last member goes with its parents', { 'f:a': { 'f:b': E } }, { 'f:a': { 'f:b': E } }, undefined],
    ['a parent without its child', { 'f:a': { '.': E, 'f:b': E } }, { 'f:a': E }, { 'f:a': { 'f:b': E } }],
    ['a child without its parent', { 'f:a': { '.': E, 'f:b': E } }, { 'f:a': { 'f:b': E } }, { 'f:a': E }],
    ['a leaf is not its child', { 'f:a': E }, { 'f:a': { 'f:b': E } }, { 'f:a': E }],
    [
      'a child stays when only its parent goes',
      { 'f:a': { 'f:b': E } },
      { 'f:a': E },
      { 'f:a': { 'f:b': E } },
    ],
  ])('difference: %s', (_, left, right, result) => {
    expect(difference(left, right)).toEqual(result);
  });

  test.each([
    ['a member of both', { 'f:a': E, 'f:b': E }, { 'f:b': E }, { 'f:b': E }],
    ['a parent that only one is', { 'f:a': { 'f:b': E } }, { 'f:a': E }, undefined],
    ['deep down', { 'f:a': { '.': E, 'f:b': E } }, { 'f:a': { 'f:b': E } }, { 'f:a': { 'f:b': E } }],
  ])('intersection: %s', (_, left, right, result) => {
    expect(intersection(left, right)).toEqual(result);
  });

  test('an operation that changes nothing gives back what it was given', () => {
    expect(union(a, { 'f:d': { 'f:e': E } })).toBe(a);
    expect(difference(a, { 'f:x': E })).toBe(a);
  });

  test('what is left alone is shared', () => {
    expect(union(a, { 'f:z': E })?.['f:b']).toBe(a?.['f:b']);
  });

  test('paths: those of a level before those below', () => {
    expect([...pathsOf(a)].map((path) => path.map(showElement).join(''))).toEqual([
      '.a',
      '.b',
      '.b.c',
      '.d.e',
    ]);
  });

  test('has a path when its end is a member', () => {
    expect(hasPath(a, ['f:b', 'f:c'])).toBe(true);
    expect(hasPath(a, ['f:d'])).toBe(false);
    expect(hasPath(setOfPath(['f:d', 'f:e']), ['f:d', 'f:e'])).toBe(true);
  });

  test('reading puts elements in order and leaves out what it does not know', () => {
    const read = readSet({ 'f:b': E, 'x:1': E, 'f:a': { 'f:c': E, '.': E }, 'k:nonsense': E });
    expect(JSON.stringify(read)).toBe('{"f:a":{".":{},"f:c":{}},"f:b":{}}');
    expect([readSet('no set'), readSet({})]).toEqual([undefined, undefined]);
  });

  test('are equal when their members are', () => {
    expect(equalSets(a, readSet(JSON.parse(JSON.stringify(a))))).toBe(true);
    expect(equalSets(a, { 'f:a': E })).toBe(false);
  });
});
