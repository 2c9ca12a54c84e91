import { describe, expect, test } from 'vitest';
import type { ServiceSpec } from '../../../src/kinds/core/service/types.ts';
import type { PortBackend } from '../../../src/network/endpoints.ts';
import { type Place, route, type Way } from '../../../src/network/proxy.ts';

const backend = (address: string, own: Partial<PortBackend> = {}): PortBackend => ({
  address,
  port: 80,
  ready: true,
  serving: true,
  terminating: false,
  forZones: [],
  forNodes: [],
  ...own,
});
const fading = { ready: false, serving: true, terminating: true };
const gone = { ready: false, serving: false, terminating: true };
const notReady = { ready: false, serving: false };
const here = { nodeName: 'here' };
const there = { nodeName: 'there' };
const zoned = (zone: string) => ({ forZones: [zone] });

interface Case {
  readonly spec?: Partial<ServiceSpec>;
  readonly way?: Way;
  readonly place?: Place;
  readonly from?: 'cluster' | 'outside';
}

/** The addresses that are taken, or what becomes of the packet instead. */
function taken(
  backends: readonly PortBackend[],
  { spec = {}, way = 'internal', place = {}, from = 'cluster' }: Case = {},
) {
  const full = { type: 'ClusterIP', sessionAffinity: 'None', ...spec } as ServiceSpec;
  const routing = route(full, backends, way, { node: 'here', ...place }, from);
  return routing.does === 'forward' ? routing.among.map(({ address }) => address) : routing.does;
}

describe('policy Cluster', () => {
  test.each([
    ['no endpoints are refused', [], 'reject'],
    ['endpoints that are not ready are refused', [backend('a', notReady)], 'reject'],
    ['all that are ready', [backend('a', here), backend('b', there), backend('c', notReady)], ['a', 'b']],
    ['one that is ending is left out while another is ready', [backend('a', fading), backend('b')], ['b']],
    [
      'those that are ending and serve are taken when nobody is ready',
      [backend('a', fading), backend('b', gone)],
      ['a'],
    ],
    ['those that are ending and do not serve are refused', [backend('a', gone)], 'reject'],
  ])('%s', (_, backends, expected) => {
    expect(taken(backends)).toEqual(expected);
  });
});

describe('hints', () => {
  const both = [backend('a', zoned('x')), backend('b', zoned('y'))];
  test('those of the zone are taken where every endpoint has a hint', () => {
    expect(taken(both, { place: { zone: 'x' } })).toEqual(['a']);
  });
  test('one without a hint makes all of them count for nothing', () => {
    expect(taken([...both, backend('c')], { place: { zone: 'x' } })).toEqual(['a', 'b', 'c']);
  });
  test('where none is for the zone all are taken', () => {
    expect(taken(both, { place: { zone: 'z' } })).toEqual(['a', 'b']);
  });
  test('a node without zone takes all', () => {
    expect(taken(both)).toEqual(['a', 'b']);
  });
  test('whoever is not ready needs no hint', () => {
    expect(taken([...both, backend('c', notReady)], { place: { zone: 'y' } })).toEqual(['b']);
  });
});

describe('policy Local', () => {
  const local = { spec: { internalTrafficPolicy: 'Local' } } as const;
  test('those of the node', () => {
    expect(taken([backend('a', here), backend('b', there)], local)).toEqual(['a']);
  });
  test('without one on the node the packet is lost, not refused', () => {
    expect(taken([backend('b', there)], local)).toBe('drop');
  });
  test('without one anywhere it is refused', () => {
    expect(taken([backend('a', { ...here, ...notReady })], local)).toBe('reject');
  });
  test('one of the node that is ending and serves is taken, although another node has a ready one', () => {
    expect(taken([backend('a', { ...here, ...fading }), backend('b', there)], local)).toEqual(['a']);
  });
});

describe('externalTrafficPolicy Local', () => {
  const outside = { spec: { externalTrafficPolicy: 'Local' }, way: 'external', from: 'outside' } as const;
  const both = [backend('a', here), backend('b', there)];
  test('holds for what comes from outside', () => {
    expect(taken(both, outside)).toEqual(['a']);
    expect(taken([backend('b', there)], outside)).toBe('drop');
  });
  test('does not hold for what comes from within the cluster', () => {
    expect(taken(both, { ...outside, from: 'cluster' })).toEqual(['a', 'b']);
  });
  test('does not hold for the cluster IP', () => {
    expect(taken(both, { ...outside, way: 'internal' })).toEqual(['a', 'b']);
  });
});
