import { describe, expect, test } from 'vitest';
import { APIService } from '../../../src/kinds/apiregistration/apiservice/kind.ts';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { HorizontalPodAutoscaler } from '../../../src/kinds/autoscaling/horizontalpodautoscaler/kind.ts';
import type { HorizontalPodAutoscalerSpec } from '../../../src/kinds/autoscaling/horizontalpodautoscaler/types.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { LOAD, USAGE } from '../../../src/kinds/metrics/usage.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import { Stage } from '../../support/scenario.ts';

const labels = { app: 'web' };
const container = (cpu: string | undefined) => ({
  name: 'web',
  image: 'nginx:1.27',
  ...(cpu === undefined ? {} : { resources: { requests: { cpu } } }),
});

function deployment(replicas: number, cpu: string | undefined): Draft<Deployment> {
  const template = { metadata: { labels }, spec: { containers: [container(cpu)] } };
  return {
    metadata: { name: 'web' },
    spec: { replicas, selector: { matchLabels: labels }, template },
  } as object as Draft<Deployment>;
}

function autoscaler(spec: object): Draft<HorizontalPodAutoscaler> {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  return { metadata: { name: 'web' }, spec: { scaleTargetRef, ...spec } as HorizontalPodAutoscalerSpec };
}

const cpuAt = (averageUtilization: number) => ({
  metrics: [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } },
  ],
});

const METRICS = {
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: {
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    groupPriorityMinimum: 100,
    versionPriority: 100,
  },
} as object as Draft<APIService>;

interface Wishes {
  readonly replicas?: number;
  readonly cpu?: string | undefined;
  readonly spec: object;
}

/** A Deployment whose pods have run for a while, and its autoscaler. */
function scaled({ replicas = 3, spec, ...wishes }: Wishes): Stage {
  const stage = new Stage();
  stage.client.create(APIService, METRICS);
  stage.create(Deployment, deployment(replicas, 'cpu' in wishes ? wishes.cpu : '1'));
  stage.pass(400);
  stage.create(HorizontalPodAutoscaler, autoscaler(spec));
  return stage;
}

const uses = (stage: Stage, ...amounts: readonly string[]): void =>
  stage.pods().forEach((pod, index) => {
    const annotations = { ...pod.metadata.annotations, [USAGE]: `cpu=${amounts[index] ?? '0'}` };
    stage.client.update(Pod, { ...pod, metadata: { ...pod.metadata, annotations } });
  });
const load = (stage: Stage, words: string): Deployment =>
  stage.edit(Deployment, 'web', (one) => ({
    ...one,
    metadata: { ...one.metadata, annotations: { ...one.metadata.annotations, [LOAD]: words } },
  }));
const size = (stage: Stage) => stage.get(Deployment, 'web').spec.replicas;
const conditions = (stage: Stage) =>
  stage
    .get(HorizontalPodAutoscaler, 'web')
    .status?.conditions?.map(({ type, status, reason, message }) => `${type} ${status} ${reason} ${message}`);

describe('SP-58 three pods that ask for a processor each, and a target of 30 percent', () => {
  test('H-2: 50 percent are five thirds too much: five pods', () => {
    const stage = scaled({ spec: { maxReplicas: 10, ...cpuAt(30) } });
    uses(stage, '300m', '500m', '700m');
    stage.pass(15);
    expect(size(stage)).toBe(5);
    expect(stage.get(HorizontalPodAutoscaler, 'web').status).toMatchObject({
      currentReplicas: 3,
      desiredReplicas: 5,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: 50, averageValue: '500m' } },
        },
      ],
    });
    expect(conditions(stage)).toEqual([
      'AbleToScale True SucceededRescale the HPA controller was able to update the target scale to 5',
      'ScalingActive True ValidMetricFound the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      'ScalingLimited False DesiredWithinRange the desired count is within the acceptable range',
    ]);
    expect(stage.events('web')).toContain(
      'Normal SuccessfulRescale New size: 5; reason: cpu resource utilization (percentage of request) above target',
    );
  });

  test('H-3: with one of them not ready yet, four', () => {
    const stage = scaled({ replicas: 2, spec: { minReplicas: 3, maxReplicas: 10, ...cpuAt(30) } });
    stage.hold();
    stage.pass(15);
    expect(size(stage)).toBe(3);
    uses(stage, '600m', '600m', '600m');
    stage.pass(15);
    expect(size(stage)).toBe(4);
  });

  test('H-6: when the load has gone it stays five for 300 seconds, then comes the least', () => {
    const stage = scaled({ spec: { maxReplicas: 10, ...cpuAt(30) } });
    uses(stage, '300m', '500m', '700m');
    stage.pass(15);
    uses(stage);
    stage.pass(285);
    expect(size(stage)).toBe(5);
    expect(conditions(stage)?.[0]).toBe(
      'AbleToScale True ScaleDownStabilized recent recommendations were higher than current one, applying the highest recent recommendation',
    );
    stage.pass(120);
    expect(size(stage)).toBe(1);
    expect(stage.events('web')).toContain(
      'Normal SuccessfulRescale New size: 1; reason: All metrics below target',
    );
    stage.pass(15);
    expect(conditions(stage)?.[2]).toBe(
      'ScalingLimited True TooFewReplicas the desired replica count is less than the minimum replica count',
    );
  });

  test('H-2: a tenth too much is let be', () => {
    const stage = scaled({ spec: { maxReplicas: 10, ...cpuAt(30) } });
    uses(stage, '330m', '330m', '330m');
    stage.pass(60);
    expect(size(stage)).toBe(3);
    expect(conditions(stage)?.[0]).toBe(
      'AbleToScale True ReadyForNewScale recommended size matches current size',
    );
  });
});

describe('what an autoscaler says', () => {
  test('H-4: a container that asks for nothing', () => {
    const stage = scaled({ cpu: undefined, spec: { maxReplicas: 5, ...cpuAt(30) } });
    stage.pass(15);
    const [name] = stage.podNames();
    const why = `failed to get cpu utilization: missing request for cpu in container web of Pod ${name}`;
    expect(conditions(stage)?.[1]).toBe(
      `ScalingActive False FailedGetResourceMetric the HPA was unable to compute the replica count: ${why}`,
    );
    expect(stage.events('web').filter((line) => line.startsWith('Warning'))).toEqual([
      `Warning FailedGetResourceMetric ${why}`,
      `Warning FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
    ]);
  });

  test('H-7: a target of size zero is left alone', () => {
    const stage = scaled({ replicas: 0, spec: { maxReplicas: 5, ...cpuAt(30) } });
    stage.pass(15);
    expect([size(stage), conditions(stage)?.[1]]).toEqual([
      0,
      'ScalingActive False ScalingDisabled scaling is disabled since the replica count of the target is zero',
    ]);
  });

  test('H-7: more than the most is cut at once, without metrics', () => {
    const stage = scaled({ replicas: 7, spec: { maxReplicas: 5, ...cpuAt(30) } });
    stage.pass(15);
    expect(stage.events('web')).toContain(
      'Normal SuccessfulRescale New size: 5; reason: Current number of replicas above Spec.MaxReplicas',
    );
  });

  test('H-8: a target that is not there', () => {
    const stage = new Stage();
    stage.create(HorizontalPodAutoscaler, autoscaler({ maxReplicas: 5 }));
    stage.pass(15);
    expect(conditions(stage)).toEqual([
      `AbleToScale False FailedGetScale the HPA controller was unable to get the target's current scale: deployments.apps "web" not found`,
    ]);
    expect(stage.events('web')).toEqual(['Warning FailedGetScale deployments.apps "web" not found']);
  });

  test('two of them for the same pods', () => {
    const stage = scaled({ spec: { maxReplicas: 5, ...cpuAt(30) } });
    stage.create(HorizontalPodAutoscaler, {
      ...autoscaler({ maxReplicas: 5, ...cpuAt(30) }),
      metadata: { name: 'web-2' },
    });
    stage.pass(30);
    expect(conditions(stage)?.[1]).toBe(
      'ScalingActive False AmbiguousSelector pods by selector app=web are controlled by multiple HPAs: [{web default} {web-2 default}]',
    );
  });

  test('H-6: policies let it grow step by step', () => {
    const behavior = { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } };
    const stage = scaled({ replicas: 1, spec: { maxReplicas: 10, ...cpuAt(30), behavior } });
    load(stage, 'cpu=2');
    const sizes = [15, 15, 15, 15, 15, 15].map((seconds) => {
      stage.pass(seconds);
      return size(stage);
    });
    expect(sizes).toEqual([2, 2, 2, 2, 3, 3]);
    expect(conditions(stage)?.[2]).toBe(
      'ScalingLimited True ScaleUpLimit the desired replica count is increasing faster than the maximum scale rate',
    );
  });
});

describe('the load of a Deployment', () => {
  test('is shared by its ready pods: more of them have less to do, and it comes to rest', () => {
    const stage = scaled({ replicas: 1, spec: { maxReplicas: 10, ...cpuAt(50) } });
    load(stage, 'cpu=1800m');
    stage.pass(400);
    expect(size(stage)).toBe(4);
    expect(stage.get(HorizontalPodAutoscaler, 'web').status?.currentMetrics?.[0]?.resource?.current).toEqual({
      averageUtilization: 45,
      averageValue: '450m',
    });
  });

  test('of each pod stays what it is, however many there are', () => {
    const stage = scaled({ replicas: 1, spec: { maxReplicas: 6, ...cpuAt(50) } });
    load(stage, 'cpu=900m each');
    stage.pass(400);
    expect(size(stage)).toBe(6);
  });

  test('an autoscaler at rest is not woken for a month, and remembers its five minutes when it is', () => {
    const stage = scaled({ replicas: 1, spec: { maxReplicas: 10, ...cpuAt(50) } });
    load(stage, 'cpu=1800m');
    stage.pass(1200);
    const wakes = () =>
      [...stage.cluster.agenda.list()].filter(({ actor }) => actor === 'horizontal-pod-autoscaler');
    expect(wakes()).toEqual([]);
    stage.pass(3600);
    load(stage, 'cpu=0');
    stage.pass(280);
    expect(size(stage)).toBe(4);
    stage.pass(60);
    expect(size(stage)).toBe(1);
  });

  test('pods that its target does not select leave it at rest', () => {
    const stage = scaled({ replicas: 1, spec: { maxReplicas: 10, ...cpuAt(50) } });
    stage.pass(1200);
    stage.create(Pod, {
      metadata: { name: 'other', labels: { app: 'other' } },
      spec: { containers: [container('1')] },
    } as object as Draft<Pod>);
    stage.pass(1);
    stage.delete(Pod, 'other');
    expect(stage.cluster.agenda.list().filter(({ actor }) => actor === 'horizontal-pod-autoscaler')).toEqual(
      [],
    );
    stage.delete(Pod, stage.podNames('web')[0] ?? '');
    expect(
      stage.cluster.agenda.list().filter(({ actor }) => actor === 'horizontal-pod-autoscaler'),
    ).toHaveLength(1);
  });

  test('one that fails in the same way for long looks every five minutes, and within 15 seconds once it need not', () => {
    const stage = new Stage();
    stage.create(Deployment, deployment(1, '1'));
    stage.create(HorizontalPodAutoscaler, autoscaler({ maxReplicas: 10, ...cpuAt(50) }));
    stage.pass(7100);
    const [wake] = stage.cluster.agenda.list().filter(({ actor }) => actor === 'horizontal-pod-autoscaler');
    expect(((wake?.at ?? 0) - stage.now) / 1000).toBeGreaterThan(15);
    load(stage, 'cpu=1800m');
    stage.create(APIService, METRICS);
    stage.pass(15);
    expect(size(stage)).toBe(4);
  });

  test('a metrics-server that cannot be reached measures nothing', () => {
    const stage = new Stage();
    const service = { namespace: 'kube-system', name: 'metrics-server' };
    stage.create(Deployment, deployment(1, '1'));
    stage.client.create(APIService, {
      ...METRICS,
      spec: { ...METRICS.spec, service, insecureSkipTLSVerify: true },
    } as object as Draft<APIService>);
    stage.create(HorizontalPodAutoscaler, autoscaler({ maxReplicas: 10, ...cpuAt(50) }));
    stage.pass(60);
    expect(conditions(stage)?.[1]).toBe(
      'ScalingActive False FailedGetResourceMetric the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)',
    );
  });

  test('an average amount that cannot be read is told as a share is', () => {
    const stage = new Stage();
    stage.create(Deployment, deployment(1, '1'));
    const target = { type: 'AverageValue', averageValue: '300m' };
    const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
    stage.create(HorizontalPodAutoscaler, autoscaler({ maxReplicas: 10, metrics }));
    stage.pass(15);
    expect(conditions(stage)?.[1]).toBe(
      'ScalingActive False FailedGetResourceMetric the HPA was unable to compute the replica count: failed to get cpu usage: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
    );
  });
});
