import { describe, expect, test } from 'vitest';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { ResourceQuota } from '../../../src/kinds/core/resourcequota/kind.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';

const LABELS = { app: 'rs' };

function setOf(replicas: number): Draft<ReplicaSet> {
  const spec = { containers: [{ name: 'nginx', image: 'nginx:1.25' }] };
  const template = { metadata: { labels: LABELS }, spec };
  return {
    metadata: { name: 'rs' },
    spec: { replicas, selector: { matchLabels: LABELS }, template },
  } as Draft<ReplicaSet>;
}

describe('SR-06 a quota of 2 and a set of 3', () => {
  const stage = new Stage();
  stage.create(ResourceQuota, { metadata: { name: 'q' }, spec: { hard: { pods: '2' } } });
  stage.create(ReplicaSet, setOf(3));
  const conditions = () => stage.get(ReplicaSet, 'rs').status?.conditions;
  const used = () => stage.get(ResourceQuota, 'q').status;
  test('two pods, and why there is no third', () => {
    const [failure, ...others] = conditions() ?? [];
    expect([stage.pods().length, failure?.type, failure?.status, failure?.reason, others]).toEqual([
      2,
      'ReplicaFailure',
      'True',
      'FailedCreate',
      [],
    ]);
    expect(failure?.message).toMatch(
      /^pods "rs-.{5}" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2$/,
    );
    expect(used()).toEqual({ hard: { pods: '2' }, used: { pods: '2' } });
  });
  test('scaled to 2 it is well', async () => {
    await kubectl(stage, 'scale rs/rs --replicas=2');
    expect([stage.pods().length, conditions()]).toEqual([2, undefined]);
  });
  test('Q-5 a pod that is gone makes room', async () => {
    await kubectl(stage, 'scale rs/rs --replicas=1');
    expect(used()).toEqual({ hard: { pods: '2' }, used: { pods: '1' } });
    expect(await kubectl(stage, 'get quota')).toEqual([
      'NAME   REQUEST     LIMIT   AGE',
      expect.stringMatching(/^q {6}pods: 1\/2 {11}\d+s$/),
    ]);
  });
});
