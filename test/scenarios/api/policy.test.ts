import { describe, expect, test } from 'vitest';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { LimitRange } from '../../../src/kinds/core/limitrange/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Container } from '../../../src/kinds/core/pod/types.ts';
import { ResourceQuota } from '../../../src/kinds/core/resourcequota/kind.ts';
import { deployment, pod, WholeCluster } from '../../support/whole-cluster.ts';

const HERE = { namespace: 'default' } as const;

describe('SP-59 a quota of 2 pods and a Deployment of 3', () => {
  const whole = new WholeCluster();
  whole.client.create(ResourceQuota, { metadata: { ...HERE, name: 'q' }, spec: { hard: { pods: '2' } } });
  whole.pass(1);
  whole.create(deployment('web', 3));
  whole.pass(1);
  const [set] = whole.client.list(ReplicaSet, HERE);
  const why = new RegExp(
    `pods "${set?.metadata.name}-.{5}" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2$`,
  );

  test('Q-5 the Deployment is taken, two pods come', () => {
    expect(whole.client.list(Pod, HERE)).toHaveLength(2);
  });
  test('Q-4 its ReplicaSet says why there is no third', () => {
    const refusals = whole.events(set?.metadata.name ?? '').filter((text) => text.startsWith('Warning'));
    expect(refusals[0]).toMatch(/^Warning FailedCreate Error creating: pods /);
    expect(refusals[0]).toMatch(why);
    const [failure, ...others] = set?.status?.conditions ?? [];
    expect([failure?.type, failure?.status, failure?.reason, others]).toEqual([
      'ReplicaFailure',
      'True',
      'FailedCreate',
      [],
    ]);
    expect(failure?.message).toMatch(why);
  });
});

describe('SP-60 a LimitRange with defaults for cpu', () => {
  const whole = new WholeCluster();
  const limit = { type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } } as const;
  whole.client.create(LimitRange, { metadata: { ...HERE, name: 'limits' }, spec: { limits: [limit] } });
  const made = (name: string, resources?: Container['resources']) => {
    const container = { name: 'c', image: 'nginx:1.27', ...(resources === undefined ? {} : { resources }) };
    whole.create(pod(name, { containers: [container] }));
    return whole.pod(name);
  };

  test('Q-1 a container that says nothing gets both, and the pod is told so', () => {
    const { spec, metadata } = made('plain');
    expect(spec.containers[0]?.resources).toEqual({ limits: { cpu: '500m' }, requests: { cpu: '100m' } });
    expect(metadata.annotations?.['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu request for container c; cpu limit for container c',
    );
  });
  test('Q-2 one with a limit alone asks for as much as that', () => {
    expect(made('limited', { limits: { cpu: '2' } }).spec.containers[0]?.resources).toEqual({
      limits: { cpu: '2' },
      requests: { cpu: '2' },
    });
  });
});
