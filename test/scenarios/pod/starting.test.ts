import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../../../src/kinds/core/pod/types.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

const PULLED =
  /^Normal Pulled Successfully pulled image "(.+)" in (.+) \((.+) including waiting\)\. Image size: \d+ bytes\.$/;
const onWorker = (image: string): Partial<PodSpec> => ({
  nodeSelector: { 'kubernetes.io/hostname': 'worker-1' },
  containers: [{ name: 'web', image }],
});
/** Without the first, which tells the node. */
const ofKubelet = (whole: WholeCluster, name: string) =>
  whole.events(name, 'kubelet').map((text) => text.replace(PULLED, 'Normal Pulled $1 in $2'));

describe('SP-01 a healthy pod whose image is not on the node', () => {
  const whole = new WholeCluster({ durations: STEADY });
  const rows = whole.watchPod('web');
  whole.create(pod('web', onWorker('nginx:1.27')));
  whole.pass(5);
  const { status, spec } = whole.pod('web');

  test('S-1 K-31 its events, in order', () => {
    expect(whole.events('web')).toEqual([
      'Normal Scheduled Successfully assigned default/web to worker-1',
      'Normal Pulling Pulling image "nginx:1.27"',
      expect.stringMatching(PULLED),
      'Normal Created Created container: web',
      'Normal Started Started container web',
    ]);
    expect(ofKubelet(whole, 'web')[1]).toBe('Normal Pulled nginx:1.27 in 1.2s');
  });
  test('K-20 its conditions, in order, all of them hold', () => {
    expect(status?.conditions?.map((condition) => [condition.type, condition.status])).toEqual(
      ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => [
        type,
        'True',
      ]),
    );
  });
  test('K-30 what get shows of it on the way', () => {
    expect(rows).toEqual(['0s 0/1 Pending 0', '0s 0/1 ContainerCreating 0', '1s 1/1 Running 0']);
  });
  test('A-24 a tag that is not latest is pulled only where it is not present', () => {
    expect(spec.containers[0]?.imagePullPolicy).toBe('IfNotPresent');
  });
});

describe('SP-02 the second pod of an image on a node', () => {
  const whole = new WholeCluster({ durations: STEADY });
  const twice = (image: string, name: string): void => {
    for (const number of [1, 2]) {
      whole.create(pod(`${name}-${number}`, onWorker(image)));
      whole.pass(5);
    }
  };
  twice('nginx:1.27', 'tagged');
  twice('nginx', 'plain');
  twice('redis:latest', 'latest');

  test('K-31 finds it there', () => {
    expect(ofKubelet(whole, 'tagged-2')).toEqual([
      'Normal Pulled Container image "nginx:1.27" already present on machine',
      'Normal Created Created container: web',
      'Normal Started Started container web',
    ]);
  });
  test.each([
    ['without a tag', 'plain-2', 'nginx'],
    ['with the tag latest', 'latest-2', 'redis:latest'],
  ])('A-24 asks the registry again %s', (_, name, image) => {
    expect(whole.pod(name).spec.containers[0]?.imagePullPolicy).toBe('Always');
    expect(ofKubelet(whole, name).slice(0, 2)).toEqual([
      `Normal Pulling Pulling image "${image}"`,
      `Normal Pulled ${image} in 100ms`,
    ]);
  });
});

describe('a pod with two containers', () => {
  const twoOf = (first: string, second: string) => {
    const whole = new WholeCluster({ durations: STEADY });
    const rows = whole.watchPod('two');
    const containers = [
      { name: 'first', image: first },
      { name: 'second', image: second },
    ];
    whole.create(pod('two', { containers }));
    whole.pass(5);
    return { whole, rows };
  };

  test('the second image is pulled when the first container has been started', () => {
    const { whole } = twoOf('nginx:1.27', 'redis:7');
    expect(ofKubelet(whole, 'two')).toEqual([
      'Normal Pulling Pulling image "nginx:1.27"',
      'Normal Pulled nginx:1.27 in 1.2s',
      'Normal Created Created container: first',
      'Normal Started Started container first',
      'Normal Pulling Pulling image "redis:7"',
      'Normal Pulled redis:7 in 1.2s',
      'Normal Created Created container: second',
      'Normal Started Started container second',
    ]);
  });
  test('and is there already where it is the same', () => {
    const { whole } = twoOf('nginx:1.27', 'nginx:1.27');
    expect(ofKubelet(whole, 'two')[4]).toBe(
      'Normal Pulled Container image "nginx:1.27" already present on machine',
    );
  });
  test('nobody is told of the first before the second has been started', () => {
    const { rows } = twoOf('nginx:1.27', 'redis:7');
    expect(rows).toEqual(['0s 0/2 Pending 0', '0s 0/2 ContainerCreating 0', '2s 2/2 Running 0']);
  });
  test('an image that cannot be pulled holds nobody up', () => {
    const { whole } = twoOf('nginx:nope', 'redis:7');
    expect(whole.events('two')).toContain('Normal Started Started container second');
  });
});
