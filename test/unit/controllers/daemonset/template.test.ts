import { describe, expect, test } from 'vitest';
import {
  isUpdated,
  pinnedTo,
  podTemplate,
  targetNode,
  tolerationsOf,
} from '../../../../src/controllers/daemonset/template.ts';
import type { PodSpec } from '../../../../src/kinds/core/pod/types.ts';
import { daemonSetOf, podOf, TEMPLATE } from '../../../support/workloads.ts';
import table from '../../../vectors/daemonset-isPodUpdated.json' with { type: 'json' };

interface Row {
  readonly generation: number;
  readonly podLabels: { readonly g?: string; readonly h?: string } | null;
  readonly hash: string;
  readonly expected: boolean;
}
const GENERATION = 'deprecated.daemonset.template.generation';

describe('G-20 up to date', () => {
  test.each(table.cases as readonly Row[])('generation $generation, hash "$hash", pod $podLabels', (row) => {
    const set = daemonSetOf({ metadata: { annotations: { [GENERATION]: String(row.generation) } } });
    const { g, h } = row.podLabels ?? {};
    const labels = {
      ...(g === undefined ? {} : { 'pod-template-generation': g }),
      ...(h === undefined ? {} : { 'controller-revision-hash': h }),
    };
    expect(isUpdated(set, row.hash, podOf({ name: 'a', labels }))).toBe(row.expected);
  });
});

describe('G-4 tolerations', () => {
  const keys = (spec: Partial<PodSpec>) =>
    tolerationsOf({ spec: { ...TEMPLATE.spec, ...spec } }).map(({ key }) =>
      key?.replace('node.kubernetes.io/', ''),
    );
  const six = [
    'not-ready',
    'unreachable',
    'disk-pressure',
    'memory-pressure',
    'pid-pressure',
    'unschedulable',
  ];
  test('six, in this order', () => expect(keys({})).toEqual(six));
  test('seven on the host’s network', () => {
    expect(keys({ hostNetwork: true })).toEqual([...six, 'network-unavailable']);
  });
  test('one that is there already is replaced where it stands', () => {
    const own = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' } as const;
    const tolerations = tolerationsOf({
      spec: { ...TEMPLATE.spec, tolerations: [{ ...own, tolerationSeconds: 5 }] },
    });
    expect([tolerations.length, tolerations[0]]).toEqual([6, own]);
  });
});

describe('H-8 labels of its pods', () => {
  test('hash and generation', () => {
    expect(podTemplate(daemonSetOf(), 'abc').metadata?.labels).toEqual({
      app: 'web',
      'controller-revision-hash': 'abc',
      'pod-template-generation': '1',
    });
  });
});

describe('G-6 pinned to a node', () => {
  const named = {
    nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }],
  };
  test('all required terms are replaced by one, what is preferred stays', () => {
    const preferred = [{ weight: 1, preference: {} }];
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' as const }] }, {}],
      },
      preferredDuringSchedulingIgnoredDuringExecution: preferred,
    };
    const template = { spec: { ...TEMPLATE.spec, affinity: { nodeAffinity, podAffinity: {} } } };
    expect(pinnedTo(template, 'node-1').spec.affinity).toEqual({
      podAffinity: {},
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: named,
        preferredDuringSchedulingIgnoredDuringExecution: preferred,
      },
    });
  });
});

describe('G-7 where a pod belongs', () => {
  const pinned = (values: readonly string[]) =>
    podOf({
      name: 'a',
      spec: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values }] }],
            },
          },
        },
      },
    });
  test('where it runs', () => expect(targetNode(podOf({ name: 'a', node: 'node-1' }))).toBe('node-1'));
  test('where its affinity says', () => expect(targetNode(pinned(['node-1']))).toBe('node-1'));
  test('two nodes are none', () => expect(targetNode(pinned(['node-1', 'node-2']))).toBeUndefined());
  test('nowhere', () => expect(targetNode(podOf({ name: 'a' }))).toBeUndefined());
});
