import type { Reader } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { classOf } from '../../kinds/core/persistentvolumeclaim/conditions.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { claimNames } from '../../kinds/core/pod/claims.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { uniqueVolumeName, volumeHandleOf } from '../../kinds/storage/csidriver/volume-handle.ts';
import { CSINode } from '../../kinds/storage/csinode/kind.ts';
import { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { VolumeAttachment } from '../../kinds/storage/volumeattachment/kind.ts';
import type { Filter, Verdict } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

const VERDICT: Verdict = {
  plugin: 'NodeVolumeLimits',
  reasons: ['node(s) exceed max volume count'],
  resolvable: true,
};

/** A node's CSINode may say how many volumes of a driver it can have. */
export const nodeVolumeLimits: Filter = {
  name: 'NodeVolumeLimits',
  scope: 'cluster',
  prepare: ({ pod }, { reader }) => {
    if (claimNames(pod).length === 0) return undefined;
    const wanted = volumesOf(pod, reader);
    if (wanted.size === 0) return undefined;
    return (node) => (exceeds(node, wanted, reader) ? VERDICT : undefined);
  },
};

function exceeds(node: NodeInfo, wanted: ReadonlyMap<string, string>, reader: Reader): boolean {
  const limits = limitsOf(node.name, reader);
  if (limits.size === 0) return false;
  const there = volumesOn(node, reader);
  const news = [...wanted].filter(([volume]) => !there.has(volume));
  return [...limits].some(([driver, most]) => {
    const fresh = countOf(driver, news);
    return fresh > 0 && countOf(driver, [...there]) + fresh > most;
  });
}

const countOf = (driver: string, volumes: readonly (readonly [string, string])[]): number =>
  volumes.filter(([, own]) => own === driver).length;

function limitsOf(name: string, reader: Reader): ReadonlyMap<string, number> {
  const drivers = reader.find(CSINode, { namespace: '', name })?.spec.drivers ?? [];
  return new Map(
    drivers.flatMap(({ name: driver, allocatable }) =>
      allocatable?.count === undefined ? [] : [[driver, allocatable.count] as const],
    ),
  );
}

/** Volumes of the node's pods, and those still attached there. */
function volumesOn(node: NodeInfo, reader: Reader): ReadonlyMap<string, string> {
  const volumes = new Map([...node.pods.values()].flatMap(({ pod }) => [...volumesOf(pod, reader)]));
  for (const { spec } of reader.list(VolumeAttachment, {
    under: { index: 'attachment', word: `node/${node.name}` },
  })) {
    const name = spec.source.persistentVolumeName ?? '';
    const volume = reader.find(PersistentVolume, { namespace: '', name });
    const handle = volume === undefined ? undefined : volumeHandleOf(volume);
    if (handle !== undefined) volumes.set(uniqueVolumeName(handle), handle.driver);
  }
  return volumes;
}

/** The pod's volumes with their drivers; one that is still to be made counts under its claim. */
function volumesOf(pod: Pod, reader: Reader): ReadonlyMap<string, string> {
  const volumes = new Map<string, string>();
  const { namespace = '' } = pod.metadata;
  for (const { name } of claimNames(pod)) {
    const claim = reader.find(PersistentVolumeClaim, { namespace, name });
    if (claim === undefined) continue;
    const bound = reader.find(PersistentVolume, { namespace: '', name: claim.spec.volumeName ?? '' });
    const handle = bound === undefined ? undefined : volumeHandleOf(bound);
    if (handle !== undefined) volumes.set(uniqueVolumeName(handle), handle.driver);
    if (bound !== undefined) continue;
    const storageClass = reader.find(StorageClass, { namespace: '', name: classOf(claim) ?? '' });
    if (storageClass !== undefined) volumes.set(`${namespace}/${name}`, storageClass.provisioner);
  }
  return volumes;
}
