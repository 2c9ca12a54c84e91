import { expect, test } from 'vitest';
import type { Pod } from '../../../../src/kinds/core/pod/kind.ts';
import { sender } from '../../../support/requests.ts';
import { pod, WholeCluster } from '../../../support/whole-cluster.ts';

const POD = '/api/v1/namespaces/default/pods/web';
const PATH = `${POD}/ephemeralcontainers`;

function cluster() {
  const whole = new WholeCluster();
  whole.create(pod('web'));
  whole.pass(5);
  const send = sender(whole);
  const read = (): Pod => send('GET', POD) as Pod;
  const written = (change: (pod: Pod) => object): unknown => send('PUT', PATH, change(read()));
  return { read, written };
}

const debug = { name: 'debug', image: 'busybox' };
const withContainers =
  (...list: readonly object[]) =>
  (given: Pod) => ({
    ...given,
    spec: { ...given.spec, ephemeralContainers: list },
  });

test('a container comes to a running pod, with its defaults', () => {
  const { read, written } = cluster();
  written(withContainers({ ...debug, targetContainerName: 'web' }));
  expect(read().spec.ephemeralContainers).toEqual([
    {
      ...debug,
      targetContainerName: 'web',
      imagePullPolicy: 'Always',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    },
  ]);
});

test('nothing else of the pod is changed by this path', () => {
  const { read, written } = cluster();
  const { metadata, spec, status } = read();
  written((given) => ({
    ...withContainers(debug)(given),
    metadata: { ...given.metadata, labels: { new: 'label' } },
    status: {},
  }));
  const after = read();
  expect(after.status).toEqual(status);
  expect({ ...after.metadata, managedFields: undefined, resourceVersion: undefined }).toEqual({
    ...metadata,
    generation: 2,
    managedFields: undefined,
    resourceVersion: undefined,
  });
  expect({ ...after.spec, ephemeralContainers: undefined }).toEqual(spec);
});

test.each([
  [[{ ...debug, image: 'alpine' }], 'may not be changed'],
  [[], 'existing ephemeral containers "debug" may not be removed'],
  [[debug, { ...debug, name: 'web' }], 'spec.ephemeralContainers[1].name: Duplicate value: "web"'],
  [
    [debug, { ...debug, name: 'more', targetContainerName: 'nosuch' }],
    'spec.ephemeralContainers[1].targetContainerName: Not found: "nosuch"',
  ],
])('after one is there, %j is refused: %s', (list, why) => {
  const { written } = cluster();
  written(withContainers(debug));
  expect(written(withContainers(...list))).toContain(why);
});
