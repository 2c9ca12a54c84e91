import { describe, expect, test } from 'vitest';
import { ConfigMap } from '../../../src/kinds/core/configmap/kind.ts';
import { kubectl } from '../../support/kubectl.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const REF = { namespace: 'default', name: 'held' } as const;

/** A ConfigMap that a finalizer keeps. */
function held(): WholeCluster {
  const whole = new WholeCluster();
  whole.client.create(ConfigMap, { metadata: { ...REF, finalizers: ['a.example/b'] }, data: {} });
  return whole;
}
const finalizers = (list: string): string =>
  `patch configmap held --type=merge -p '{"metadata":{"finalizers":${list}}}'`;

describe('SP-37 G-1 what a finalizer keeps', () => {
  test('stays with its time of deletion, and kubectl waits for it', async () => {
    const whole = held();
    expect(await kubectl(whole, 'delete configmap held --timeout=5s')).toEqual([
      'configmap "held" deleted',
      '! error: timed out waiting for the condition on configmaps/held',
      '[exit 1]',
    ]);
    const { metadata } = whole.client.get(ConfigMap, REF);
    expect([metadata.deletionTimestamp !== undefined, metadata.deletionGracePeriodSeconds]).toEqual([
      true,
      0,
    ]);
  });

  test('is gone when the list is empty', async () => {
    const whole = held();
    await kubectl(whole, 'delete configmap held --wait=false');
    expect(await kubectl(whole, finalizers('[]'))).toEqual(['configmap/held patched']);
    expect(whole.client.find(ConfigMap, REF)).toBeUndefined();
  });

  test('gets no further finalizer', async () => {
    const whole = held();
    await kubectl(whole, 'delete configmap held --wait=false');
    expect(await kubectl(whole, finalizers('["a.example/b","c.example/d"]'))).toEqual([
      '! The ConfigMap "held" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"c.example/d"}',
      '[exit 1]',
    ]);
  });
});
