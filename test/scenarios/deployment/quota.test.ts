import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { ResourceQuota } from '../../../src/kinds/core/resourcequota/kind.ts';
import { condition, conditions, deployment, row, setSpec, webOf } from '../../support/deployments.ts';
import { Stage } from '../../support/scenario.ts';

const V1 = 'web-7b84c5f95f';

describe('SD-33 a quota that has room for 2 pods more', () => {
  const stage = new Stage();
  for (const name of ['a', 'b', 'c'])
    stage.create(Pod, { metadata: { name }, spec: { containers: [{ name, image: 'nginx:1.25' }] } });
  stage.create(ResourceQuota, { metadata: { name: 'q' }, spec: { hard: { pods: '5' } } });
  stage.create(Deployment, webOf(3));
  stage.pass(1);
  const first = condition(stage, 'ReplicaFailure')?.message;
  stage.pass(60);
  const failure = () => stage.get(ReplicaSet, V1).status?.conditions;
  test('two pods run', () => expect([stage.pods(V1).length, row(stage)]).toEqual([2, '2/3 2 2']));
  test('the message keeps the first name that failed', () => {
    expect(first).toMatch(
      /^pods "web-7b84c5f95f-.{5}" is forbidden: exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5$/,
    );
    expect([condition(stage, 'ReplicaFailure')?.message, failure()?.map(({ message }) => message)]).toEqual([
      first,
      [first],
    ]);
  });
  test('the conditions, in order', () => {
    expect(conditions(stage)).toEqual([
      'Available False MinimumReplicasUnavailable',
      'ReplicaFailure True FailedCreate',
      'Progressing True ReplicaSetUpdated',
    ]);
  });
  test('the events: two pods, nine failures by themselves, then all others together', () => {
    const events = stage.events(V1).map((event) => event.replace(/-[a-z0-9]{5}("| |$)/, '$1'));
    const why =
      'pods "web-7b84c5f95f" is forbidden: exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5';
    const combined = events.at(-1)?.replace(/ x[0-9]+$/, '');
    expect([events.slice(0, -1), combined]).toEqual([
      [
        ...Array(2).fill(`Normal SuccessfulCreate Created pod: ${V1}`),
        ...Array(9).fill(`Warning FailedCreate Error creating: ${why}`),
      ],
      `Warning FailedCreate (combined from similar events): Error creating: ${why}`,
    ]);
  });
  test('scaled to 2 all is well', () => {
    setSpec(stage, { replicas: 2 });
    expect([conditions(stage), failure(), row(stage), deployment(stage).status?.unavailableReplicas]).toEqual(
      [
        ['Available True MinimumReplicasAvailable', 'Progressing True NewReplicaSetAvailable'],
        undefined,
        '2/2 2 2',
        undefined,
      ],
    );
  });
});
