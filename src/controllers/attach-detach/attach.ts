import type { Context, LookAgain } from '../../client/client.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { attachmentName } from '../../kinds/storage/csidriver/volume-handle.ts';
import { VolumeAttachment } from '../../kinds/storage/volumeattachment/kind.ts';
import { after, type Duration, minutes, seconds } from '../../machinery/instant.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { type Attachable, keepRow, report, rowOf } from './volume.ts';

/** How long the driver is waited for, and the pauses between tries. */
const DRIVER_LONGEST = minutes(2);
const PAUSE_FIRST = seconds(0.5);
const PAUSE_LONGEST = seconds(122);

/** Brings the volume to every node that wants it; a volume for one node goes nowhere else while it is attached. */
export function attach(attachable: Attachable, context: Context): readonly LookAgain[] {
  const { volume, attachments, wanted } = attachable;
  const looks: LookAgain[] = [];
  let taken = attachments;
  for (const [node, pods] of wanted) {
    const own = taken.find(({ spec }) => spec.nodeName === node);
    if (own !== undefined) {
      looks.push(...follow(attachable, own, pods, context));
    } else if (taken.length > 0 && !mayBeShared(attachable)) {
      // One that is on its way off the other node is only waited for.
      if (!taken.some(isTerminating)) refuse(attachable, node, pods, context);
    } else {
      taken = [...taken, request(attachable, node, context)];
      keepRow(context, volume.metadata.name, node, { since: context.now });
      looks.push({ at: after(context.now, DRIVER_LONGEST), because: 'standing' });
    }
  }
  return looks;
}

function mayBeShared({ volume }: Attachable): boolean {
  const { accessModes = [] } = volume.spec;
  return accessModes.length === 0 || accessModes.some((mode) => mode.endsWith('Many'));
}

function request({ volume, handle }: Attachable, node: string, { client }: Context): VolumeAttachment {
  return client.create(VolumeAttachment, {
    metadata: { name: attachmentName(handle, node) },
    spec: {
      attacher: handle.driver,
      nodeName: node,
      source: { persistentVolumeName: volume.metadata.name },
    },
  });
}

/** What has become of the request: attached, refused by the driver, or not answered. */
function follow(
  { volume, handle }: Attachable,
  { metadata, spec, status }: VolumeAttachment,
  pods: readonly Pod[],
  context: Context,
): readonly LookAgain[] {
  const { client, event, now } = context;
  const { name } = volume.metadata;
  if (metadata.deletionTimestamp !== undefined) return [];
  const row = rowOf(context, name, spec.nodeName);
  if (status?.attached === true) {
    if (row.since !== undefined) {
      report(client, spec.nodeName, handle, 'attached');
      for (const pod of pods)
        event(
          pod,
          'Normal',
          'SuccessfulAttachVolume',
          `AttachVolume.Attach succeeded for volume ${JSON.stringify(name)} `,
        );
    }
    keepRow(context, name, spec.nodeName, undefined);
    return [];
  }
  const { since = now, failures = 0 } = row;
  const deadline = after(since, DRIVER_LONGEST);
  const refusal = status?.attachError?.message;
  if (refusal === undefined && now < deadline) return [{ at: deadline, because: 'standing' }];
  const why =
    refusal ??
    `timed out waiting for external-attacher of ${handle.driver} CSI driver to attach volume ${handle.handle}`;
  if (now >= since) {
    for (const pod of pods)
      event(
        pod,
        'Warning',
        'FailedAttachVolume',
        `AttachVolume.Attach failed for volume ${JSON.stringify(name)} : ${why}`,
      );
    const pause = Math.min(PAUSE_FIRST * 2 ** failures, PAUSE_LONGEST) as Duration;
    const next = after(now, pause);
    keepRow(context, name, spec.nodeName, { since: next, failures: failures + 1 });
    return [{ at: refusal === undefined ? after(next, DRIVER_LONGEST) : next, because: 'standing' }];
  }
  return [{ at: since, because: 'standing' }];
}

/** Told once for each node, until the volume is attached there (Multi-Attach). */
function refuse(
  { volume, attachments, wanted }: Attachable,
  node: string,
  pods: readonly Pod[],
  context: Context,
): void {
  const { name } = volume.metadata;
  const row = rowOf(context, name, node);
  if (row.isRefused) return;
  keepRow(context, name, node, { ...row, isRefused: true });
  const users = attachments.flatMap(({ spec }) => wanted.get(spec.nodeName) ?? []);
  for (const pod of pods)
    context.event(
      pod,
      'Warning',
      'FailedAttachVolume',
      `Multi-Attach error for volume ${JSON.stringify(name)} ${whoHasIt(pod, users)}`,
    );
}

/** Users of one namespace do not see the names of pods in another. */
function whoHasIt({ metadata }: Pod, users: readonly Pod[]): string {
  if (users.length === 0)
    return "Volume is already exclusively attached to one node and can't be attached to another";
  const near = users.filter((user) => user.metadata.namespace === metadata.namespace);
  const far = users.length - near.length;
  const foreign = `${far} pod(s) in different namespaces`;
  if (near.length === 0) return `Volume is already used by ${foreign}`;
  const names = near.map((user) => user.metadata.name).join(', ');
  return `Volume is already used by pod(s) ${names}${far > 0 ? ` and ${foreign}` : ''}`;
}
