import type { Context, LookAgain } from '../../client/client.ts';
import { conditionOf } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { uniqueVolumeName } from '../../kinds/storage/csidriver/volume-handle.ts';
import { VolumeAttachment } from '../../kinds/storage/volumeattachment/kind.ts';
import { after, minutes } from '../../machinery/instant.ts';
import { isTerminating, refOf } from '../../machinery/object-meta.ts';
import { type Attachable, keepRow, report, rowOf } from './volume.ts';

/** How long an unhealthy node may hold on to a volume that nobody wants there any more. */
const UNMOUNT_LONGEST = minutes(6);
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Takes the volume off nodes where no pod wants it: once it is unmounted, or by force. */
export function detach(attachable: Attachable, context: Context): readonly LookAgain[] {
  const { volume, attachments, wanted } = attachable;
  return attachments.flatMap((attachment) => {
    const { nodeName } = attachment.spec;
    if (wanted.has(nodeName) || isTerminating(attachment)) return [];
    const { unwanted = context.now, ...row } = rowOf(context, volume.metadata.name, nodeName);
    const forcedAt = after(unwanted, UNMOUNT_LONGEST);
    if (!isSafe(attachable, nodeName, forcedAt <= context.now, context)) {
      keepRow(context, volume.metadata.name, nodeName, { ...row, unwanted });
      return forcedAt > context.now ? [{ at: forcedAt, because: 'standing' as const }] : [];
    }
    keepRow(context, volume.metadata.name, nodeName, undefined);
    report(context.client, nodeName, attachable.handle, 'detached');
    context.client.delete(VolumeAttachment, refOf(attachment));
    return [];
  });
}

/** Unmounted, or on a node that will not come back: it says so itself, or was not heard of for long. */
function isSafe({ handle }: Attachable, nodeName: string, isOverdue: boolean, { client }: Context): boolean {
  const node = client.find(Node, { namespace: '', name: nodeName });
  if (node === undefined) return true;
  if (!(node.status?.volumesInUse ?? []).includes(uniqueVolumeName(handle))) return true;
  if (node.spec?.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true) return true;
  return isOverdue && conditionOf(node, 'Ready')?.status !== 'True';
}
