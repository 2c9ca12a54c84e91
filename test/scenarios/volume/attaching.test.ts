import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { Event } from '../../../src/kinds/core/event/kind.ts';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { PersistentVolume } from '../../../src/kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { VolumeAttachment } from '../../../src/kinds/storage/volumeattachment/kind.ts';
import { stopKubelet } from '../../../src/kubelet/heartbeat.ts';
import { milliseconds } from '../../../src/machinery/instant.ts';
import { claim, DRIVER, driver, podWith, storageClass, using, volume } from '../../support/volumes.ts';
import { deployment, pod, WholeCluster } from '../../support/whole-cluster.ts';

const ref = (name: string) => ({ namespace: 'default', name });
const disk = { hostPath: undefined, csi: { driver: DRIVER, volumeHandle: 'vol-1' } };
const on = (nodeName: string) => ({ nodeName });
const attachments = (whole: WholeCluster): readonly string[] =>
  whole.client
    .list(VolumeAttachment)
    .map(({ spec, status }) => `${spec.nodeName} ${status?.attached ? 'attached' : 'wanted'}`);
const phase = (whole: WholeCluster, name: string) => whole.client.find(Pod, ref(name))?.status?.phase;
const nodeStatus = (whole: WholeCluster, name: string) => {
  const { volumesAttached, volumesInUse } = whole.client.get(Node, { namespace: '', name }).status ?? {};
  return [volumesAttached?.map((one) => one.name), volumesInUse];
};
const attaching = (whole: WholeCluster, name: string) => whole.events(name, 'attachdetach-controller');

/** A disk for one node, and a pod on worker-1 that has it. */
function withDisk(modes = 'RWO'): WholeCluster {
  const whole = new WholeCluster();
  whole.create(driver(), volume('disk', '1Gi', modes, disk), claim('data', '1Gi', {}, modes));
  whole.create(podWith('first', 'data', on('worker-1')));
  whole.pass(15);
  return whole;
}

describe('K-81 a volume is attached before its pod starts', () => {
  const whole = withDisk();
  test('the driver is asked by an object named after volume and node', () => {
    const [attachment] = whole.client.list(VolumeAttachment);
    expect(attachment).toMatchObject({
      metadata: {
        name: 'csi-44864dc474e02d3a3e326d2471acaefa5aac4e9cc4235c6ff9df022eac53e2b5',
        finalizers: ['external-attacher/disk-example-com'],
        annotations: { 'csi.alpha.kubernetes.io/node-id': 'worker-1' },
      },
      spec: { attacher: DRIVER, nodeName: 'worker-1', source: { persistentVolumeName: 'disk' } },
      status: { attached: true },
    });
  });
  test('the node says what is attached and in use', () =>
    expect(nodeStatus(whole, 'worker-1')).toEqual([
      ['kubernetes.io/csi/disk.example.com^vol-1'],
      ['kubernetes.io/csi/disk.example.com^vol-1'],
    ]));
  test('the pod is told of it, and runs', () => {
    expect(attaching(whole, 'first')).toEqual([
      'Normal SuccessfulAttachVolume AttachVolume.Attach succeeded for volume "disk" ',
    ]);
    expect(phase(whole, 'first')).toBe('Running');
  });
  test('when the pod has gone it is detached', () => {
    whole.client.delete(Pod, ref('first'));
    whole.pass(40);
    expect([attachments(whole), nodeStatus(whole, 'worker-1')]).toEqual([[], [undefined, undefined]]);
  });
});

describe('K-81 ReadWriteOnce: one node at a time', () => {
  const whole = withDisk();
  whole.create(podWith('second', 'data', on('worker-2')));
  whole.pass(60);
  test('a pod on another node is told who has it', () =>
    expect(attaching(whole, 'second')).toEqual([
      'Warning FailedAttachVolume Multi-Attach error for volume "disk" Volume is already used by pod(s) first',
    ]));
  test('and waits in ContainerCreating', () => {
    const [status] = whole.client.get(Pod, ref('second')).status?.containerStatuses ?? [];
    expect(status?.state?.waiting?.reason).toBe('ContainerCreating');
  });
  test('until that one has gone', () => {
    whole.client.delete(Pod, ref('first'));
    whole.pass(60);
    expect([attachments(whole), phase(whole, 'second')]).toEqual([['worker-2 attached'], 'Running']);
  });
});

test('K-81 pods on one node share it', () => {
  const whole = withDisk();
  whole.create(podWith('second', 'data', on('worker-1')));
  whole.pass(20);
  expect([attachments(whole), phase(whole, 'second')]).toEqual([['worker-1 attached'], 'Running']);
});

test('K-81 ReadWriteMany is attached to every node', () => {
  const whole = withDisk('RWX');
  whole.create(podWith('second', 'data', on('worker-2')));
  whole.pass(20);
  expect(attachments(whole).toSorted()).toEqual(['worker-1 attached', 'worker-2 attached']);
});

test('K-81 a driver that attaches nothing is asked for nothing', () => {
  const whole = new WholeCluster();
  whole.create(driver({ attachRequired: false }), volume('disk', '1Gi', 'RWO', disk), claim('data', '1Gi'));
  whole.create(podWith('first', 'data', on('worker-1')));
  whole.pass(10);
  expect([attachments(whole), phase(whole, 'first')]).toEqual([[], 'Running']);
});

test('K-81 a driver that is not there is waited for two minutes at a time', () => {
  const whole = new WholeCluster();
  whole.create(volume('disk', '1Gi', 'RWO', disk), claim('data', '1Gi'));
  whole.create(podWith('first', 'data', on('worker-1')));
  whole.pass(121);
  expect(attaching(whole, 'first')).toEqual([
    'Warning FailedAttachVolume AttachVolume.Attach failed for volume "disk" : timed out waiting for external-attacher of disk.example.com CSI driver to attach volume vol-1',
  ]);
});

describe('a rolling update that waits for its own volume', () => {
  const whole = new WholeCluster();
  whole.create(driver(), storageClass('disk'), claim('data', '1Gi', { storageClassName: 'disk' }));
  whole.pass(5);
  const db = deployment('db', 1);
  const apart = {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app: 'db' } }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  };
  const spec = (db as unknown as Deployment).spec;
  const template = {
    ...spec.template,
    spec: { ...spec.template.spec, ...using('db', 'data', { affinity: apart }) },
  };
  whole.create({ ...db, ...({ spec: { ...spec, progressDeadlineSeconds: 120, template } } as object) });
  whole.pass(30);
  const current = whole.client.get(Deployment, ref('db'));
  const [container] = current.spec.template.spec.containers;
  whole.client.update(Deployment, {
    ...current,
    spec: {
      ...current.spec,
      template: {
        ...current.spec.template,
        spec: {
          ...current.spec.template.spec,
          containers: [{ ...container, name: 'db', image: 'nginx:1.28' }],
        },
      },
    },
  });
  whole.pass(200);
  test('the new pod is refused the volume that the old one holds', () => {
    const old = whole.client.list(Pod).find(({ spec }) => spec.containers[0]?.image === 'nginx:1.27');
    const next = whole.client.list(Pod).find(({ spec }) => spec.containers[0]?.image === 'nginx:1.28');
    const name = whole.client.get(PersistentVolumeClaim, ref('data')).spec.volumeName;
    expect(attaching(whole, next?.metadata.name ?? '')).toEqual([
      `Warning FailedAttachVolume Multi-Attach error for volume "${name}" Volume is already used by pod(s) ${old?.metadata.name}`,
    ]);
  });
  test('and the rollout exceeds its deadline', () => {
    const conditions = whole.client.get(Deployment, ref('db')).status?.conditions ?? [];
    expect(conditions.find(({ type }) => type === 'Progressing')?.reason).toBe('ProgressDeadlineExceeded');
  });
});

describe('a node that fell silent with a volume', () => {
  const lost = (): WholeCluster => {
    const whole = withDisk();
    stopKubelet('worker-1', whole.client, whole.now);
    whole.pass(60);
    whole.client.delete(Pod, ref('first'), { grace: milliseconds(0) });
    whole.create(podWith('second', 'data', on('worker-2')));
    whole.pass(30);
    return whole;
  };
  test('N-2 keeps it: nobody knows whether it is unmounted', () => {
    const whole = lost();
    expect(attachments(whole)).toEqual(['worker-1 attached']);
    expect(attaching(whole, 'second')).toEqual([
      'Warning FailedAttachVolume Multi-Attach error for volume "disk" Volume is already exclusively attached to one node and can\'t be attached to another',
    ]);
  });
  test('for six minutes, then it is detached by force', () => {
    const whole = lost();
    whole.pass(320);
    expect(attachments(whole)).toEqual(['worker-1 attached']);
    whole.pass(30);
    expect([attachments(whole), phase(whole, 'second')]).toEqual([['worker-2 attached'], 'Running']);
  });
  test('N-10 at once where the node is said to be out of service', () => {
    const whole = lost();
    const node = whole.client.get(Node, { namespace: '', name: 'worker-1' });
    const taint = {
      key: 'node.kubernetes.io/out-of-service',
      value: 'nodeshutdown',
      effect: 'NoExecute',
    } as const;
    const taints = [...(node.spec?.taints ?? []), taint];
    whole.client.update(Node, { ...node, spec: { ...node.spec, taints } });
    whole.pass(20);
    expect([attachments(whole), phase(whole, 'second')]).toEqual([['worker-2 attached'], 'Running']);
  });
});

describe('V-22 a driver makes volumes', () => {
  const whole = new WholeCluster();
  whole.create(storageClass('disk'), claim('data', '1Gi', { storageClassName: 'disk' }));
  test('until it is installed the claim waits for it', () => {
    whole.pass(40);
    expect(whole.events('data', 'persistentvolume-controller').map((text) => text.slice(0, 110))).toEqual([
      "Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'disk.exampl",
    ]);
  });
  test('then it says what it does', () => {
    whole.create(driver());
    whole.pass(10);
    const { uid } = whole.client.get(PersistentVolumeClaim, ref('data')).metadata;
    const source = whole.client
      .list(PersistentVolume)
      .map(({ metadata }) => metadata.annotations?.['pv.kubernetes.io/provisioned-by']);
    expect(source).toEqual([DRIVER]);
    expect(sidecar(whole, 'data')).toEqual([
      'Normal Provisioning External provisioner is provisioning volume for claim "default/data"',
      `Normal ProvisioningSucceeded Successfully provisioned volume pvc-${uid}`,
    ]);
  });
  test('V-15 the volume holds on until its bytes are gone', () => {
    const [made] = whole.client.list(PersistentVolume);
    expect(made?.metadata.finalizers).toEqual([
      'external-provisioner.volume.kubernetes.io/finalizer',
      'kubernetes.io/pv-protection',
    ]);
  });
  test('V-12 it goes with its claim, once no node has it', () => {
    whole.create(podWith('web', 'data', on('worker-1')));
    whole.pass(20);
    whole.client.delete(PersistentVolumeClaim, ref('data'));
    whole.client.delete(Pod, ref('web'));
    whole.pass(60);
    expect([whole.client.list(PersistentVolume), attachments(whole)]).toEqual([[], []]);
  });
});

/** What the provisioner beside the driver says. */
const sidecar = (whole: WholeCluster, name: string): readonly string[] =>
  whole.client
    .list(Event)
    .filter(
      (event) => event.involvedObject.name === name && event.reportingComponent.startsWith(`${DRIVER}_`),
    )
    .map(({ type, reason, message }) => `${type} ${reason} ${message}`);

describe('V-25 zones', () => {
  const whole = new WholeCluster();
  for (const [index, name] of ['worker-1', 'worker-2'].entries()) {
    const node = whole.client.get(Node, { namespace: '', name });
    const labels = { ...node.metadata.labels, 'topology.kubernetes.io/zone': `zone-${index}` };
    whole.client.update(Node, { ...node, metadata: { ...node.metadata, labels } });
  }
  whole.create(driver(), storageClass('late', { volumeBindingMode: 'WaitForFirstConsumer' }));
  test('a volume is made where its first pod is', () => {
    whole.create(claim('data', '1Gi', { storageClassName: 'late' }));
    whole.create(podWith('web', 'data', { nodeSelector: { 'kubernetes.io/hostname': 'worker-2' } }));
    whole.pass(20);
    const [made] = whole.client.list(PersistentVolume);
    expect(made?.spec.nodeAffinity?.required?.nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['zone-1'] }] },
    ]);
  });
  test('and no pod elsewhere can have it', () => {
    whole.create(podWith('far', 'data', { nodeSelector: { 'kubernetes.io/hostname': 'worker-1' } }));
    whole.pass(5);
    expect(whole.events('far', 'default-scheduler')[0]).toContain(
      "1 node(s) didn't match PersistentVolume's node affinity",
    );
  });
  test('a class may allow some zones only', () => {
    const allowedTopologies = [
      { matchLabelExpressions: [{ key: 'topology.kubernetes.io/zone', values: ['zone-7'] }] },
    ];
    whole.create(storageClass('far', { volumeBindingMode: 'WaitForFirstConsumer', allowedTopologies }));
    whole.create(claim('more', '1Gi', { storageClassName: 'far' }), podWith('nowhere', 'more'));
    whole.pass(5);
    expect(whole.events('nowhere', 'default-scheduler')[0]).toContain(
      "2 node(s) didn't find available persistent volumes to bind",
    );
  });
});

test('a pod that is not bound by the scheduler waits for its claim in the kubelet', () => {
  const whole = new WholeCluster();
  whole.create(claim('data', '1Gi'), podWith('web', 'data', on('worker-1')), pod('other', on('worker-1')));
  whole.pass(5);
  expect(whole.events('web', 'kubelet')).toEqual([
    'Warning FailedMount Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[data]: error processing PVC default/data: PVC is not bound',
  ]);
});

test('a node has so many volumes of a driver as its CSINode says', () => {
  const whole = new WholeCluster();
  const limited = driver();
  const annotations = { 'sim.local/volumes-per-node': '1' };
  whole.create({ ...limited, metadata: { ...limited.metadata, annotations } }, storageClass('disk'));
  for (const name of ['a', 'b', 'c']) whole.create(claim(name, '1Gi', { storageClassName: 'disk' }));
  whole.pass(10);
  for (const name of ['a', 'b', 'c']) whole.create(podWith(name, name));
  whole.pass(20);
  expect(['a', 'b', 'c'].map((name) => phase(whole, name))).toEqual(['Running', 'Running', 'Pending']);
  expect(whole.events('c', 'default-scheduler')[0]).toContain('2 node(s) exceed max volume count');
});
