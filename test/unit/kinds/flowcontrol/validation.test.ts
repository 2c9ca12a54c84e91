import { expect, test } from 'vitest';
import { defaulted, faultsOf } from '../support.ts';

const manifest = (kind: string, name: string, spec: string): string => `
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: ${kind}
metadata: { name: ${name} }
spec: ${spec}`;

test('a limited level queues as upstream does by itself', () => {
  const level = manifest(
    'PriorityLevelConfiguration',
    'a',
    '{ type: Limited, limited: { limitResponse: { type: Queue, queuing: {} } } }',
  );
  const object = defaulted(level);
  expect(object.spec.limited).toEqual({
    nominalConcurrencyShares: 30,
    lendablePercent: 0,
    limitResponse: { type: 'Queue', queuing: { queues: 64, handSize: 8, queueLengthLimit: 50 } },
  });
  expect(faultsOf(object)).toEqual([]);
});

test.each<{ readonly name: string; readonly spec: string; readonly says: string }>([
  {
    name: 'a',
    spec: '{ type: Exempt }',
    says: `spec.type: Invalid value: "Exempt": type must be 'Exempt' if and only if name is 'exempt'`,
  },
  {
    name: 'a',
    spec: '{ type: Limited }',
    says: 'spec.limited: Required value: must not be empty when type is Limited',
  },
  {
    name: 'a',
    spec: '{ type: Limited, limited: { lendablePercent: 101, limitResponse: { type: Reject } } }',
    says: 'spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive',
  },
  {
    name: 'a',
    spec: '{ type: Limited, limited: { limitResponse: { type: Queue, queuing: { queues: 4, handSize: 8 } } } }',
    says: 'spec.limited.limitResponse.queuing.handSize: Invalid value: 8: should not be greater than queues (4)',
  },
])('$says', ({ name, spec, says }) => {
  expect(faultsOf(defaulted(manifest('PriorityLevelConfiguration', name, spec)))).toEqual([says]);
});

test('every fault of a flow schema is told', () => {
  const rules = `[{ subjects: [{ kind: User, group: { name: a } }], resourceRules: [{ verbs: [fly], apiGroups: ['*', a], resources: [] }], nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['a', '/a*'] }] }]`;
  const object = defaulted(manifest('FlowSchema', 'a', `{ matchingPrecedence: 1, rules: ${rules} }`));
  expect(faultsOf(object)).toEqual([
    `spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1`,
    'spec.priorityLevelConfiguration.name: Required value: must reference a priority level',
    `spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'`,
    `spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'`,
    'spec.rules[0].resourceRules[0].verbs: Unsupported value: []string{"fly"}: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"',
    `spec.rules[0].resourceRules[0].apiGroups: Invalid value: []string{"*", "a"}: if '*' is present, must not specify other api groups`,
    'spec.rules[0].resourceRules[0].resources: Required value: resource rules must supply at least one resource',
    'spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace',
    'spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "a": must start with slash',
    'spec.rules[0].nonResourceRules[0].nonResourceURLs[1]: Invalid value: "/a*": wildcard can only do suffix matching',
  ]);
});
