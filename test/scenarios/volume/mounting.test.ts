import { describe, expect, test } from 'vitest';
import { ConfigMap } from '../../../src/kinds/core/configmap/kind.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Volume } from '../../../src/kinds/core/pod/types.ts';
import { driver, volume } from '../../support/volumes.ts';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

const ref = (name: string) => ({ namespace: 'default', name });
const find = (whole: WholeCluster, name: string) => whole.client.find(Pod, ref(name));
const waiting = (whole: WholeCluster, name: string) =>
  find(whole, name)?.status?.containerStatuses?.[0]?.state?.waiting?.reason;

/** A pod on worker-1 with the volumes, mounted nowhere. */
const withVolumes = (name: string, ...volumes: readonly Volume[]) =>
  pod(name, { nodeName: 'worker-1', volumes });
/** What the kubelet says of a pod with the volume within ten seconds, without how often. */
function told(whole: WholeCluster, name: string, ...volumes: readonly Volume[]): readonly string[] {
  whole.create(withVolumes(name, ...volumes));
  whole.pass(10);
  return whole
    .events(name, 'kubelet')
    .filter((text) => text.includes('FailedM'))
    .map((text) => text.replace(/ x\d+$/, ''));
}

describe('SP-15 a ConfigMap that is not there', () => {
  const whole = new WholeCluster();
  const setUp = (name: string): string =>
    `Warning FailedMount MountVolume.SetUp failed for volume "${name}" : `;
  test('K-80 as a volume keeps the pod in ContainerCreating', () => {
    expect(told(whole, 'web', { name: 'v', configMap: { name: 'cfg' } })).toEqual([
      `${setUp('v')}configmap "cfg" not found`,
    ]);
    expect([find(whole, 'web')?.status?.phase, waiting(whole, 'web')]).toEqual([
      'Pending',
      'ContainerCreating',
    ]);
  });
  test('K-80 is tried after 0.5, 1, 2, 4 seconds, and so on', () => {
    expect(whole.events('web', 'kubelet')[0]).toMatch(/ x5$/);
  });
  test('K-80 and once it is there the pod starts', () => {
    whole.client.create(ConfigMap, { metadata: ref('cfg'), data: { key: 'value' } });
    whole.pass(20);
    expect([
      find(whole, 'web')?.status?.phase,
      find(whole, 'web')?.status?.containerStatuses?.[0]?.restartCount,
    ]).toEqual(['Running', 0]);
  });
  test.each<readonly [string, Volume, string]>([
    [
      'a missing key',
      { name: 'v', configMap: { name: 'cfg', items: [{ key: 'no', path: 'x' }] } },
      'configmap references non-existent config key: no',
    ],
    ['a missing Secret', { name: 'v', secret: { secretName: 'token' } }, 'secret "token" not found'],
    [
      'one of several sources',
      { name: 'v', projected: { sources: [{ configMap: { name: 'cfg' } }, { secret: { name: 'gone' } }] } },
      'secret "gone" not found',
    ],
  ])('K-80 %s', (name, one, why) => {
    expect(told(whole, name.toLowerCase().replaceAll(' ', '-'), one)).toEqual([`${setUp('v')}${why}`]);
  });
  test('K-80 each volume is told of', () => {
    const missing = (name: string): Volume => ({ name, configMap: { name } });
    expect(told(whole, 'two', missing('a'), missing('b'))).toEqual([
      `${setUp('a')}configmap "a" not found`,
      `${setUp('b')}configmap "b" not found`,
    ]);
  });
  test('K-80 an optional one may be missing', () => {
    whole.create(withVolumes('open', { name: 'v', configMap: { name: 'gone', optional: true } }));
    whole.pass(10);
    expect(find(whole, 'open')?.status?.phase).toBe('Running');
  });
});

describe('K-82 what a hostPath has to be', () => {
  const whole = new WholeCluster();
  const host = (path: string, type?: string): Volume => ({
    name: 'v',
    hostPath: type === undefined ? { path } : { path, type },
  });
  test.each([
    ['Directory', '/data', 'a directory'],
    ['Directory', '/etc/hosts', 'a directory'],
    ['DirectoryOrCreate', '/etc/hosts', 'a directory'],
    ['File', '/var/log', 'a file'],
    ['Socket', '/var/run/docker.sock', 'a socket file'],
    ['CharDevice', '/dev/sda', 'a character device'],
    ['BlockDevice', '/dev/null', 'a block device'],
  ])('%s %s', (type, path, what) => {
    const name = `${type}${path}`.toLowerCase().replaceAll('/', '-').replaceAll('.', '-');
    expect(told(whole, name, host(path, type))).toEqual([
      `Warning FailedMount MountVolume.SetUp failed for volume "v" : hostPath type check failed: ${path} is not ${what}`,
    ]);
  });
  test.each([
    ['Directory', '/var/log'],
    ['Directory', '/var'],
    ['File', '/etc/hosts'],
    ['Socket', '/run/containerd/containerd.sock'],
    ['DirectoryOrCreate', '/srv/new'],
    ['FileOrCreate', '/srv/file'],
    ['', '/anything'],
  ])('"%s" %s is there', (type, path) => {
    const name = `there-${type}${path}`.toLowerCase().replaceAll('/', '-').replaceAll('.', '-');
    expect(told(whole, name, host(path, type))).toEqual([]);
    expect(find(whole, name)?.status?.phase).toBe('Running');
  });
  test('a folder that was made for one pod is there for the next', () => {
    expect(told(whole, 'next', host('/srv/new', 'Directory'))).toEqual([]);
  });
  test('and so is what containers wrote there', () => {
    const mount = [{ name: 'v', mountPath: '/host' }];
    const command = ['sh', '-c', 'mkdir -p /host/made; echo hello > /host/note; sleep 3600'];
    const containers = [{ name: 'c', image: 'busybox:1.36', command, volumeMounts: mount }];
    whole.create(pod('writer', { nodeName: 'worker-1', containers, volumes: [host('/srv/shared')] }));
    whole.pass(10);
    expect(told(whole, 'reader', host('/srv/shared/note', 'File'))).toEqual([]);
    expect(told(whole, 'folder', host('/srv/shared/made', 'Directory'))).toEqual([]);
    expect(told(whole, 'wrong', host('/srv/shared/none', 'File'))).toHaveLength(1);
  });
});

describe('generic ephemeral volumes', () => {
  const whole = new WholeCluster();
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  } as const;
  const scratch: Volume = { name: 'scratch', ephemeral: { volumeClaimTemplate: template } };
  whole.create(pod('web', { volumes: [scratch] }));
  whole.pass(20);
  test('the claim is called after pod and volume, and belongs to the pod', () => {
    const { metadata, status } = whole.client.get(PersistentVolumeClaim, ref('web-scratch'));
    const owners = metadata.ownerReferences?.map(({ kind, name, controller }) => [kind, name, controller]);
    expect([metadata.labels, owners, status?.phase]).toEqual([
      { app: 'web' },
      [['Pod', 'web', true]],
      'Bound',
    ]);
    expect(find(whole, 'web')?.status?.phase).toBe('Running');
  });
  test('and goes with it', () => {
    whole.client.delete(Pod, ref('web'));
    whole.pass(60);
    expect(whole.client.find(PersistentVolumeClaim, ref('web-scratch'))).toBeUndefined();
  });
  test('a claim of that name that somebody else made is not taken', () => {
    whole.client.create(PersistentVolumeClaim, { metadata: ref('other-scratch'), spec: template.spec });
    whole.create(pod('other', { volumes: [scratch] }));
    whole.pass(5);
    const why = 'PVC default/other-scratch was not created for pod default/other (pod is not owner)';
    expect(whole.events('other', 'ephemeral_volume')[0]).toContain(
      `Warning FailedBinding ephemeral volume scratch: ${why}`,
    );
    expect(whole.events('other', 'default-scheduler')[0]).toContain(why);
  });
});

describe('volumes of CSI drivers in the pod’s own words', () => {
  const whole = new WholeCluster();
  const inline = (name: string): Volume => ({ name: 'v', csi: { driver: name } });
  test('need the driver', () =>
    expect(told(whole, 'none', inline('secrets.example.com'))).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "v" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name secrets.example.com not found in the list of registered CSI drivers',
    ]));
  test('that is made for them', () => {
    whole.create(driver());
    expect(told(whole, 'lasting', inline('disk.example.com'))).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "v" : kubernetes.io/csi: mounter.SetupAt failed to check volume lifecycle mode: volume mode "Ephemeral" not supported by driver disk.example.com (only supports ["Persistent"])',
    ]);
    whole.create(driver({ volumeLifecycleModes: ['Ephemeral'] }, 'secrets.example.com'));
    whole.pass(150);
    expect(find(whole, 'none')?.status?.phase).toBe('Running');
  });
});

test('a volume of blocks is no file system', () => {
  const whole = new WholeCluster();
  const source = { hostPath: undefined, local: { path: '/dev/sda' }, volumeMode: 'Block' };
  const nodeAffinity = {
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-1'] }] },
      ],
    },
  };
  whole.create(volume('raw', '1Gi', 'RWO', { ...source, nodeAffinity }));
  whole.client.create(PersistentVolumeClaim, {
    metadata: ref('raw'),
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      volumeMode: 'Block',
      resources: { requests: { storage: '1Gi' } },
    },
  });
  const containers = [{ name: 'c', image: 'nginx:1.27', volumeMounts: [{ name: 'v', mountPath: '/v' }] }];
  const volumes: readonly Volume[] = [{ name: 'v', persistentVolumeClaim: { claimName: 'raw' } }];
  whole.create(pod('web', { containers, volumes }));
  whole.pass(5);
  expect(whole.events('web', 'kubelet')).toEqual([
    'Warning FailedMount Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: volume v has volumeMode Block, but is specified in volumeMounts',
  ]);
});

test('no kubelet mounts glusterfs any more', () => {
  const whole = new WholeCluster();
  const volumes = [
    { name: 'v', glusterfs: { endpoints: 'store', path: 'data' } },
  ] as const satisfies readonly Volume[];
  whole.create(pod('web', { containers: [{ name: 'c', image: 'nginx:1.27' }], volumes }));
  whole.pass(5);
  expect(whole.events('web', 'kubelet')).toEqual([
    'Warning FailedMount Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: failed to get Plugin from volumeSpec for volume "v" err=no volume plugin matched',
  ]);
});

describe('an emptyDir with a limit', () => {
  const whole = new WholeCluster();
  const writer = (name: string, volume: Volume, times: number) => {
    const script = `for i in $(seq 1 ${times}); do printf '%01000d' 0 >> /cache/f; sleep 1; done; sleep 3600`;
    const mounts = [{ name: 'cache', mountPath: '/cache' }];
    const containers = [
      { name: 'c', image: 'busybox:1.36', command: ['sh', '-c', script], volumeMounts: mounts },
    ];
    return pod(name, { containers, volumes: [volume] });
  };
  whole.create(
    writer('greedy', { name: 'cache', emptyDir: { sizeLimit: '10k' } }, 60),
    writer('modest', { name: 'cache', emptyDir: { sizeLimit: '1Mi' } }, 60),
    writer('free', { name: 'cache', emptyDir: {} }, 60),
  );
  whole.pass(60);
  test('K-77 evicts the pod that fills it', () => {
    const { phase, reason, message } = find(whole, 'greedy')?.status ?? {};
    const why = 'Usage of EmptyDir volume "cache" exceeds the limit "10k". ';
    expect([phase, reason, message]).toEqual(['Failed', 'Evicted', why]);
    expect(whole.events('greedy', 'kubelet').slice(-2)).toEqual([
      `Warning Evicted ${why}`,
      'Normal Killing Stopping container c',
    ]);
  });
  test('and no other', () =>
    expect(['modest', 'free'].map((name) => find(whole, name)?.status?.phase)).toEqual([
      'Running',
      'Running',
    ]));
});
