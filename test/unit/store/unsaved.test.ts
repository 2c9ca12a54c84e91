import { expect, test } from 'vitest';
import { createStore } from '../../../src/store/memory-store.ts';
import { collectUnsaved } from '../../../src/store/unsaved.ts';
import { pod, put, remove, thing } from './objects.ts';

const started = () => {
  const store = createStore({ indexes: [] });
  store.commit([put(pod('old'), thing('old'))]);
  return { store, unsaved: collectUnsaved(store, (object) => object) };
};

test('few changes are saved one by one, in order', () => {
  const { store, unsaved } = started();
  store.commit([put(pod('a'), thing('a')), put(pod('a'), thing('a')), remove(pod('old'))]);
  expect(
    unsaved.take().map(({ key, value, modified }) => [key, value?.metadata.resourceVersion, modified]),
  ).toEqual([
    [pod('a'), '2', 2],
    [pod('a'), '3', 3],
    [pod('old'), undefined, 4],
  ]);
  expect([unsaved.any(), unsaved.take()]).toEqual([false, []]);
});

test('of many changes only what came of them is saved', () => {
  const { store, unsaved } = started();
  for (let i = 0; i < 1000; i++)
    store.commit([put(pod('a'), thing('a')), put(pod('b'), thing('b')), remove(pod('b'))]);
  store.commit([remove(pod('old'))]);
  expect(unsaved.any()).toBe(true);
  expect(unsaved.take().map(({ key, value, modified }) => [key, value === undefined, modified])).toEqual([
    [pod('a'), false, 2999],
    [pod('old'), true, 3002],
  ]);
});
