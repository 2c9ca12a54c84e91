import { describe, expect, test } from 'vitest';
import { ConfigMap } from '../../../src/kinds/core/configmap/kind.ts';
import { Namespace } from '../../../src/kinds/core/namespace/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { kubectl } from '../../support/kubectl.ts';
import { STEADY, WholeCluster } from '../../support/whole-cluster.ts';

const SHOP = { namespace: '', name: 'shop' } as const;

/** A namespace with a pod that ignores SIGTERM. */
function shop(): WholeCluster {
  const whole = new WholeCluster({ durations: STEADY });
  whole.client.create(Namespace, { metadata: { name: 'shop' }, spec: { finalizers: ['kubernetes'] } });
  whole.pass(1);
  const annotations = { 'sim.local/behaviour': 'ignores SIGTERM' };
  const metadata = { namespace: 'shop', name: 'web', annotations };
  whole.client.create(Pod, { metadata, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } } as never);
  whole.pass(5);
  return whole;
}

describe('SP-39 a namespace is deleted', () => {
  const whole = shop();
  whole.client.delete(Namespace, SHOP);
  whole.pass(8);
  const during = whole.client.get(Namespace, SHOP);
  const pod = whole.client.find(Pod, { namespace: 'shop', name: 'web' });

  test('NS-1 it is Terminating while its pods have their grace', () => {
    expect([during.status?.phase, during.spec?.finalizers]).toEqual(['Terminating', ['kubernetes']]);
    expect(pod?.metadata.deletionGracePeriodSeconds).toBe(30);
  });
  test('NS-5 the conditions say what is left', () => {
    const [remaining] = (during.status?.conditions ?? []).filter(
      ({ type }) => type === 'NamespaceContentRemaining',
    );
    expect([remaining?.status, remaining?.reason, remaining?.message]).toEqual([
      'True',
      'SomeResourcesRemain',
      'Some resources are remaining: pods. has 1 resource instances',
    ]);
  });
  test('NS-3 nothing can be made in it', async () => {
    expect(await kubectl(whole, 'create configmap x -n shop')).toEqual([
      '! error: failed to create configmap: configmaps "x" is forbidden: unable to create new content in namespace shop because it is being terminated',
      '[exit 1]',
    ]);
  });
  test('then it is gone', () => {
    whole.pass(60);
    expect(whole.client.find(Namespace, SHOP)).toBeUndefined();
  });
});

test('SP-39 NS-5 an object with a foreign finalizer keeps its namespace', () => {
  const whole = shop();
  const metadata = { namespace: 'shop', name: 'held', finalizers: ['example.com/hold'] };
  whole.client.create(ConfigMap, { metadata, data: {} });
  whole.client.delete(Namespace, SHOP);
  whole.pass(600);
  const { status } = whole.client.get(Namespace, SHOP);
  const told = status?.conditions?.map((each) => [each.type, each.status, each.reason, each.message]);
  expect(told).toEqual([
    [
      'NamespaceDeletionDiscoveryFailure',
      'False',
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    [
      'NamespaceContentRemaining',
      'True',
      'SomeResourcesRemain',
      'Some resources are remaining: configmaps. has 1 resource instances',
    ],
    [
      'NamespaceFinalizersRemaining',
      'True',
      'SomeFinalizersRemain',
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    ],
  ]);
});

test('SP-39 NS-2 default may not be deleted', async () => {
  const whole = new WholeCluster();
  expect(await kubectl(whole, 'delete namespace default')).toEqual([
    '! Error from server (Forbidden): namespaces "default" is forbidden: this namespace may not be deleted',
    '[exit 1]',
  ]);
});
