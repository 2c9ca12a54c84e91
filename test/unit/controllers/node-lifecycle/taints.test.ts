import { expect, test } from 'vitest';
import { labelsToSet } from '../../../../src/controllers/node-lifecycle/labels.ts';
import { noScheduleSwap } from '../../../../src/controllers/node-lifecycle/taints.ts';
import { zoneOf } from '../../../../src/controllers/node-lifecycle/zones.ts';
import type { Node, NodeSpec } from '../../../../src/kinds/core/node/types.ts';
import type { ConditionStatus } from '../../../../src/kinds/core/pod/types.ts';
import { nodeOf } from '../../../support/workloads.ts';

function swap(conditions: Readonly<Record<string, ConditionStatus>>, spec: NodeSpec = {}) {
  const node: Node = {
    ...nodeOf({ name: 'node' }),
    spec,
    status: { conditions: Object.entries(conditions).map(([type, status]) => ({ type, status })) },
  };
  const { add, remove } = noScheduleSwap(node);
  return [add, remove].map((taints) => taints.map(({ key }) => key.replace('node.kubernetes.io/', '')));
}

test.each([
  ['Ready', 'False', 'not-ready'],
  ['Ready', 'Unknown', 'unreachable'],
  ['MemoryPressure', 'True', 'memory-pressure'],
  ['DiskPressure', 'True', 'disk-pressure'],
  ['PIDPressure', 'True', 'pid-pressure'],
  ['NetworkUnavailable', 'True', 'network-unavailable'],
] as const)('N-3: %s %s asks for %s', (type, status, taint) => {
  expect(swap({ [type]: status })).toEqual([[taint], []]);
});

test('N-3: pressure that is Unknown asks for nothing', () => {
  expect(swap({ MemoryPressure: 'Unknown', DiskPressure: 'Unknown', PIDPressure: 'Unknown' })).toEqual([
    [],
    [],
  ]);
});

test('N-3: a taint whose condition is over goes, others stay', () => {
  const taints = [
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/out-of-service', effect: 'NoSchedule' },
    { key: 'mine', effect: 'NoSchedule' },
  ] as const;
  expect(swap({ Ready: 'False' }, { taints })).toEqual([['not-ready'], ['unreachable']]);
});

test('N-11: cordoning comes after the conditions', () => {
  expect(swap({ DiskPressure: 'True' }, { unschedulable: true })).toEqual([
    ['disk-pressure', 'unschedulable'],
    [],
  ]);
});

test('beta labels follow the stable ones', () => {
  expect(
    labelsToSet({
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'arm64',
      'beta.kubernetes.io/arch': 'amd64',
    }),
  ).toEqual({ 'beta.kubernetes.io/os': 'linux', 'beta.kubernetes.io/arch': 'arm64' });
  expect(labelsToSet({ 'beta.kubernetes.io/os': 'linux' })).toBeUndefined();
});

test('N-6: a zone is named by its region and its zone, stable labels first', () => {
  const node = (labels: Readonly<Record<string, string>>) => zoneOf({ ...nodeOf({ name: 'node', labels }) });
  expect(node({})).toBe('');
  expect(
    node({
      'topology.kubernetes.io/region': 'r',
      'topology.kubernetes.io/zone': 'z',
      'failure-domain.beta.kubernetes.io/zone': 'old',
    }),
  ).toBe('r:\0:z');
  expect(node({ 'failure-domain.beta.kubernetes.io/zone': 'old' })).toBe(':\0:old');
});
