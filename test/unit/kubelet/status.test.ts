import { describe, expect, test } from 'vitest';
import { qosClass } from '../../../src/kinds/core/pod/qos.ts';
import type {
  ContainerStatus,
  Pod,
  PodCondition,
  PodPhase,
  PodSpec,
} from '../../../src/kinds/core/pod/types.ts';
import {
  containersReadyCondition,
  type Finding,
  initializedCondition,
  readyCondition,
  withFindings,
} from '../../../src/kubelet/status/conditions.ts';
import { type Ending, podPhase } from '../../../src/kubelet/status/phase.ts';
import type { Time } from '../../../src/machinery/instant.ts';
import { rowsOf, type Sketch } from '../../support/scheduling.ts';

const FILE = 'platform-kubelet-status';

const statusesOf = ({ status }: Pod): readonly ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
];

interface PhaseCase {
  readonly name: string;
  readonly pod: Pod;
  readonly ending: Ending;
  readonly hasInitialized: boolean;
  readonly phase: PodPhase;
}

/** Rows are lists: the pod, up to two flags whose meaning the table's name tells, the phase and the title. */
function cases(table: string, flags: readonly ('isTerminal' | 'hasInitialized')[]): readonly PhaseCase[] {
  return (rowsOf(FILE, table) as unknown as readonly (readonly unknown[])[]).map((row) => {
    const flag = (name: 'isTerminal' | 'hasInitialized'): boolean =>
      flags.includes(name) && row[1 + flags.indexOf(name)] === true;
    return {
      name: row.at(-1) as string,
      pod: row[0] as Pod,
      ending: flag('isTerminal') ? 'has ended' : 'goes on',
      hasInitialized: flag('hasInitialized'),
      phase: row.at(-2) as PodPhase,
    };
  });
}

describe('K-1 to K-4: the phase is read off the containers', () => {
  const tables = {
    'restart always': cases('TestPodPhaseWithRestartAlways', ['isTerminal']),
    'restart always, the pod has run': cases('TestPodPhaseWithRestartAlwaysAndPodHasRun', ['hasInitialized']),
    'restart always, init containers': cases('TestPodPhaseWithRestartAlwaysInitContainers', []),
    'restart always, sidecars': cases('TestPodPhaseWithRestartAlwaysRestartableInitContainers', [
      'isTerminal',
      'hasInitialized',
    ]),
    'restart never': cases('TestPodPhaseWithRestartNever', []),
    'restart never, init containers': cases('TestPodPhaseWithRestartNeverInitContainers', []),
    'restart never, sidecars': cases('TestPodPhaseWithRestartNeverRestartableInitContainers', [
      'hasInitialized',
    ]),
    'restart on failure': cases('TestPodPhaseWithRestartOnFailure', []),
  };
  describe.each(Object.entries(tables))('%s', (_, rows) => {
    test.each(rows)('$name', ({ pod, ending, hasInitialized, phase }) => {
      expect(podPhase(pod.spec, statusesOf(pod), ending, hasInitialized)).toBe(phase);
    });
  });
});

interface ConditionCase {
  readonly spec: PodSpec;
  readonly conditions?: readonly PodCondition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly podPhase: PodPhase;
  readonly expectReady?: Finding;
  readonly expected?: { readonly status: string; readonly reason?: string };
}

const conditionCases = (table: string): readonly (ConditionCase & { readonly title: string })[] =>
  rowsOf(FILE, table).map((row, index) => {
    const { spec, ...rest } = row as unknown as ConditionCase;
    return { ...rest, spec: { ...spec, containers: spec.containers ?? [] }, title: `row ${index + 1}` };
  });

describe('K-22: Initialized', () => {
  test.each(conditionCases('TestGeneratePodInitializedCondition'))('$title', (row) => {
    const { status, reason } = initializedCondition(row.spec, row.containerStatuses, row.podPhase);
    expect({ status, reason: reason ?? '' }).toEqual({
      status: row.expected?.status,
      reason: row.expected?.reason ?? '',
    });
  });
});

describe('K-23: ContainersReady', () => {
  test.each(conditionCases('TestGenerateContainersReadyCondition'))('$title', (row) => {
    expect(containersReadyCondition(row.spec, row.containerStatuses, row.podPhase)).toEqual(row.expectReady);
  });
});

describe('K-23, K-24: Ready', () => {
  test.each(conditionCases('TestGeneratePodReadyCondition'))('$title', (row) => {
    expect(readyCondition(row.spec, row.conditions ?? [], row.containerStatuses, row.podPhase)).toEqual(
      row.expectReady,
    );
  });
});

describe('K-83: quality of service', () => {
  const rows = rowsOf(FILE, 'qos').filter(
    ({ podLevelResourcesEnabled }) => podLevelResourcesEnabled !== true,
  );
  const named = rows.map((row) => ({
    ...row,
    title: ((row['pod'] as Sketch)['metadata'] as Sketch)['name'],
  }));
  test.each(named)('$title', (row) => {
    const { pod, expected } = row as unknown as { readonly pod: Pod; readonly expected: string };
    expect(qosClass(pod.spec)).toBe(expected);
  });
});

test('K-20, K-25: foreign conditions come first, and the time moves with the status alone', () => {
  const old = '2026-01-01T00:00:00Z' as Time;
  const now = '2026-01-01T01:00:00Z' as Time;
  const before: readonly PodCondition[] = [
    { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: old },
    {
      type: 'Ready',
      status: 'False',
      reason: 'ContainersNotReady',
      lastProbeTime: null,
      lastTransitionTime: old,
    },
    { type: 'example.com/gate', status: 'True', lastProbeTime: null, lastTransitionTime: old },
  ];
  const findings: readonly Finding[] = [
    { type: 'Initialized', status: 'True' },
    { type: 'Ready', status: 'False', reason: 'PodFailed' },
  ];
  expect(withFindings(before, findings, now)).toEqual([
    { type: 'example.com/gate', status: 'True', lastProbeTime: null, lastTransitionTime: old },
    { type: 'Initialized', status: 'True', lastProbeTime: null, lastTransitionTime: now },
    { type: 'Ready', status: 'False', reason: 'PodFailed', lastProbeTime: null, lastTransitionTime: old },
    { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: old },
  ]);
});
