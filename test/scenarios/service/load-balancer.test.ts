import { describe, expect, test } from 'vitest';
import { startCloud, stopCloud } from '../../../src/cluster/cloud.ts';
import { Service } from '../../../src/kinds/core/service/kind.ts';
import { erased } from '../../../src/kinds/kind.ts';
import { Ingress } from '../../../src/kinds/networking/ingress/kind.ts';
import { IngressClass } from '../../../src/kinds/networking/ingressclass/kind.ts';
import { sender } from '../../support/requests.ts';
import { type Made, WholeCluster } from '../../support/whole-cluster.ts';

const balanced = (name: string, own: object = {}): Made => ({
  kind: erased(Service),
  metadata: { namespace: 'default', name },
  ...({
    spec: {
      type: 'LoadBalancer',
      selector: { app: name },
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      ...own,
    },
  } as object),
});
const found = (whole: WholeCluster, name: string) =>
  whole.client.find(Service, { namespace: 'default', name });
const addresses = (whole: WholeCluster, name: string) =>
  found(whole, name)?.status?.loadBalancer?.ingress?.map(
    ({ ip, ipMode }) => `${ip?.replace(/\.\d+\.\d+$/, '')} ${ipMode}`,
  );
const ENSURED = [
  'Normal EnsuringLoadBalancer Ensuring load balancer',
  'Normal EnsuredLoadBalancer Ensured load balancer',
];

describe('P-7: a Service of type LoadBalancer', () => {
  test('waits for ever where there is no cloud', () => {
    const whole = new WholeCluster();
    whole.create(balanced('web'));
    whole.pass(3600);
    expect([addresses(whole, 'web'), whole.events('web')]).toEqual([undefined, []]);
  });

  test('has an address within seconds where there is one', () => {
    const whole = new WholeCluster({ cloud: true });
    whole.create(balanced('web'));
    expect(found(whole, 'web')?.metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);
    whole.pass(10);
    expect(addresses(whole, 'web')).toEqual(['198.18 VIP']);
    expect(whole.events('web', 'service-controller')).toEqual(ENSURED);
  });

  test('has one as soon as a cloud comes, and the one that it asks for', () => {
    const whole = new WholeCluster({ kubelet: 'fast' });
    whole.create(balanced('web', { loadBalancerIP: '198.18.7.7' }));
    startCloud(whole.client);
    whole.settle();
    expect(found(whole, 'web')?.status?.loadBalancer).toEqual({
      ingress: [{ ip: '198.18.7.7', ipMode: 'VIP' }],
    });
  });

  test('of a class is left to whoever knows the class', () => {
    const whole = new WholeCluster({ kubelet: 'fast', cloud: true });
    whole.create(balanced('web', { loadBalancerClass: 'example.com/other' }));
    expect([addresses(whole, 'web'), found(whole, 'web')?.metadata.finalizers]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('is looked at again when it asks for something else, and keeps its address', () => {
    const whole = new WholeCluster({ kubelet: 'fast', cloud: true });
    whole.create(balanced('web'));
    const before = found(whole, 'web')?.status;
    const patch = { spec: { externalTrafficPolicy: 'Local' } };
    sender(whole)('PATCH', '/api/v1/namespaces/default/services/web', patch, {
      contentType: 'application/merge-patch+json',
    });
    expect(found(whole, 'web')?.status).toEqual(before);
    expect(found(whole, 'web')?.spec.healthCheckNodePort).toBeGreaterThanOrEqual(30086);
  });

  test('is cleaned up before it goes', () => {
    const whole = new WholeCluster({ kubelet: 'fast', cloud: true });
    whole.create(balanced('web'));
    whole.client.delete(Service, { namespace: 'default', name: 'web' });
    whole.settle();
    expect(found(whole, 'web')).toBe(undefined);
    expect(whole.events('web')).toEqual([
      ...ENSURED,
      'Normal DeletingLoadBalancer Deleting load balancer',
      'Normal DeletedLoadBalancer Deleted load balancer',
    ]);
  });

  test('cannot go when the cloud is gone: its finalizer stays', () => {
    const whole = new WholeCluster({ kubelet: 'fast', cloud: true });
    whole.create(balanced('web'));
    stopCloud(whole.client);
    whole.client.delete(Service, { namespace: 'default', name: 'web' });
    whole.settle();
    expect(found(whole, 'web')?.metadata.deletionTimestamp).toBeDefined();
  });
});

describe('an Ingress', () => {
  const ingress: Made = {
    kind: erased(Ingress),
    metadata: { namespace: 'default', name: 'shop' },
    ...({
      spec: { ingressClassName: 'nginx', defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
    } as object),
  };
  const status = (whole: WholeCluster) =>
    whole.client.get(Ingress, { namespace: 'default', name: 'shop' }).status;

  test('has an address once its class is there', () => {
    const whole = new WholeCluster({ kubelet: 'fast', cloud: true });
    whole.create(ingress);
    expect(status(whole)).toEqual({ loadBalancer: {} });
    const spec = { controller: 'k8s.io/ingress-nginx' };
    whole.create({ kind: erased(IngressClass), metadata: { name: 'nginx' }, ...({ spec } as object) });
    expect(status(whole)?.loadBalancer?.ingress?.[0]?.ip).toMatch(/^198\.19\.0\.\d+$/);
    expect(whole.events('shop')).toEqual(['Normal Sync Scheduled for sync']);
  });
});
