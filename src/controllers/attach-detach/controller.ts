import type { Actor, Context, LookAgain, Reader } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { claimNames } from '../../kinds/core/pod/claims.ts';
import { isFinished, isScheduled } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { CSIDriver } from '../../kinds/storage/csidriver/kind.ts';
import { needsAttaching, volumeHandleOf } from '../../kinds/storage/csidriver/volume-handle.ts';
import { VolumeAttachment } from '../../kinds/storage/volumeattachment/kind.ts';
import { instant } from '../../machinery/instant.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { attach } from './attach.ts';
import { detach } from './detach.ts';
import { type Attachable, forgetNodes } from './volume.ts';

/** Attaches volumes to the nodes of the pods that use them, and takes them off again (K-81). Asked volume by volume. */
export const attachDetach: Actor = {
  name: 'attachdetach-controller',
  triggers: [
    onChange(Pod, ({ type, object, before }, reader) =>
      isScheduled(object) && (type === 'DELETED' || isNews(object, before)) ? volumesOf(object, reader) : [],
    ),
    onChange(PersistentVolumeClaim, ({ object, before }) =>
      object.spec.volumeName && object.spec.volumeName !== before?.spec.volumeName
        ? [volumeRef(object.spec.volumeName)]
        : [],
    ),
    onChange(VolumeAttachment, ({ object }) => [volumeRef(object.spec.source.persistentVolumeName)]),
    onChange(Node, ({ type, object, before }, reader) =>
      type === 'DELETED' || saysMore(object, before) ? attachedTo(object.metadata.name, reader) : [],
    ),
  ],
  reconcile: (ref, context) => {
    const volume = context.client.find(PersistentVolume, ref);
    const attachments = context.client.list(VolumeAttachment, {
      under: { index: 'attachment', word: `volume/${ref.name}` },
    });
    const handle = volume === undefined ? undefined : volumeHandleOf(volume);
    if (volume === undefined || handle === undefined) return undefined;
    const driver = context.client.find(CSIDriver, { namespace: '', name: handle.driver });
    if (!needsAttaching(driver)) return undefined;
    const attachable: Attachable = { volume, handle, attachments, wanted: wantedNodes(volume, context) };
    forgetNodes(attachable, context);
    return soonest([...detach(attachable, context), ...attach(attachable, context)]);
  },
};

const isNews = (pod: Pod, before: Pod | undefined): boolean =>
  before === undefined || !isScheduled(before) || isFinished(pod) !== isFinished(before);

const volumeRef = (name: string | undefined): Ref => ({ namespace: '', name: name ?? '' });

function volumesOf(pod: Pod, reader: Reader): readonly Ref[] {
  const { namespace = '' } = pod.metadata;
  return claimNames(pod).flatMap(({ name }) => {
    const volume = reader.find(PersistentVolumeClaim, { namespace, name })?.spec.volumeName;
    return volume ? [volumeRef(volume)] : [];
  });
}

/** What of a node decides about its volumes. */
const saysMore = (node: Node, before: Node | undefined): boolean =>
  before === undefined ||
  node.status?.volumesInUse !== before.status?.volumesInUse ||
  node.status?.conditions !== before.status?.conditions ||
  node.spec?.taints !== before.spec?.taints;

function attachedTo(node: string, reader: Reader): readonly Ref[] {
  return reader
    .list(VolumeAttachment, { under: { index: 'attachment', word: `node/${node}` } })
    .map(({ spec }) => volumeRef(spec.source.persistentVolumeName));
}

/** Nodes with pods that use the volume, by their own words: pods that have ended use nothing. */
function wantedNodes(
  { spec: { claimRef } }: PersistentVolume,
  { client }: Context,
): ReadonlyMap<string, readonly Pod[]> {
  const nodes = new Map<string, readonly Pod[]>();
  const { namespace = '', name = '', uid } = claimRef ?? {};
  if (client.find(PersistentVolumeClaim, { namespace, name })?.metadata.uid !== uid) return nodes;
  for (const pod of client.list(Pod, { under: { index: 'pod-of-claim', word: `${namespace}/${name}` } })) {
    const { nodeName = '' } = pod.spec;
    if (nodeName === '' || isFinished(pod)) continue;
    if (client.find(Node, { namespace: '', name: nodeName }) === undefined) continue;
    nodes.set(nodeName, [...(nodes.get(nodeName) ?? []), pod]);
  }
  return nodes;
}

function soonest(looks: readonly LookAgain[]): LookAgain | undefined {
  if (looks.length === 0) return undefined;
  const at = instant(Math.min(...looks.map((look) => look.at)));
  return { at, because: looks.some(({ because }) => because === 'progress') ? 'progress' : 'standing' };
}
