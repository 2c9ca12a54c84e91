import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { CSIDriver } from '../../kinds/storage/csidriver/kind.ts';
import { volumeHandleOf } from '../../kinds/storage/csidriver/volume-handle.ts';
import { VolumeAttachment } from '../../kinds/storage/volumeattachment/kind.ts';
import { instantOf } from '../../machinery/instant.ts';
import { isTerminating, type ObjectMeta, type Ref, refOf } from '../../machinery/object-meta.ts';
import { doneAt, isInstalled } from './driver.ts';

const NODE_ID = 'csi.alpha.kubernetes.io/node-id';
const finalizerOf = (driver: string): string => `external-attacher/${driver.replaceAll('.', '-')}`;

/** The external-attacher beside each driver: does what VolumeAttachments ask for. Volumes are told apart by their prefix. */
export const csiAttacher: Actor = {
  name: 'csi-attacher',
  component: 'csi-attacher',
  triggers: [
    onChange(VolumeAttachment, ({ type, object }) => {
      const { persistentVolumeName: name = '' } = object.spec.source;
      return type === 'DELETED' ? [volumeRef(name)] : [refOf(object)];
    }),
    onChange(PersistentVolume, ({ type, object, before }) =>
      type !== 'DELETED' && isTerminating(object) && before !== undefined
        ? [volumeRef(object.metadata.name)]
        : [],
    ),
    onChange(CSIDriver, ({ object, before }, reader) =>
      before === undefined
        ? reader
            .list(VolumeAttachment)
            .filter(({ spec }) => spec.attacher === object.metadata.name)
            .map(refOf)
        : [],
    ),
  ],
  reconcile: (ref, context) => {
    if (ref.namespace === VOLUMES) return letGo(ref.name, context);
    const attachment = context.client.find(VolumeAttachment, ref);
    if (attachment === undefined || !isInstalled(attachment.spec.attacher, context.client)) return undefined;
    return isTerminating(attachment) ? detach(attachment, context) : attach(attachment, context);
  },
};

/** No namespace: what stands for one in the refs of volumes. */
const VOLUMES = 'volumes';
const volumeRef = (name: string): Ref => ({ namespace: VOLUMES, name });

function attach(attachment: VolumeAttachment, context: Context): LookAgain | undefined {
  const { client, now } = context;
  const { metadata, spec, status } = attachment;
  if (status?.attached === true) return undefined;
  const finalizer = finalizerOf(spec.attacher);
  hold(spec.source.persistentVolumeName ?? '', finalizer, context);
  const held = client.update(VolumeAttachment, {
    ...attachment,
    metadata: {
      ...withFinalizer(metadata, finalizer),
      annotations: { ...metadata.annotations, [NODE_ID]: spec.nodeName },
    },
  });
  const due = doneAt(instantOf(metadata.creationTimestamp), `attach/${metadata.uid}`, context);
  if (due > now) return { at: due, because: 'progress' };
  client.updateStatus(VolumeAttachment, { ...held, status: { attached: true } });
  return undefined;
}

/** The volume may not go while it may be attached. */
function hold(name: string, finalizer: string, { client }: Context): void {
  const volume = client.find(PersistentVolume, { namespace: '', name });
  if (volume === undefined || isTerminating(volume)) return;
  client.update(PersistentVolume, { ...volume, metadata: withFinalizer(volume.metadata, finalizer) });
}

function withFinalizer(metadata: ObjectMeta, finalizer: string): ObjectMeta {
  const { finalizers = [] } = metadata;
  return finalizers.includes(finalizer) ? metadata : { ...metadata, finalizers: [...finalizers, finalizer] };
}

function detach(attachment: VolumeAttachment, context: Context): LookAgain | undefined {
  const { metadata } = attachment;
  const began = instantOf(metadata.deletionTimestamp ?? metadata.creationTimestamp);
  const due = doneAt(began, `detach/${metadata.uid}`, context);
  if (due > context.now) return { at: due, because: 'progress' };
  const { finalizers: _, ...rest } = metadata;
  context.client.update(VolumeAttachment, { ...attachment, metadata: rest });
  return undefined;
}

/** A volume that is being deleted is let go of once it is attached nowhere. */
function letGo(name: string, { client }: Context): undefined {
  const volume = client.find(PersistentVolume, { namespace: '', name });
  const driver = volume === undefined ? undefined : volumeHandleOf(volume)?.driver;
  if (volume === undefined || driver === undefined || !isTerminating(volume)) return;
  const word = `volume/${name}`;
  if (client.count(VolumeAttachment, { under: { index: 'attachment', word } }) > 0) return;
  const finalizers = (volume.metadata.finalizers ?? []).filter((one) => one !== finalizerOf(driver));
  client.update(PersistentVolume, { ...volume, metadata: { ...volume.metadata, finalizers } });
}
