import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { deployment, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

const HERE = { namespace: 'default' } as const;
const WEB = { ...HERE, name: 'web' } as const;

/** Two running pods of a Deployment. */
function running(): WholeCluster {
  const whole = new WholeCluster({ durations: STEADY });
  whole.create(deployment('web', 2));
  whole.pass(10);
  return whole;
}
const remove = (whole: WholeCluster, propagation: 'Background' | 'Foreground' | 'Orphan'): void => {
  whole.client.delete(Deployment, WEB, { propagation });
  whole.settle();
};
const left = (whole: WholeCluster) => [
  whole.client.list(Deployment, HERE).length,
  whole.client.list(ReplicaSet, HERE).length,
  whole.client.list(Pod, HERE).length,
];

describe('SP-36 a Deployment is deleted', () => {
  test('G-2 Background: it is gone at once, its ReplicaSet and pods follow, pods with their grace', () => {
    const whole = running();
    remove(whole, 'Background');
    expect(left(whole)).toEqual([0, 0, 2]);
    const graces = whole.client.list(Pod, HERE).map(({ metadata }) => metadata.deletionGracePeriodSeconds);
    expect(graces).toEqual([30, 30]);
    whole.pass(3);
    expect(left(whole)).toEqual([0, 0, 0]);
  });

  test('G-2 G-7 Foreground: it stays until the last pod is gone', () => {
    const whole = running();
    remove(whole, 'Foreground');
    const { metadata } = whole.client.get(Deployment, WEB);
    expect([metadata.finalizers, metadata.deletionTimestamp !== undefined]).toEqual([
      ['foregroundDeletion'],
      true,
    ]);
    const [set] = whole.client.list(ReplicaSet, HERE);
    expect(set?.metadata.finalizers).toEqual(['foregroundDeletion']);
    whole.pass(0.5);
    expect(left(whole)).toEqual([1, 1, 2]);
    whole.pass(3);
    expect(left(whole)).toEqual([0, 0, 0]);
  });

  test('G-9 Orphan: its ReplicaSet has no owner any more, and the next Deployment of the kind takes it', () => {
    const whole = running();
    const [before] = whole.client.list(ReplicaSet, HERE);
    const pods = whole.client.list(Pod, HERE).map(({ metadata }) => metadata.name);
    remove(whole, 'Orphan');
    whole.pass(5);
    const [orphan] = whole.client.list(ReplicaSet, HERE);
    expect([left(whole), orphan?.metadata.uid, orphan?.metadata.ownerReferences]).toEqual([
      [0, 1, 2],
      before?.metadata.uid,
      undefined,
    ]);
    whole.create(deployment('web', 2));
    whole.pass(5);
    const [adopted] = whole.client.list(ReplicaSet, HERE);
    expect([left(whole), adopted?.metadata.uid]).toEqual([[1, 1, 2], before?.metadata.uid]);
    expect(adopted?.metadata.ownerReferences?.[0]?.uid).toBe(whole.client.get(Deployment, WEB).metadata.uid);
    expect(whole.client.list(Pod, HERE).map(({ metadata }) => metadata.name)).toEqual(pods);
  });
});
