import { expect, test } from 'vitest';
import { sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const PODS = '/api/v1/namespaces/default/pods';
const pod = (spec: object) => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
});
const withClass = (runtimeClass: object) => {
  const send = sender(new WholeCluster());
  send('POST', '/apis/node.k8s.io/v1/runtimeclasses', { metadata: { name: 'gvisor' }, ...runtimeClass });
  return (spec: object) => send('POST', PODS, pod(spec)) as { readonly spec: Record<string, unknown> };
};
const FORBIDDEN = 'pods "p" is forbidden: ';

test('a runtime class that is not there is told', () => {
  expect(withClass({ handler: 'runsc' })({ runtimeClassName: 'firecracker' })).toBe(
    `${FORBIDDEN}pod rejected: RuntimeClass "firecracker" not found`,
  );
});
test('a pod gets the overhead, the node selector and the tolerations of its runtime class', () => {
  const tolerations = [{ key: 'sandbox', operator: 'Exists' }];
  const create = withClass({
    handler: 'runsc',
    overhead: { podFixed: { cpu: '100m' } },
    scheduling: { nodeSelector: { sandbox: 'yes' }, tolerations },
  });
  const { spec } = create({ runtimeClassName: 'gvisor', nodeSelector: { disk: 'ssd' } });
  expect(spec['overhead']).toEqual({ cpu: '100m' });
  expect(spec['nodeSelector']).toEqual({ disk: 'ssd', sandbox: 'yes' });
  expect(spec['tolerations']).toEqual(expect.arrayContaining(tolerations));
});
test('a node selector that contradicts the runtime class is refused', () => {
  const create = withClass({ handler: 'runsc', scheduling: { nodeSelector: { sandbox: 'yes' } } });
  expect(create({ runtimeClassName: 'gvisor', nodeSelector: { sandbox: 'no' } })).toBe(
    `${FORBIDDEN}conflict: runtimeClass.scheduling.nodeSelector[sandbox] = yes; pod.spec.nodeSelector[sandbox] = no`,
  );
});
test('overhead without a runtime class that asks for it is refused', () => {
  expect(withClass({ handler: 'runsc' })({ overhead: { cpu: '1' } })).toBe(
    `${FORBIDDEN}pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead`,
  );
});
test('an Ingress without a class gets the default one', () => {
  const send = sender(new WholeCluster());
  const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
  const spec = { controller: 'example.com/c' };
  send('POST', '/apis/networking.k8s.io/v1/ingressclasses', {
    metadata: { name: 'nginx', annotations },
    spec,
  });
  const ingress = send('POST', '/apis/networking.k8s.io/v1/namespaces/default/ingresses', {
    metadata: { name: 'i' },
    spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } },
  });
  expect(ingress).toMatchObject({ spec: { ingressClassName: 'nginx' } });
});
test('what an Ingress is refused for names the group it came from', () => {
  const send = sender(new WholeCluster());
  const answer = send('POST', '/apis/networking.k8s.io/v1/namespaces/default/ingresses', {
    metadata: { name: 'i' },
    spec: {},
  });
  expect(answer).toMatch(/^Ingress\.extensions "i" is invalid: /);
});
test('a claim that is not bound does not grow; a bound one does where its class says so', () => {
  const house = new WholeCluster({ kubelet: 'fast' });
  const send = sender(house);
  const path = '/api/v1/namespaces/default/persistentvolumeclaims';
  const claim = (storageClassName: string, storage: string) => ({
    metadata: { name: storageClassName },
    spec: { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  });
  const grow = (name: string) =>
    send(
      'PATCH',
      `${path}/${name}`,
      { spec: { resources: { requests: { storage: '2Gi' } } } },
      { contentType: 'application/merge-patch+json' },
    );
  send('POST', path, claim('standard', '1Gi'));
  house.pass(60);
  expect(grow('standard')).toBe(
    'persistentvolumeclaims "standard" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  );
});
