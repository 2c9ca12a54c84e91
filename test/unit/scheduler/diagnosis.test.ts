import { describe, expect, test } from 'vitest';
import { failureMessage, preemptionMessage } from '../../../src/scheduler/diagnosis.ts';
import type { Verdict } from '../../../src/scheduler/framework.ts';
import { rowsOf, type Sketch } from '../../support/scheduling.ts';

interface Diagnosed {
  readonly nodeToStatus: {
    readonly perNode?: Readonly<
      Record<string, { readonly code: string; readonly reasons: readonly string[] }>
    >;
    readonly absentNodes?: { readonly reasons: readonly string[] };
  };
  readonly preFilterMsg?: string;
  readonly postFilterMsg?: string;
}

describe('S-4: what a pod is told that found no node', () => {
  test.each(rowsOf('platform-scheduler-fiterror', 'fitError'))('$name', (row) => {
    const { diagnosis, numAllNodes, wantReasonMsg } = row as Sketch & { readonly diagnosis: Diagnosed };
    const { perNode = {}, absentNodes } = diagnosis.nodeToStatus;
    const verdicts = new Map<string, Verdict>(
      Object.entries(perNode).map(([name, { reasons }]) => [name, { plugin: '', reasons, resolvable: true }]),
    );
    const [rest] = absentNodes?.reasons ?? [];
    const message = failureMessage(
      {
        nodes: numAllNodes as number,
        verdicts,
        ...(rest === undefined ? {} : { rest }),
        ...(diagnosis.preFilterMsg ? { rejection: { plugin: '', message: diagnosis.preFilterMsg } } : {}),
      },
      diagnosis.postFilterMsg ?? '',
    );
    expect(message).toBe(wantReasonMsg);
  });
});

test('S-8: nodes that preemption was not tried on are counted as not helpful', () => {
  const tried = new Map([
    ['worker-1', ['No preemption victims found for incoming pod']],
    ['worker-2', ['No preemption victims found for incoming pod']],
  ]);
  expect(preemptionMessage(3, tried)).toBe(
    'preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
  );
});
