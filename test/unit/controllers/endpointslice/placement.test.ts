import { expect, test } from 'vitest';
import { placed } from '../../../../src/controllers/endpointslice/placement.ts';
import type { Endpoint, EndpointSlice } from '../../../../src/kinds/discovery/endpointslice/types.ts';

const endpoint = (number: number, ready = true): Endpoint => ({
  addresses: [`10.244.${Math.floor(number / 200)}.${number % 200}`],
  conditions: { ready, serving: ready, terminating: false },
});
const endpoints = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => endpoint(from + i));
const slice = (own: readonly Endpoint[]) =>
  ({ metadata: {}, addressType: 'IPv4', endpoints: own, ports: [] }) as unknown as EndpointSlice;

/** How many endpoints each slice has in the end: those made, those changed; and how many go. */
function sizes(slices: readonly EndpointSlice[], wanted: readonly Endpoint[]) {
  const { created, changed, removed } = placed(slices, wanted);
  return {
    created: created.map((one) => one.length),
    changed: [...changed.values()].map((one) => one.length),
    removed: removed.length,
  };
}

test('P-8: 250 endpoints are three slices of at most a hundred', () => {
  expect(sizes([], endpoints(0, 250))).toEqual({ created: [100, 100, 50], changed: [], removed: 0 });
});

test('what is as it was changes nothing', () => {
  expect(sizes([slice(endpoints(0, 100)), slice(endpoints(100, 150))], endpoints(0, 150))).toEqual({
    created: [],
    changed: [],
    removed: 0,
  });
});

test('one that is ready now changes its own slice alone', () => {
  const before = [slice(endpoints(0, 100)), slice([endpoint(100, false), ...endpoints(101, 150)])];
  expect(sizes(before, endpoints(0, 150))).toEqual({ created: [], changed: [50], removed: 0 });
});

test('a new one goes where another has left, although it comes first by name', () => {
  const before = [slice(endpoints(1, 101)), slice(endpoints(101, 150))];
  expect(sizes(before, endpoints(0, 149))).toEqual({ created: [], changed: [49], removed: 0 });
});

test('some new ones go together into the fullest slice that has room for all of them', () => {
  const before = [slice(endpoints(0, 90)), slice(endpoints(100, 180)), slice(endpoints(200, 210))];
  const wanted = [
    ...endpoints(0, 90),
    ...endpoints(100, 180),
    ...endpoints(200, 210),
    ...endpoints(300, 315),
  ];
  expect(sizes(before, wanted)).toEqual({ created: [], changed: [95], removed: 0 });
});

test('a slice that nobody is left in goes', () => {
  expect(sizes([slice(endpoints(0, 100)), slice(endpoints(100, 101))], endpoints(0, 100))).toEqual({
    created: [],
    changed: [],
    removed: 1,
  });
});
