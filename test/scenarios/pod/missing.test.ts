import { describe, expect, test } from 'vitest';
import { ConfigMap } from '../../../src/kinds/core/configmap/kind.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

const config = { metadata: { namespace: 'default', name: 'cfg' }, data: { a: '1' } };

describe('SP-15 a ConfigMap that is not there', () => {
  test('K-31 for the environment: the container cannot be made, and is made at a later look', () => {
    const whole = new WholeCluster({ durations: STEADY });
    const rows = whole.watchPod('web');
    const container = { name: 'c', image: 'nginx:1.27', envFrom: [{ configMapRef: { name: 'cfg' } }] };
    whole.create(pod('web', { containers: [container] }));
    whole.pass(3);
    expect(whole.pod('web').status?.containerStatuses?.[0]?.state).toEqual({
      waiting: { reason: 'CreateContainerConfigError', message: 'configmap "cfg" not found' },
    });
    expect(whole.events('web', 'kubelet').at(-1)).toBe('Warning Failed Error: configmap "cfg" not found');
    whole.client.create(ConfigMap, config);
    whole.pass(20);
    expect(rows).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 ContainerCreating 0',
      '1s 0/1 CreateContainerConfigError 0',
      '13s 1/1 Running 0',
    ]);
  });

  test('K-80 as a volume: the pod stays ContainerCreating', () => {
    const whole = new WholeCluster({ durations: STEADY });
    const rows = whole.watchPod('web');
    whole.create(
      pod('web', {
        containers: [{ name: 'c', image: 'nginx:1.27' }],
        volumes: [{ name: 'v', configMap: { name: 'cfg' } }],
      }),
    );
    whole.pass(7.2);
    const events = whole.events('web', 'kubelet');
    whole.client.create(ConfigMap, config);
    whole.pass(20);
    expect(events).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "v" : configmap "cfg" not found x4',
    ]);
    expect(rows).toEqual(['0s 0/1 Pending 0', '0s 0/1 ContainerCreating 0', '8s 1/1 Running 0']);
  });
});
