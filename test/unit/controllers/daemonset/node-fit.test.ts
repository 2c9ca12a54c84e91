import { describe, expect, test } from 'vitest';
import { nodeJudge } from '../../../../src/controllers/daemonset/node-fit.ts';
import type { Taint } from '../../../../src/kinds/core/node/types.ts';
import type { PodSpec, Toleration } from '../../../../src/kinds/core/pod/types.ts';
import { daemonSetOf, nodeOf, TEMPLATE } from '../../../support/workloads.ts';
import table from '../../../vectors/daemonset-nodeShouldRunDaemonPod.json' with { type: 'json' };

interface Row {
  readonly name: string;
  readonly node?: { readonly unschedulable?: boolean; readonly taints?: readonly Taint[] };
  readonly template: {
    readonly nodeName?: string;
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly requiredNodeAffinity?: Readonly<Record<string, readonly string[]>>;
    readonly tolerations?: readonly Toleration[];
    readonly hostNetwork?: boolean;
  };
  readonly shouldRun: boolean;
  readonly shouldContinueRunning: boolean;
}

function specIn({
  requiredNodeAffinity,
  nodeName,
  nodeSelector,
  tolerations,
  hostNetwork,
}: Row['template']): PodSpec {
  const expressions = Object.entries(requiredNodeAffinity ?? {}).map(([key, values]) => ({
    key,
    operator: 'In' as const,
    values,
  }));
  const required = { nodeSelectorTerms: [{ matchExpressions: expressions }] };
  return {
    ...TEMPLATE.spec,
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(hostNetwork === undefined ? {} : { hostNetwork }),
    ...(expressions.length === 0
      ? {}
      : { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } }),
  };
}

describe('G-3 nodes that are to have a pod', () => {
  test.each(table.cases as unknown as readonly Row[])('$name', (row) => {
    const node = nodeOf({ name: 'test-node', labels: { type: 'production' }, ...row.node });
    const set = daemonSetOf({ spec: { template: { ...TEMPLATE, spec: specIn(row.template) } } });
    expect(nodeJudge(set)(node)).toEqual({
      shouldRun: row.shouldRun,
      shouldContinue: row.shouldContinueRunning,
    });
  });
});
