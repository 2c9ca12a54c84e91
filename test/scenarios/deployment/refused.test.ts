import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { conditions, deployment, row, web, webOf } from '../../support/deployments.ts';
import { Stage } from '../../support/scenario.ts';

describe('SD-34 a ServiceAccount that does not exist', () => {
  const stage = new Stage();
  const draft = webOf(2);
  const { template } = draft.spec;
  stage.create(Deployment, {
    ...draft,
    spec: {
      ...draft.spec,
      template: { ...template, spec: { ...template.spec, serviceAccountName: 'nope' } },
    },
  });
  stage.pass(1);
  const [set] = stage.list(ReplicaSet);
  test('no pods, none there', () => {
    expect([stage.pods(), row(stage), deployment(stage).status?.unavailableReplicas]).toEqual([
      [],
      '0/2 0 0',
      2,
    ]);
    expect(deployment(stage).status?.replicas).toBeUndefined();
  });
  test('one event, counted', () => {
    const why = `pods "${set?.metadata.name}-" is forbidden: error looking up service account default/nope: serviceaccount "nope" not found`;
    const [event, ...others] = stage.events(set?.metadata.name ?? '');
    const [told, count] = event?.split(/ x(?=[0-9]+$)/) ?? [];
    expect([told, others]).toEqual([`Warning FailedCreate Error creating: ${why}`, []]);
    expect(Number(count)).toBeGreaterThan(5);
  });
  test('the conditions', () => {
    expect(conditions(stage)).toEqual([
      'Progressing True NewReplicaSetCreated',
      'Available False MinimumReplicasUnavailable',
      'ReplicaFailure True FailedCreate',
    ]);
  });
});

test('D-4 one that is being deleted in the foreground only keeps its numbers', () => {
  const stage = new Stage();
  web(stage, 2);
  stage.linger();
  stage.delete(Deployment, 'web', 'Foreground');
  expect(row(stage)).toBe('0/2 0 0');
  stage.end();
  stage.pass(5);
  expect(stage.list(Deployment)).toEqual([]);
});
