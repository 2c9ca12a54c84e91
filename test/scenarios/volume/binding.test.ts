import { describe, expect, test } from 'vitest';
import { PersistentVolume } from '../../../src/kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistentvolumeclaim/kind.ts';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { StorageClass } from '../../../src/kinds/storage/storageclass/kind.ts';
import { claim, podWith, storageClass, volume } from '../../support/volumes.ts';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

const CONTROLLER = 'persistentvolume-controller';
const ref = (name: string) => ({ namespace: 'default', name });
const claimIn = (whole: WholeCluster, name: string) => whole.client.get(PersistentVolumeClaim, ref(name));
const volumeIn = (whole: WholeCluster, name: string) =>
  whole.client.get(PersistentVolume, { namespace: '', name });
const messageOf = (whole: WholeCluster, name: string) =>
  condition(whole.client.get(Pod, ref(name)).status, 'PodScheduled')?.message;

describe('SP-40 a claim gets the volume that fits tightest', () => {
  const whole = new WholeCluster();
  whole.create(volume('small', '1Gi'), volume('plain', '5Gi'), volume('shared', '5Gi', 'RWO ROX'));
  whole.create(claim('once', '2Gi'), claim('many', '2Gi', {}, 'ROX'));
  test('V-2 of equal sizes the one with fewer modes', () =>
    expect(claimIn(whole, 'once').spec.volumeName).toBe('plain'));
  test('V-5 the claim shows the size and the modes of its volume', () =>
    expect([claimIn(whole, 'once').status, claimIn(whole, 'many').status]).toEqual([
      { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '5Gi' } },
      { phase: 'Bound', accessModes: ['ReadWriteOnce', 'ReadOnlyMany'], capacity: { storage: '5Gi' } },
    ]));
  test('V-8 the others are Available', () =>
    expect(volumeIn(whole, 'small').status?.phase).toBe('Available'));
});

describe('SP-41 no volume fits', () => {
  const whole = new WholeCluster();
  whole.create(claim('data', '1Gi'), podWith('web', 'data'));
  whole.pass(1);
  test('V-7 the claim waits and says for what', () => {
    expect(claimIn(whole, 'data').status?.phase).toBe('Pending');
    expect(whole.events('data', CONTROLLER)).toEqual([
      'Normal FailedBinding no persistent volumes available for this claim and no storage class is set',
    ]);
  });
  test('V-24 its pod has no node', () =>
    expect(messageOf(whole, 'web')).toBe(
      '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ));
  test('V-7 a volume that comes is found within 15 seconds', () => {
    whole.create(volume('late', '1Gi'));
    whole.pass(15);
    expect(claimIn(whole, 'data').spec.volumeName).toBe('late');
    whole.pass(15);
    expect(whole.client.get(Pod, ref('web')).status?.phase).toBe('Running');
  });
});

describe('SP-42 what becomes of a volume whose claim is deleted', () => {
  const whole = new WholeCluster();
  whole.create(volume('kept', '1Gi'), volume('tmp', '2Gi', 'RWX', TEMPORARY()));
  whole.create(claim('data', '1Gi'), claim('scratch', '2Gi', {}, 'RWX'));
  test('V-11 Retain: Released, and it remembers its claim', () => {
    whole.client.delete(PersistentVolumeClaim, ref('data'));
    whole.pass(1);
    const { spec, status } = volumeIn(whole, 'kept');
    expect([status?.phase, spec.claimRef?.name]).toEqual(['Released', 'data']);
  });
  test('V-11 a new claim of the name is another claim', () => {
    whole.create(claim('data', '1Gi'));
    whole.pass(20);
    expect(claimIn(whole, 'data').status?.phase).toBe('Pending');
  });
  test('V-11 until somebody takes the reference away', () => {
    const kept = volumeIn(whole, 'kept');
    const { claimRef: _, ...spec } = kept.spec;
    whole.client.update(PersistentVolume, { ...kept, spec });
    whole.pass(16);
    expect([claimIn(whole, 'data').status?.phase, volumeIn(whole, 'kept').status?.phase]).toEqual([
      'Bound',
      'Bound',
    ]);
  });
  test('V-12 Delete: it goes with its claim', () => {
    whole.client.delete(PersistentVolumeClaim, ref('scratch'));
    whole.pass(1);
    expect(whole.client.find(PersistentVolume, { namespace: '', name: 'tmp' })).toBeUndefined();
  });
});

function TEMPORARY() {
  return { persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: '/tmp/scratch' } };
}

describe('V-12 volumes that nobody can delete', () => {
  const whole = new WholeCluster();
  const remove = (name: string): readonly unknown[] => {
    whole.client.delete(PersistentVolumeClaim, ref(name));
    whole.pass(1);
    const { phase, message } = volumeIn(whole, name).status ?? {};
    return [phase, message, whole.events(name, CONTROLLER)];
  };
  const made = (name: string, spec: object): void => {
    whole.create(volume(name, '1Gi', 'RWO', { persistentVolumeReclaimPolicy: 'Delete', ...spec }));
    whole.create(claim(name, '1Gi', { volumeName: name }));
    whole.pass(1);
  };
  test.each([
    {
      name: 'host',
      spec: { hostPath: { path: '/mnt/x' } },
      why: 'host_path deleter only supports /tmp/.+ but received provided /mnt/x',
    },
    {
      name: 'nfs',
      spec: { hostPath: undefined, nfs: { server: 'nfs', path: '/x' } },
      why: 'error getting deleter volume plugin for volume "nfs": no deletable volume plugin matched',
    },
  ])('$name', ({ name, spec, why }) => {
    made(name, spec);
    expect(remove(name)).toEqual(['Failed', why, [`Warning VolumeFailedDelete ${why}`]]);
  });
});

describe('V-13 Recycle', () => {
  const whole = new WholeCluster();
  whole.create(
    volume('old', '1Gi', 'RWO', { persistentVolumeReclaimPolicy: 'Recycle' }),
    claim('data', '1Gi'),
  );
  whole.client.delete(PersistentVolumeClaim, ref('data'));
  test('a pod empties the volume', () => {
    whole.pass(1);
    expect(whole.client.get(Pod, ref('recycler-for-old')).spec.containers[0]?.args?.[1]).toContain(
      'find /scrub -mindepth 1 -delete',
    );
  });
  test('then it is free again', () => {
    whole.pass(60);
    expect(volumeIn(whole, 'old').status?.phase).toBe('Available');
    expect(volumeIn(whole, 'old').spec.claimRef).toBeUndefined();
    expect(whole.events('old', CONTROLLER)).toEqual(['Normal VolumeRecycled Volume recycled']);
  });
});

describe('SP-43 a claim in use', () => {
  const whole = new WholeCluster();
  whole.create(volume('disk', '1Gi'), claim('data', '1Gi'), podWith('web', 'data'));
  whole.pass(10);
  test('V-14 is Terminating while its pod is there', () => {
    whole.client.delete(PersistentVolumeClaim, ref('data'));
    whole.pass(60);
    const { deletionTimestamp, finalizers } = claimIn(whole, 'data').metadata;
    expect([deletionTimestamp !== undefined, finalizers]).toEqual([true, ['kubernetes.io/pvc-protection']]);
  });
  test('V-14 and goes with it', () => {
    whole.client.delete(Pod, ref('web'));
    whole.pass(40);
    expect(whole.client.find(PersistentVolumeClaim, ref('data'))).toBeUndefined();
  });
  test('V-14 a bound volume that is deleted stays as long as its claim', () => {
    whole.create(volume('other', '1Gi'), claim('more', '1Gi'));
    whole.client.delete(PersistentVolume, { namespace: '', name: 'other' });
    whole.pass(1);
    expect(volumeIn(whole, 'other').status?.phase).toBe('Bound');
    whole.client.delete(PersistentVolumeClaim, ref('more'));
    whole.pass(1);
    expect(whole.client.find(PersistentVolume, { namespace: '', name: 'other' })).toBeUndefined();
  });
});

describe('SP-44 a class that waits for the first consumer', () => {
  const whole = new WholeCluster();
  const local = { provisioner: 'kubernetes.io/host-path', volumeBindingMode: 'WaitForFirstConsumer' };
  whole.create(storageClass('late', local), claim('data', '1Gi', { storageClassName: 'late' }));
  test('V-23 the claim waits for a pod', () => {
    whole.pass(1);
    expect(claimIn(whole, 'data').status?.phase).toBe('Pending');
    expect(whole.events('data', CONTROLLER)).toEqual([
      'Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
    ]);
  });
  test('V-23 the scheduler chooses the node, the volume is made, and the pod follows', () => {
    whole.create(podWith('web', 'data'));
    whole.pass(20);
    const { metadata, spec, status } = claimIn(whole, 'data');
    const node = whole.client.get(Pod, ref('web')).spec.nodeName;
    expect(metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(node);
    expect([status?.phase, spec.volumeName]).toEqual(['Bound', `pvc-${metadata.uid}`]);
    expect(whole.events('web', 'default-scheduler')).toEqual([
      `Normal Scheduled Successfully assigned default/web to ${node}`,
    ]);
  });
  test('V-23 a pod that cannot be placed is what is waited for', () => {
    const far = { nodeSelector: { zone: 'nowhere' } };
    whole.create(claim('more', '1Gi', { storageClassName: 'late' }), podWith('stuck', 'more', far));
    whole.pass(20);
    expect(whole.events('more', CONTROLLER).at(-1)).toBe(
      'Normal WaitForPodScheduled waiting for pod stuck to be scheduled x2',
    );
  });
});

const LOCAL = { provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' };
const onWorker1 = {
  storageClassName: 'local',
  hostPath: undefined,
  local: { path: '/mnt/disks/ssd1' },
  nodeAffinity: {
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-1'] }] },
      ],
    },
  },
};

describe('SP-45 a local volume on a node', () => {
  const whole = new WholeCluster();
  const full = { nodeName: 'worker-1', containers: [hungry('3900m')] };
  whole.create(storageClass('local', LOCAL), volume('ssd', '10Gi', 'RWO', onWorker1));
  whole.create(claim('data', '10Gi', { storageClassName: 'local' }), podWith('first', 'data'));
  whole.pass(20);
  test('V-25 takes its pods there', () =>
    expect(whole.client.get(Pod, ref('first')).spec.nodeName).toBe('worker-1'));
  test('V-25 also where there is no room: they wait', () => {
    whole.client.delete(Pod, ref('first'));
    whole.pass(40);
    whole.create(pod('full', full));
    whole.pass(5);
    whole.create(podWith('second', 'data', { containers: [hungry('500m')] }));
    whole.pass(5);
    expect(messageOf(whole, 'second')).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
    );
  });
  test('V-23 a claim that finds no volume on any node', () => {
    whole.create(claim('huge', '1Ti', { storageClassName: 'local' }), podWith('third', 'huge'));
    whole.pass(5);
    expect(messageOf(whole, 'third')).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't find available persistent volumes to bind. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });
});

function hungry(cpu: string) {
  return { name: 'hungry', image: 'nginx:1.27', resources: { requests: { cpu } } };
}

describe('SP-46 a ReadWriteOncePod claim', () => {
  const whole = new WholeCluster();
  whole.create(volume('solo', '1Gi', 'RWOP'), claim('data', '1Gi', {}, 'RWOP'), podWith('first', 'data'));
  whole.pass(10);
  whole.create(podWith('second', 'data'));
  whole.pass(5);
  test('V-26 serves one pod of the whole cluster', () => {
    const why =
      'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode';
    expect(messageOf(whole, 'second')).toBe(
      `0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 ${why}. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`,
    );
  });
  test('V-26 and the next one when that is gone', () => {
    whole.client.delete(Pod, ref('first'));
    whole.pass(60);
    expect(whole.client.get(Pod, ref('second')).status?.phase).toBe('Running');
  });
});

describe('V-6 a claim that names its volume', () => {
  const whole = new WholeCluster();
  whole.create(volume('disk', '2Gi'), volume('taken', '1Gi'), claim('owner', '1Gi', { volumeName: 'taken' }));
  test.each([
    ['large', '3Gi', 'RWO', 'disk', 'Cannot bind to requested volume "disk": requested PV is too small'],
    ['shared', '1Gi', 'RWX', 'disk', 'Cannot bind to requested volume "disk": incompatible accessMode'],
  ])('%s does not fit', (name, size, modes, volumeName, text) => {
    whole.create(claim(name, size, { volumeName }, modes));
    expect(whole.events(name, CONTROLLER)).toEqual([`Warning VolumeMismatch ${text}`]);
  });
  test('that is another’s', () => {
    whole.create(claim('second', '1Gi', { volumeName: 'taken' }));
    expect(whole.events('second', CONTROLLER)).toEqual([
      'Warning FailedBinding volume "taken" already bound to a different claim.',
    ]);
  });
  test('that is not there: it waits quietly', () => {
    whole.create(claim('early', '1Gi', { volumeName: 'nowhere' }));
    expect([claimIn(whole, 'early').status?.phase, whole.events('early', CONTROLLER)]).toEqual([
      'Pending',
      [],
    ]);
  });
});

test('V-3 a volume that is promised to a claim waits for it, whatever else would do', () => {
  const whole = new WholeCluster();
  const claimRef = { namespace: 'default', name: 'data' };
  whole.create(volume('a', '1Gi'), volume('promised', '9Gi', 'RWO', { claimRef, storageClassName: 'x' }));
  expect(volumeIn(whole, 'promised').status?.phase).toBe('Available');
  whole.create(claim('data', '1Gi'));
  expect(claimIn(whole, 'data').spec.volumeName).toBe('promised');
});

describe('V-8 a bound claim', () => {
  test('whose volume has gone is lost', () => {
    const whole = new WholeCluster();
    whole.create(volume('disk', '1Gi'), claim('data', '1Gi'));
    const disk = volumeIn(whole, 'disk');
    const { finalizers: _, ...metadata } = disk.metadata;
    whole.client.update(PersistentVolume, { ...disk, metadata });
    whole.client.delete(PersistentVolume, { namespace: '', name: 'disk' });
    whole.pass(1);
    expect(claimIn(whole, 'data').status).toEqual({ phase: 'Lost' });
    expect(whole.events('data', CONTROLLER)).toEqual([
      'Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ]);
  });
});

describe('V-20 the default class', () => {
  const whole = new WholeCluster();
  const open = { storageClassName: undefined };
  test('of several it is the newest', () => {
    whole.pass(1);
    whole.create(
      storageClass('newer', { metadata: { name: 'newer', annotations: DEFAULT }, provisioner: 'x.y/z' }),
    );
    whole.create(claim('data', '1Gi', open));
    expect(claimIn(whole, 'data').spec.storageClassName).toBe('newer');
  });
  test('comes late to claims that are older', () => {
    for (const name of ['standard', 'newer']) whole.client.delete(StorageClass, { namespace: '', name });
    whole.create(claim('early', '1Gi', open));
    expect(claimIn(whole, 'early').spec.storageClassName).toBeUndefined();
    whole.create(storageClass('late', { metadata: { name: 'late', annotations: DEFAULT } }));
    whole.pass(16);
    expect(claimIn(whole, 'early').spec.storageClassName).toBe('late');
  });
});

const DEFAULT = { 'storageclass.kubernetes.io/is-default-class': 'true' };

test('V-21 classes that make no volume', () => {
  const whole = new WholeCluster();
  whole.create(storageClass('none', { provisioner: 'kubernetes.io/no-provisioner' }));
  whole.create(
    claim('missing', '1Gi', { storageClassName: 'gone' }),
    claim('manual', '1Gi', { storageClassName: 'none' }),
  );
  expect([...whole.events('missing', CONTROLLER), ...whole.events('manual', CONTROLLER)]).toEqual([
    'Warning ProvisioningFailed storageclass.storage.k8s.io "gone" not found',
    'Warning ProvisioningFailed no volume plugin matched name: kubernetes.io/no-provisioner',
  ]);
});

test("V-22 a class of a cloud's own provisioner waits for the driver that has taken its place", () => {
  const whole = new WholeCluster();
  whole.create(storageClass('fast', { provisioner: 'kubernetes.io/gce-pd' }));
  whole.create(claim('data', '1Gi', { storageClassName: 'fast' }));
  expect(whole.events('data', CONTROLLER)).toEqual([
    "Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'pd.csi.storage.gke.io' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered. x2",
  ]);
});
