import type { Client, Context } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import type { PersistentVolume } from '../../kinds/core/persistentvolume/types.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { uniqueVolumeName, type VolumeHandle } from '../../kinds/storage/csidriver/volume-handle.ts';
import type { VolumeAttachment } from '../../kinds/storage/volumeattachment/types.ts';
import type { Instant } from '../../machinery/instant.ts';

/** A volume that has to be attached, as it stands and as it is wanted. */
export interface Attachable {
  readonly volume: PersistentVolume;
  readonly handle: VolumeHandle;
  readonly attachments: readonly VolumeAttachment[];
  /** Pods that use it, by node. */
  readonly wanted: ReadonlyMap<string, readonly Pod[]>;
}

/** What no object tells of a volume on a node. */
export interface Row {
  /** Since when it is no longer wanted there. */
  readonly unwanted?: Instant;
  /** It was told that it is attached elsewhere. */
  readonly isRefused?: true;
  /** When the present try to attach it began, and how many failed. */
  readonly since?: Instant;
  readonly failures?: number;
}

export const rowOf = (context: Context, volume: string, node: string): Row =>
  (context.memory.get(`${volume}/${node}`) as Row | undefined) ?? {};

export function keepRow(context: Context, volume: string, node: string, row: Row | undefined): void {
  const key = `${volume}/${node}`;
  if (row === undefined && context.memory.get(key) === undefined) return;
  context.memory.set(key, row);
}

/** Rows of nodes that neither have the volume nor want it. */
export function forgetNodes({ volume, attachments, wanted }: Attachable, { memory }: Context): void {
  const prefix = `${volume.metadata.name}/`;
  for (const [key] of [...memory.entries(prefix)]) {
    const node = key.slice(prefix.length);
    const isKnown = wanted.has(node) || attachments.some(({ spec }) => spec.nodeName === node);
    if (!isKnown) memory.set(key, undefined);
  }
}

/** Says on the node whether the volume is attached: what its kubelet waits for. */
export function report(
  client: Client,
  nodeName: string,
  handle: VolumeHandle,
  standing: 'attached' | 'detached',
): void {
  const node = client.find(Node, { namespace: '', name: nodeName });
  if (node === undefined) return;
  const name = uniqueVolumeName(handle);
  const { volumesAttached = [], ...status } = node.status ?? {};
  const isThere = volumesAttached.some((volume) => volume.name === name);
  if (isThere === (standing === 'attached')) return;
  const others = volumesAttached.filter((volume) => volume.name !== name);
  const now = isThere ? others : [...others, { name, devicePath: '' }];
  client.updateStatus(Node, {
    ...node,
    status: now.length === 0 ? status : { ...status, volumesAttached: now },
  });
}
