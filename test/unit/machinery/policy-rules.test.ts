import { expect, test } from 'vitest';
import { coversPath, type PolicyRule, uncoveredRules } from '../../../src/machinery/policy-rules.ts';

const rule = (
  verbs: string,
  resources: string,
  apiGroups = '',
  resourceNames?: readonly string[],
): PolicyRule => ({
  verbs: verbs.split(' '),
  apiGroups: apiGroups.split(' '),
  resources: resources.split(' '),
  ...(resourceNames === undefined ? {} : { resourceNames }),
});

// biome-ignore format: one case a line
test.each([
  { title: 'the same rule', owner: [rule('get list', 'pods')], servant: [rule('list get', 'pods')], left: [] },
  { title: 'two rules together', owner: [rule('get', 'pods'), rule('list', 'pods')], servant: [rule('get list', 'pods')], left: [] },
  { title: 'a verb less', owner: [rule('get', 'pods')], servant: [rule('get list', 'pods secrets')], left: [rule('list', 'pods'), rule('get', 'secrets'), rule('list', 'secrets')] },
  { title: 'all verbs', owner: [rule('*', 'pods')], servant: [rule('get list', 'pods')], left: [] },
  { title: 'all verbs are more than each that is named', owner: [rule('get list', 'pods')], servant: [rule('*', 'pods')], left: [rule('*', 'pods')] },
  { title: 'all resources, parts too', owner: [rule('get', '*', '*')], servant: [rule('get', 'pods/log deployments', ' apps')], left: [] },
  { title: 'a part of all resources', owner: [rule('get', '*/scale', 'apps')], servant: [rule('get', 'deployments/scale', 'apps')], left: [] },
  { title: 'a resource is not its parts', owner: [rule('get', 'pods')], servant: [rule('get', 'pods/log')], left: [rule('get', 'pods/log')] },
  { title: 'another group', owner: [rule('get', 'deployments', 'apps')], servant: [rule('get', 'deployments', 'extensions')], left: [rule('get', 'deployments', 'extensions')] },
  { title: 'some names of any', owner: [rule('get', 'pods')], servant: [rule('get', 'pods', '', ['a', 'b'])], left: [] },
  { title: 'any of some names', owner: [rule('get', 'pods', '', ['a'])], servant: [rule('get', 'pods')], left: [rule('get', 'pods')] },
  { title: 'a further name', owner: [rule('get', 'pods', '', ['a'])], servant: [rule('get', 'pods', '', ['a', 'b'])], left: [rule('get', 'pods', '', ['b'])] },
  { title: 'paths', owner: [{ verbs: ['get'], nonResourceURLs: ['/api/*'] }], servant: [{ verbs: ['get'], nonResourceURLs: ['/api/v1', '/version'] }], left: [{ verbs: ['get'], nonResourceURLs: ['/version'] }] },
])('what is left of rules that are held: $title', ({ owner, servant, left }) => {
  expect(uncoveredRules(owner, servant)).toEqual(left);
});

test.each([
  { owner: '*', path: '/version', covers: true },
  { owner: '/api/*', path: '/api/v1', covers: true },
  { owner: '/api/*', path: '/api', covers: false },
  { owner: '/api', path: '/api/v1', covers: false },
])('$owner covers $path: $covers', ({ owner, path, covers }) => {
  expect(coversPath(owner, path)).toBe(covers);
});
