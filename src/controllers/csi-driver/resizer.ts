import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { requestedStorage } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import {
  nodeIsToResize,
  withoutResizing,
  withResizing,
} from '../../kinds/core/persistentvolumeclaim/resizing.ts';
import { instantOf, timeOf } from '../../machinery/instant.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { compareQuantity, parseQuantity } from '../../machinery/quantity.ts';
import { doneAt, isInstalled } from './driver.ts';

/** The external-resizer beside each driver: grows volumes whose claims ask for more than they have (V-27). */
export const csiResizer: Actor = {
  name: 'csi-resizer',
  component: 'csi-resizer',
  triggers: [
    onChange(PersistentVolumeClaim, ({ type, object }) =>
      type !== 'DELETED' && asksForMore(object) ? [refOf(object)] : [],
    ),
  ],
  reconcile: (ref, context) => {
    const claim = context.client.find(PersistentVolumeClaim, ref);
    if (claim === undefined || !asksForMore(claim) || nodeIsToResize(claim)) return undefined;
    const volume = context.client.find(PersistentVolume, {
      namespace: '',
      name: claim.spec.volumeName ?? '',
    });
    const driver = volume?.spec.csi?.driver;
    if (volume === undefined || driver === undefined || !isInstalled(driver, context.client))
      return undefined;
    return resize(claim, volume, driver, context);
  },
};

function asksForMore(claim: PersistentVolumeClaim): boolean {
  if (claim.status?.phase !== 'Bound') return false;
  const has = parseQuantity(claim.status.capacity?.['storage'] ?? '0');
  return compareQuantity(requestedStorage(claim), has) > 0;
}

function resize(
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  driver: string,
  context: Context,
): LookAgain | undefined {
  const { client, event, now } = context;
  const source = { source: `external-resizer ${driver}` };
  const storage = claim.spec.resources?.requests?.['storage'] ?? '0';
  const began = claim.status?.conditions?.find(({ type }) => type === 'Resizing')?.lastTransitionTime;
  if (began === undefined) {
    const begun = withResizing(claim, 'ControllerResizeInProgress', { type: 'Resizing', at: timeOf(now) });
    const status = { ...begun.status, allocatedResources: { ...begun.status?.allocatedResources, storage } };
    client.updateStatus(PersistentVolumeClaim, { ...begun, status });
    event(claim, 'Normal', 'Resizing', `External resizer is resizing volume ${volume.metadata.name}`, source);
  }
  const label = `resize/${claim.metadata.uid}/${storage}`;
  const due = doneAt(began === undefined ? now : instantOf(began), label, context);
  if (due > now) return { at: due, because: 'progress' };
  const capacity = { ...volume.spec.capacity, storage };
  client.update(PersistentVolume, { ...volume, spec: { ...volume.spec, capacity } });
  if (volume.spec.volumeMode === 'Block') {
    client.updateStatus(PersistentVolumeClaim, withoutResizing(claim, storage));
    event(claim, 'Normal', 'VolumeResizeSuccessful', 'Resize volume succeeded', source);
    return undefined;
  }
  const pending = { type: 'FileSystemResizePending', at: timeOf(now), message: WAITS_FOR_POD };
  client.updateStatus(PersistentVolumeClaim, withResizing(claim, 'NodeResizePending', pending));
  event(claim, 'Normal', 'FileSystemResizeRequired', 'Require file system resize of volume on node', source);
  return undefined;
}

const WAITS_FOR_POD = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';
