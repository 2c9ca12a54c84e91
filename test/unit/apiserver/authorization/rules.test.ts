import { expect, test } from 'vitest';
import { type Attributes, NO_RESOURCE } from '../../../../src/apiserver/authorization/attributes.ts';
import { allows } from '../../../../src/apiserver/authorization/rules.ts';
import type { PolicyRule } from '../../../../src/kinds/rbac/types.ts';

const asked = (given: Partial<Attributes>): Attributes => ({ verb: 'get', ...NO_RESOURCE, ...given });
const pods = asked({ resource: 'pods', namespace: 'default', name: 'web' });
const log = asked({ resource: 'pods', subresource: 'log', name: 'web' });

test.each<[string, PolicyRule, Attributes, boolean]>([
  ['the very thing', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }, pods, true],
  ['another verb', { verbs: ['list'], apiGroups: [''], resources: ['pods'] }, pods, false],
  ['another group', { verbs: ['get'], apiGroups: ['apps'], resources: ['pods'] }, pods, false],
  ['everything', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, pods, true],
  ['everything, sub-resources too', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, log, true],
  [
    'a resource without its sub-resources',
    { verbs: ['get'], apiGroups: [''], resources: ['pods'] },
    log,
    false,
  ],
  ['a sub-resource', { verbs: ['get'], apiGroups: [''], resources: ['pods/log'] }, log, true],
  ['a sub-resource of anything', { verbs: ['get'], apiGroups: [''], resources: ['*/log'] }, log, true],
  ['all sub-resources of one', { verbs: ['get'], apiGroups: [''], resources: ['pods/*'] }, log, false],
  ['this name', { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['web'] }, pods, true],
  [
    'another name',
    { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['db'] },
    pods,
    false,
  ],
  [
    'a path is no resource',
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    asked({ path: '/x' }),
    false,
  ],
  ['the path', { verbs: ['get'], nonResourceURLs: ['/x'] }, asked({ path: '/x' }), true],
  ['what is below a path', { verbs: ['get'], nonResourceURLs: ['/x/*'] }, asked({ path: '/x/y/z' }), true],
  ['not the path itself', { verbs: ['get'], nonResourceURLs: ['/x/*'] }, asked({ path: '/x' }), false],
  ['every path', { verbs: ['get'], nonResourceURLs: ['*'] }, asked({ path: '/x' }), true],
])('%s', (_what, rule, attributes, allowed) => {
  expect(allows(rule, attributes)).toBe(allowed);
});
