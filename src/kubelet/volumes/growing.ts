import type { Context } from '../../client/client.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { nodeIsToResize, withoutResizing } from '../../kinds/core/persistentvolumeclaim/resizing.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';

/** The file system takes up what its volume has grown by, where a pod has it mounted. */
export function growFileSystem(
  claim: PersistentVolumeClaim,
  pod: Pod,
  host: string,
  { client, event }: Context,
): void {
  const size = claim.status?.allocatedResources?.['storage'];
  if (!nodeIsToResize(claim) || size === undefined) return;
  const text = `MountVolume.NodeExpandVolume succeeded for volume ${JSON.stringify(claim.spec.volumeName)} ${host}`;
  const source = { host, source: 'kubelet' };
  event(pod, 'Normal', 'FileSystemResizeSuccessful', text, source);
  event(claim, 'Normal', 'FileSystemResizeSuccessful', text, source);
  client.updateStatus(PersistentVolumeClaim, withoutResizing(claim, size));
}
