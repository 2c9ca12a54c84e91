import type { Actor, Context, Reader } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { nodeIsToResize } from '../../kinds/core/persistentvolumeclaim/resizing.ts';
import { claimNames } from '../../kinds/core/pod/claims.ts';
import { isFinished, isScheduled } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { equalJson } from '../../machinery/json.ts';
import { type Ref, refOf } from '../../machinery/object-meta.ts';
import { runningNode } from '../heartbeat.ts';
import { attachmentsOf } from './claimed-volume.ts';
import { growFileSystem } from './growing.ts';

/**
 * The kubelet's volume manager, beside its look at pods: tells which attached volumes a node uses, which is why they are
 * not taken away, and lets mounted file systems grow. Asked about nodes, and about claims.
 */
export const volumeManager: Actor = {
  name: 'kubelet-volumes',
  component: 'kubelet',
  triggers: [
    onChange(Pod, ({ type, object, before }, reader) => {
      if (!isScheduled(object) || claimNames(object).length === 0) return [];
      const isNews =
        type !== 'MODIFIED' || before?.spec !== object.spec || before.status?.phase !== object.status?.phase;
      if (!isNews || attachmentsOf(object, reader).length === 0) return [];
      return [{ namespace: '', name: object.spec.nodeName ?? '' }, ...growingClaims(object, reader)];
    }),
    onChange(PersistentVolumeClaim, ({ object, before }) =>
      nodeIsToResize(object) && !(before !== undefined && nodeIsToResize(before)) ? [refOf(object)] : [],
    ),
  ],
  reconcile: (ref, context) => {
    if (ref.namespace === '') reportUse(ref.name, context);
    else growMounted(ref, context);
    return undefined;
  },
};

function growingClaims(pod: Pod, reader: Reader): readonly Ref[] {
  const { namespace = '' } = pod.metadata;
  return claimNames(pod)
    .map(({ name }) => ({ namespace, name }))
    .filter((ref) => {
      const claim = reader.find(PersistentVolumeClaim, ref);
      return claim !== undefined && nodeIsToResize(claim);
    });
}

/** node.status.volumesInUse: volumes of the pods that are there and have not ended. */
function reportUse(name: string, { client }: Context): void {
  const node = runningNode(name, client);
  if (node === undefined) return;
  const pods = client.list(Pod, { node: name }).filter((pod) => !isFinished(pod));
  const used = [...new Set(pods.flatMap((pod) => attachmentsOf(pod, client)))];
  const { volumesInUse = [], ...status } = node.status ?? {};
  if (equalJson(volumesInUse, used)) return;
  client.updateStatus(Node, {
    ...node,
    status: used.length === 0 ? status : { ...status, volumesInUse: used },
  });
}

function growMounted(ref: Ref, context: Context): void {
  const claim = context.client.find(PersistentVolumeClaim, ref);
  if (claim === undefined) return;
  const [pod] = context.client
    .list(Pod, { under: { index: 'pod-of-claim', word: `${ref.namespace}/${ref.name}` } })
    .filter(({ spec, status }) => {
      return status?.phase === 'Running' && runningNode(spec.nodeName ?? '', context.client) !== undefined;
    });
  if (pod !== undefined) growFileSystem(claim, pod, pod.spec.nodeName ?? '', context);
}
