import { describe, expect, test } from 'vitest';
import type { RolloutFace } from '../../../../src/kubectl/kinds/rollout-face.ts';
import { rolloutFaceOf } from '../../../../src/kubectl/kinds/rollouts.ts';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import daemonSets from '../../../vectors/kubectl-rollout-status-daemonset.json' with { type: 'json' };
import deployments from '../../../vectors/kubectl-rollout-status-deployment.json' with { type: 'json' };
import statefulSets from '../../../vectors/kubectl-rollout-status-statefulset.json' with { type: 'json' };

function face(kind: string): RolloutFace {
  const found = rolloutFaceOf(kind, 'apps');
  if (found === undefined) throw new Error(kind);
  return found;
}

function object(kind: string, generation: number | undefined, rest: object): KubeObject {
  const metadata = { name: 'foo', namespace: 'bar', generation: generation ?? 1 };
  return made({ apiVersion: 'apps/v1', kind, metadata, ...rest });
}

/** What is not said of an object does not matter here. */
const made = (fields: object): KubeObject => fields as KubeObject;

interface Case {
  readonly message?: string;
  readonly done?: boolean;
  readonly error?: string;
}

function check(kind: string, workload: KubeObject, { message, done, error }: Case, revision = 0): void {
  if (error !== undefined) expect(() => face(kind).status(workload, revision)).toThrow(error);
  else expect(face(kind).status(workload, revision)).toEqual({ text: message, done });
}

interface DeploymentCase extends Case {
  readonly generation: number;
  readonly specReplicas?: number;
  readonly status?: { readonly progressingReason?: string };
  /** The revision that was asked for, and the one that runs. */
  readonly revision?: number;
  readonly annotationRevision?: number;
}

test.each(deployments.cases as readonly DeploymentCase[])('K-1 %j', (one) => {
  const { progressingReason: reason, ...status } = one.status ?? {};
  const conditions = reason === undefined ? [] : [{ type: 'Progressing', status: 'False', reason }];
  const spec = { replicas: one.specReplicas };
  const deployment = object('Deployment', one.generation, { spec, status: { ...status, conditions } });
  const annotations = { 'deployment.kubernetes.io/revision': String(one.annotationRevision ?? 1) };
  const metadata = { ...deployment.metadata, annotations };
  check('Deployment', { ...deployment, metadata }, one, one.revision);
});

interface DaemonSetCase extends Case {
  readonly generation?: number;
  readonly strategy?: string;
  readonly status?: object;
}

test.each(daemonSets.cases as readonly DaemonSetCase[])('K-2 %j', (one) => {
  const spec = { updateStrategy: { type: one.strategy ?? 'RollingUpdate' } };
  check('DaemonSet', object('DaemonSet', one.generation, { spec, status: one.status ?? {} }), one);
});

interface StatefulSetCase extends Case {
  readonly generation: number;
  readonly strategy: { readonly type: string; readonly partition?: number };
  readonly status: object;
}

test.each(statefulSets.cases as readonly StatefulSetCase[])('K-3 %j', (one) => {
  const { type, partition } = one.strategy;
  const updateStrategy = { type, ...(partition === undefined ? {} : { rollingUpdate: { partition } }) };
  const spec = { replicas: 3, updateStrategy };
  check('StatefulSet', object('StatefulSet', one.generation, { spec, status: one.status }), one);
});

const template = (image: string, hash = '') => ({
  metadata: { labels: { app: 'web', ...(hash === '' ? {} : { 'pod-template-hash': hash }) } },
  spec: { containers: [{ name: 'web', image }] },
});

function replicaSet(revision: number, image: string, annotations = {}): KubeObject {
  const name = `web-${revision}`;
  const metadata = {
    name,
    uid: name,
    namespace: 'bar',
    labels: { app: 'web' },
    annotations: { 'deployment.kubernetes.io/revision': String(revision), ...annotations },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u', controller: true }],
  };
  return made({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata,
    spec: { template: template(image, 'x') },
  });
}

describe('a deployment goes back', () => {
  const { target, rollback, revisions } = face('Deployment');
  const deployment = made({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'bar',
      uid: 'u',
      generation: 3,
      annotations: { 'deployment.kubernetes.io/revision': '3', kept: 'no' },
    },
    spec: { selector: { matchLabels: { app: 'web' } }, template: template('c') },
  });
  const kept = [
    replicaSet(3, 'c'),
    replicaSet(1, 'a', { 'kubernetes.io/change-cause': 'first' }),
    replicaSet(2, 'b', { 'kubernetes.io/change-cause': 'second' }),
  ];

  test('K-4 revisions stand in their order', () => {
    expect(revisions(deployment, kept).map(({ number, cause }) => [number, cause])).toEqual([
      [1, 'first'],
      [2, 'second'],
      [3, ''],
    ]);
  });

  test('K-5 to the revision before, to one that is named, to none that is not there', () => {
    expect(target(deployment, kept, 0).number).toBe(2);
    expect(target(deployment, kept, 1).number).toBe(1);
    expect(() => target(deployment, kept, 7)).toThrow('unable to find specified revision 7 in history');
    expect(() => target(deployment, kept.slice(0, 1), 0)).toThrow(
      'no rollout history found for deployment "web"',
    );
  });

  test('K-5 the patch brings the template without its hash and the annotations of then', () => {
    const change = rollback(deployment, target(deployment, kept, 1));
    expect(change).toMatchObject({ type: 'patch', format: 'json' });
    const [replaced, annotations] = (change as { patch: readonly { path: string; value: unknown }[] }).patch;
    expect(replaced).toMatchObject({ path: '/spec/template', value: template('a') });
    expect(annotations).toMatchObject({
      path: '/metadata/annotations',
      value: { 'kubernetes.io/change-cause': 'first' },
    });
  });

  test('K-5 an equal template is left alone', () => {
    expect(rollback(deployment, target(deployment, kept, 3))).toEqual({ type: 'already there' });
  });
});
