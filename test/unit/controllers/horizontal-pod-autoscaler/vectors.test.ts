import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  groupPods,
  NEVER,
  requestsOf,
  type Sample,
} from '../../../../src/controllers/horizontal-pod-autoscaler/groups.ts';
import { NO_HISTORY } from '../../../../src/controllers/horizontal-pod-autoscaler/history.ts';
import {
  type Behaviour,
  withinBehaviour,
  withinRules,
} from '../../../../src/controllers/horizontal-pod-autoscaler/limits.ts';
import {
  byAverage,
  byShare,
  byUtilization,
  byValue,
  type Measured,
} from '../../../../src/controllers/horizontal-pod-autoscaler/replicas.ts';
import { stabilized } from '../../../../src/controllers/horizontal-pod-autoscaler/stabilization.ts';
import type { ScalingRules } from '../../../../src/kinds/autoscaling/horizontalpodautoscaler/types.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { after, type Instant, instant, minutes, seconds, timeOf } from '../../../../src/machinery/instant.ts';

const NOW: Instant = instant(Date.parse('2026-01-01T12:00:00Z'));
const { tables } = JSON.parse(readFileSync('test/vectors/platform-hpa.json', 'utf8')) as {
  readonly tables: Tables;
};

interface Age {
  readonly ageSeconds: number;
}
interface Case {
  readonly case: string;
  readonly currentReplicas: number;
  readonly expectedReplicas?: number;
  readonly expectedError?: string;
  readonly tolerances?: readonly [number, number];
  readonly container?: string;
  readonly podReadiness?: readonly ('True' | 'False' | 'Unknown')[];
  readonly podStartTime?: readonly Age[];
  readonly podPhase?: readonly string[];
  readonly podDeletionTimestamp?: readonly boolean[];
  readonly resource?: {
    readonly name: string;
    readonly levels: readonly (readonly number[])[];
    readonly requests: readonly string[];
    readonly podNames?: readonly string[];
    readonly targetUtilization: number;
    readonly expectedUtilization?: number;
    readonly expectedValue?: number;
  };
  readonly metric?: {
    readonly metricType?: string;
    readonly levels: readonly number[];
    readonly targetUsage: number;
    readonly perPodTargetUsage?: number;
    readonly expectedUsage: number;
  };
}
interface GroupCase {
  readonly name: string;
  readonly pods: readonly TestPod[];
  readonly metrics: Readonly<
    Record<string, { value: number; timestamp?: Age; window?: { seconds: number } }>
  >;
  readonly resource: string;
  readonly expectReadyPodCount: number;
  readonly expectUnreadyPods: string | readonly string[];
  readonly expectMissingPods: string | readonly string[];
  readonly expectIgnoredPods: string | readonly string[];
}
interface TestPod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: unknown };
  readonly status?: {
    readonly phase: string;
    readonly startTime?: { readonly time: Age };
    readonly conditions?: readonly { type: string; status: string; lastTransitionTime?: { time: Age } }[];
  };
  readonly spec?: Pod['spec'];
}
interface Tables {
  readonly calc: readonly Case[];
  readonly TestReplicaCalcConfigurableTolerance: readonly {
    readonly name: string;
    readonly replicaCalcTestCase: Case;
  }[];
  readonly TestCalculatePodRequests: readonly {
    readonly name: string;
    readonly container: string;
    readonly resource: string;
    readonly pods: readonly TestPod[];
    readonly expectedRequests: Readonly<Record<string, number>> | null;
    readonly expectedError: unknown;
  }[];
  readonly TestGroupPods: readonly GroupCase[];
  readonly TestConvertDesiredReplicasWithRules: readonly {
    readonly annotation: string;
    readonly currentReplicas: number;
    readonly expectedDesiredReplicas: number;
    readonly hpaMinReplicas: number;
    readonly hpaMaxReplicas: number;
    readonly expectedConvertedDesiredReplicas: number;
    readonly expectedCondition: string;
  }[];
  readonly TestNormalizeDesiredReplicas: readonly [
    string,
    string,
    readonly [number, Age][],
    number,
    number,
    number,
  ][];
  readonly TestScalingWithRules: readonly {
    readonly name: string;
    readonly currentReplicas: number;
    readonly prenormalizedDesiredReplicas: number;
    readonly specMinReplicas: number;
    readonly specMaxReplicas: number;
    readonly scaleUpRules?: ScalingRules;
    readonly scaleDownRules?: ScalingRules;
    readonly scaleUpEvents?: readonly ({ replicaChange: number } & Age)[];
    readonly scaleDownEvents?: readonly ({ replicaChange: number } & Age)[];
    readonly expectedReplicas: number;
    readonly expectedCondition: string;
  }[];
}

const at = ({ ageSeconds }: Age): Instant => after(NOW, seconds(-ageSeconds));
const isData = (row: object): boolean => !/"\$(go|call)"/.test(JSON.stringify(row));

const pod = (value: object): Pod => value as Pod;

/** As upstream's fake client makes them: two containers, each of which asks for as much. */
function podsOf(one: Case): readonly Pod[] {
  const count = Math.max(one.currentReplicas, one.podPhase?.length ?? 0);
  return Array.from({ length: count }, (_, index) => {
    const started = one.podStartTime?.[index];
    const request = one.resource?.requests[index];
    const resources =
      request === undefined ? {} : { requests: { [one.resource?.name ?? '']: String(request) } };
    const status = one.podReadiness?.[index] ?? 'True';
    return pod({
      metadata: {
        name: `test-pod-${index}`,
        ...(one.podDeletionTimestamp?.[index] ? { deletionTimestamp: timeOf(NOW) } : {}),
      },
      spec: { containers: ['container1', 'container2'].map((name) => ({ name, resources })) },
      status: {
        phase: one.podPhase?.[index] ?? 'Running',
        startTime: started === undefined ? '0001-01-01T00:00:00Z' : timeOf(at(started)),
        conditions: [{ type: 'Ready', status }],
      },
    });
  });
}

function measured(one: Case, values: readonly (readonly number[])[]): Measured {
  const samples = new Map<string, Sample>();
  values.forEach((levels, index) => {
    const name = one.resource?.podNames?.[index] ?? `test-pod-${index}`;
    const container = /\d/.exec(one.container ?? '')?.[0];
    const whole = levels.reduce((sum, level) => sum + level, 0);
    const value = container === undefined ? whole : levels[Number(container) - 1];
    if (value !== undefined) samples.set(name, { value, at: NEVER, window: minutes(1) });
  });
  const [down, up] = one.tolerances ?? [0.1, 0.1];
  return {
    current: one.currentReplicas,
    pods: podsOf(one),
    samples,
    tolerances: { down, up },
    periods: { initialization: minutes(2), readinessDelay: seconds(10) },
    now: NOW,
  };
}

function calculate(one: Case) {
  const { resource, metric } = one;
  if (resource !== undefined) {
    // Every container of upstream's fake pods is measured alike where one level is given for both.
    const each = resource.levels.map((levels) =>
      levels.length === 1 && one.container === undefined ? [levels[0] ?? 0, levels[0] ?? 0] : levels,
    );
    return byUtilization(measured(one, each), resource.name, one.container ?? '', resource.targetUtilization);
  }
  const { metricType, levels, targetUsage, perPodTargetUsage = 0 } = metric as NonNullable<Case['metric']>;
  const all = measured(
    one,
    levels.map((level) => [level]),
  );
  const sum = levels.reduce((total, level) => total + level, 0);
  if (metricType === 'pod') return byAverage(all, '', targetUsage);
  if (metricType?.endsWith('PerPod'))
    return byShare(one.currentReplicas, sum, perPodTargetUsage, all.tolerances);
  return byValue(all, sum, targetUsage);
}

describe('H-2, H-3: how many replicas', () => {
  const rows = [
    ...tables.calc,
    ...tables.TestReplicaCalcConfigurableTolerance.map(({ name, replicaCalcTestCase }) => ({
      ...replicaCalcTestCase,
      case: name,
    })),
  ].filter(isData);
  test.each(rows.map((row, index) => [`${row.case} ${index}`, row] as const))('%s', (_, row) => {
    const found = calculate(row);
    if (row.expectedError !== undefined) {
      const [, why = row.expectedError] = /^unable to get metrics .*: (.*)$/.exec(row.expectedError) ?? [];
      // That nothing was measured at all is told by who asks for samples.
      if (row.resource?.levels.length === 0) return;
      expect(found).toMatchObject({ fault: expect.stringContaining(why) });
      return;
    }
    const { resource, metric } = row;
    expect(found).toEqual({
      replicas: row.expectedReplicas ?? 0,
      ...(resource === undefined ? {} : { utilization: resource.expectedUtilization ?? 0 }),
      average: resource?.expectedValue ?? metric?.expectedUsage ?? 0,
    });
  });
});

describe('H-4: what pods ask for', () => {
  test.each(tables.TestCalculatePodRequests.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const found = requestsOf(row.pods.map(pod), row.container, row.resource);
    if (row.expectedError === null)
      expect(Object.fromEntries(found as ReadonlyMap<string, number>)).toEqual(row.expectedRequests);
    else expect(found).toMatchObject({ fault: expect.stringMatching(/^missing request for /) });
  });
});

describe('H-3: pods that count, and pods that do not', () => {
  const list = (names: string | readonly string[]): readonly string[] =>
    typeof names === 'string' ? [names] : names;
  test.each(tables.TestGroupPods.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const samples = new Map(
      Object.entries(row.metrics).map(([name, { value, timestamp, window }]): [string, Sample] => [
        name,
        { value, at: timestamp === undefined ? NEVER : at(timestamp), window: seconds(window?.seconds ?? 0) },
      ]),
    );
    const pods = row.pods.map(({ metadata, status, ...rest }) =>
      pod({
        ...rest,
        metadata,
        status: {
          ...status,
          ...(status?.startTime === undefined ? {} : { startTime: timeOf(at(status.startTime.time)) }),
          conditions: status?.conditions?.map((one) => ({
            ...one,
            lastTransitionTime: one.lastTransitionTime && timeOf(at(one.lastTransitionTime.time)),
          })),
        },
      }),
    );
    const periods = { initialization: minutes(2), readinessDelay: seconds(10) };
    const found = groupPods(pods, samples, row.resource, periods, NOW);
    expect({
      ready: found.ready,
      unready: [...found.unready],
      missing: [...found.missing],
      ignored: [...found.ignored],
    }).toEqual({
      ready: row.expectReadyPodCount,
      unready: list(row.expectUnreadyPods),
      missing: list(row.expectMissingPods),
      ignored: list(row.expectIgnoredPods),
    });
  });
});

describe('H-6: limits', () => {
  test.each(
    tables.TestConvertDesiredReplicasWithRules.filter(isData).map((row) => [row.annotation, row] as const),
  )('%s', (_, row) => {
    const bounds = { current: row.currentReplicas, min: row.hpaMinReplicas, max: row.hpaMaxReplicas };
    const { replicas, reason } = withinRules(row.expectedDesiredReplicas, bounds);
    expect([replicas, reason]).toEqual([row.expectedConvertedDesiredReplicas, row.expectedCondition]);
  });

  test.each(tables.TestScalingWithRules.map((row) => [row.name, row] as const))('behaviour: %s', (_, row) => {
    const none = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [] } as const;
    const behaviour = {
      scaleUp: row.scaleUpRules ?? none,
      scaleDown: row.scaleDownRules ?? none,
    } as Behaviour;
    const changes = (events: readonly ({ replicaChange: number } & Age)[] = []) =>
      events.map((event) => [event.replicaChange, at(event)] as const);
    const history = { ...NO_HISTORY, ups: changes(row.scaleUpEvents), downs: changes(row.scaleDownEvents) };
    const bounds = { current: row.currentReplicas, min: row.specMinReplicas, max: row.specMaxReplicas };
    const desired = row.prenormalizedDesiredReplicas;
    const found =
      row.scaleUpRules === undefined && row.scaleDownRules === undefined
        ? withinRules(desired, bounds)
        : withinBehaviour(desired, bounds, behaviour, history, NOW);
    expect([found.replicas, found.reason]).toEqual([row.expectedReplicas, row.expectedCondition]);
  });
});

describe('H-6: the highest recommendation of five minutes', () => {
  test.each(tables.TestNormalizeDesiredReplicas)('%s', (...row) => {
    const [, , recommendations, desired, expected, length] = row;
    const log = recommendations.map(([replicas, age]) => [replicas, at(age)] as const);
    const { replicas, history } = stabilized(desired, { ...NO_HISTORY, recommendations: log }, NOW);
    expect([replicas, history.recommendations.length]).toEqual([expected, length]);
  });
});
