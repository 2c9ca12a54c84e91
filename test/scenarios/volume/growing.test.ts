import { describe, expect, test } from 'vitest';
import { Event } from '../../../src/kinds/core/event/kind.ts';
import { PersistentVolume } from '../../../src/kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistentvolumeclaim/kind.ts';
import { claim, driver, podWith, storageClass } from '../../support/volumes.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const ref = { namespace: 'default', name: 'data' };
const claimOf = (whole: WholeCluster) => whole.client.get(PersistentVolumeClaim, ref);
const conditions = (whole: WholeCluster): readonly string[] =>
  (claimOf(whole).status?.conditions ?? []).map(({ type, status, message }) =>
    [type, status, message].join(' ').trim(),
  );

function ask(whole: WholeCluster, storage: string): void {
  const before = claimOf(whole);
  const spec = { ...before.spec, resources: { requests: { storage } } };
  whole.client.update(PersistentVolumeClaim, { ...before, spec });
  whole.cluster.settle();
}

/** What is told of the claim since it asked for more, by whom. */
const told = (whole: WholeCluster): readonly string[] =>
  whole.client
    .list(Event)
    .filter(
      ({ involvedObject, reason }) => involvedObject.name === 'data' && /Expanding|esiz/.test(reason ?? ''),
    )
    .map(({ source, reason, message }) => `${source?.component}: ${reason} ${message}`);

/** A bound claim of 1Gi, of a class that lets it grow. */
function withClaim(rest: object = {}): WholeCluster {
  const whole = new WholeCluster();
  whole.create(driver(), storageClass('disk', { allowVolumeExpansion: true, ...rest }));
  whole.create(claim('data', '1Gi', { storageClassName: 'disk' }));
  whole.pass(10);
  return whole;
}

describe('V-27 a claim that asks for more', () => {
  const whole = withClaim();
  ask(whole, '2Gi');
  test('is resized by its driver', () => {
    expect(conditions(whole)).toEqual(['Resizing True']);
    expect(claimOf(whole).status).toMatchObject({
      capacity: { storage: '1Gi' },
      allocatedResources: { storage: '2Gi' },
      allocatedResourceStatuses: { storage: 'ControllerResizeInProgress' },
    });
  });
  test('then its file system is left to grow, for which a pod is needed', () => {
    whole.pass(10);
    expect(conditions(whole)).toEqual([
      'FileSystemResizePending True Waiting for user to (re-)start a pod to finish file system resize of volume on node.',
    ]);
    const [volume] = whole.client.list(PersistentVolume);
    expect([volume?.spec.capacity?.['storage'], claimOf(whole).status?.capacity?.['storage']]).toEqual([
      '2Gi',
      '1Gi',
    ]);
    expect(claimOf(whole).status?.allocatedResourceStatuses).toEqual({ storage: 'NodeResizePending' });
  });
  test('which has it grown when it is mounted', () => {
    whole.create(podWith('web', 'data', { nodeName: 'worker-1' }));
    whole.pass(20);
    expect(claimOf(whole).status).toEqual({
      phase: 'Bound',
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '2Gi' },
      allocatedResources: { storage: '2Gi' },
    });
  });
  test('and all of that is told', () => {
    const { volumeName } = claimOf(whole).spec;
    expect(told(whole)).toEqual([
      'volume_expand: ExternalExpanding waiting for an external controller to expand this PVC',
      `external-resizer disk.example.com: Resizing External resizer is resizing volume ${volumeName}`,
      'external-resizer disk.example.com: FileSystemResizeRequired Require file system resize of volume on node',
      `kubelet: FileSystemResizeSuccessful MountVolume.NodeExpandVolume succeeded for volume "${volumeName}" worker-1`,
    ]);
    expect(whole.events('web', 'kubelet')[0]).toBe(
      `Normal FileSystemResizeSuccessful MountVolume.NodeExpandVolume succeeded for volume "${volumeName}" worker-1`,
    );
  });
  test('with a running pod nobody has to do anything', () => {
    ask(whole, '3Gi');
    whole.pass(10);
    expect([conditions(whole), claimOf(whole).status?.capacity]).toEqual([[], { storage: '3Gi' }]);
  });
  test('less than it has is refused', () => {
    expect(() => ask(whole, '2Gi')).toThrow(
      'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
    );
  });
});

test('V-27 a class that does not say so lets nothing grow', () => {
  const whole = withClaim({ allowVolumeExpansion: false });
  expect(() => ask(whole, '2Gi')).toThrow(
    'persistentvolumeclaims "data" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  );
});

test('V-27 a volume of the controller’s own waits for somebody who can', () => {
  const whole = withClaim({ provisioner: 'kubernetes.io/host-path' });
  ask(whole, '2Gi');
  whole.pass(30);
  expect(told(whole)).toEqual([
    'volume_expand: ExternalExpanding waiting for an external controller to expand this PVC',
  ]);
  expect(claimOf(whole).status?.capacity).toEqual({ storage: '1Gi' });
});
