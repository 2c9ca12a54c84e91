import { describe, expect, test } from 'vitest';
import { ResourceQuota } from '../../../../src/kinds/core/resourcequota/kind.ts';
import { sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const AT = '/api/v1/namespaces/default';
const PODS = `${AT}/pods`;

function cluster(hard: Readonly<Record<string, string>>, more: object = {}) {
  const whole = new WholeCluster({ kubelet: 'fast' });
  const send = sender(whole);
  send('POST', `${AT}/resourcequotas`, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q' },
    spec: { hard, ...more },
  });
  const used = () => whole.client.get(ResourceQuota, { namespace: 'default', name: 'q' }).status?.used;
  return { whole, send, used };
}

const podOf = (name: string, cpu?: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    containers: [{ name: 'c', image: 'nginx', ...(cpu ? { resources: { requests: { cpu } } } : {}) }],
    ...more,
  },
});
const serviceOf = (name: string, type: string, ports: readonly number[]) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { type, ports: ports.map((port) => ({ name: `p${port}`, port })) },
});

describe('Q-4 what is refused', () => {
  test('what exceeds is named with all that it exceeds, and nothing else', () => {
    const { send } = cluster({ pods: '5', 'requests.cpu': '1', cpu: '1' });
    send('POST', PODS, podOf('a', '700m'));
    expect(send('POST', PODS, podOf('b', '500m'))).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: cpu=500m,requests.cpu=500m, used: cpu=700m,requests.cpu=700m, limited: cpu=1,requests.cpu=1',
    );
  });
  test('a pod that does not say what is limited', () => {
    const { send } = cluster({ 'limits.cpu': '1', 'requests.memory': '1Gi' });
    expect(send('POST', PODS, podOf('a', '1'))).toBe(
      'pods "a" is forbidden: failed quota: q: must specify limits.cpu for: c; requests.memory for: c',
    );
  });
  test('a Service with more node ports than are left; changing its type counts as well', () => {
    const { send, used } = cluster({ 'services.nodeports': '1', services: '3' });
    const exceeded =
      'services "two" is forbidden: exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1';
    expect(send('POST', `${AT}/services`, serviceOf('two', 'NodePort', [80, 81]))).toBe(exceeded);
    send('POST', `${AT}/services`, serviceOf('two', 'ClusterIP', [80, 81]));
    const contentType = 'application/merge-patch+json';
    expect(send('PATCH', `${AT}/services/two`, { spec: { type: 'NodePort' } }, { contentType })).toBe(
      exceeded,
    );
    // The other one is `kubernetes`.
    expect(used()).toEqual({ services: '2', 'services.nodeports': '0' });
  });
  test('in the order of the names', () => {
    const { send } = cluster({ services: '1', 'services.nodeports': '0' });
    expect(send('POST', `${AT}/services`, serviceOf('two', 'NodePort', [80]))).toBe(
      'services "two" is forbidden: exceeded quota: q, requested: services=1,services.nodeports=1, used: services=1,services.nodeports=0, limited: services=1,services.nodeports=0',
    );
  });
  test('claims, by their class', () => {
    const { send } = cluster({ 'slow.storageclass.storage.k8s.io/requests.storage': '1Gi' });
    const claim = (name: string, storageClassName: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: {
        storageClassName,
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '2Gi' } },
      },
    });
    expect(send('POST', `${AT}/persistentvolumeclaims`, claim('data', 'fast'))).toMatchObject({
      metadata: { name: 'data' },
    });
    expect(send('POST', `${AT}/persistentvolumeclaims`, claim('more', 'slow'))).toBe(
      'persistentvolumeclaims "more" is forbidden: exceeded quota: q, requested: slow.storageclass.storage.k8s.io/requests.storage=2Gi, used: slow.storageclass.storage.k8s.io/requests.storage=0, limited: slow.storageclass.storage.k8s.io/requests.storage=1Gi',
    );
  });
});

describe('Q-5 what is used', () => {
  test('is charged when an object is let in, and given back when it has gone', () => {
    const { send, used } = cluster({ 'count/secrets': '2', secrets: '2' });
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
    send('POST', `${AT}/secrets`, secret);
    const before = used();
    send('DELETE', `${AT}/secrets/s`);
    expect([before, used()]).toEqual([
      { 'count/secrets': '1', secrets: '1' },
      { 'count/secrets': '0', secrets: '0' },
    ]);
  });
  test('is not charged by a dry run', () => {
    const { send, used } = cluster({ pods: '1' });
    send('POST', PODS, podOf('a'), { dryRun: true });
    expect(used()).toEqual({ pods: '0' });
  });
  test('of a pod that has ended only its object is left', () => {
    const { whole, send, used } = cluster({ pods: '1', 'count/pods': '1' });
    const annotations = { 'sim.local/behaviour': 'completes after 1s' };
    const pod = podOf('a', undefined, { restartPolicy: 'Never' });
    send('POST', PODS, { ...pod, metadata: { name: 'a', annotations } });
    const status = { ...(send('GET', `${PODS}/a`) as object), status: { phase: 'Succeeded' } };
    send('PUT', `${PODS}/a/status`, status);
    whole.pass(1);
    expect(used()).toEqual({ pods: '0', 'count/pods': '1' });
  });
  test('of a Service that has another type its ports are given back', () => {
    const { whole, send, used } = cluster({ 'services.nodeports': '2' });
    send('POST', `${AT}/services`, serviceOf('two', 'NodePort', [80, 81]));
    const before = used();
    const contentType = 'application/merge-patch+json';
    send('PATCH', `${AT}/services/two`, { spec: { type: 'ClusterIP' } }, { contentType });
    whole.pass(1);
    expect([before, used()]).toEqual([{ 'services.nodeports': '2' }, { 'services.nodeports': '0' }]);
  });
  test('of a pod that gets a deadline is given back where none has one', () => {
    const { whole, send, used } = cluster({ pods: '2' }, { scopes: ['NotTerminating'] });
    send('POST', PODS, podOf('a'));
    const contentType = 'application/merge-patch+json';
    send('PATCH', `${PODS}/a`, { spec: { activeDeadlineSeconds: 600 } }, { contentType });
    whole.pass(1);
    expect(used()).toEqual({ pods: '0' });
  });
  test('of a scope only what is in it', () => {
    const { send, used } = cluster({ pods: '1' }, { scopes: ['Terminating'] });
    send('POST', PODS, podOf('a'));
    send('POST', PODS, podOf('b', undefined, { activeDeadlineSeconds: 60 }));
    expect([used(), send('POST', PODS, podOf('c', undefined, { activeDeadlineSeconds: 60 }))]).toEqual([
      { pods: '1' },
      'pods "c" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    ]);
  });
});
