import type { Reader } from '../client/client.ts';
import { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/kind.ts';
import type { Container, Pod, Volume } from '../kinds/core/pod/types.ts';

/** What names the data behind a volume: pods whose keys are equal share it. */
export function volumeKey({ metadata, spec }: Pod, volume: Volume, reader: Reader): string {
  const claimName =
    volume.persistentVolumeClaim?.claimName ??
    (volume.ephemeral === undefined ? undefined : `${metadata.name}-${volume.name}`);
  if (claimName !== undefined) {
    const claim = reader.find(PersistentVolumeClaim, {
      namespace: metadata.namespace ?? '',
      name: claimName,
    });
    return `volume/${claim?.spec.volumeName ?? `${metadata.namespace}/${claimName}`}`;
  }
  if (volume.hostPath !== undefined) return `host/${spec.nodeName ?? ''}`;
  return `pod/${metadata.uid}/${volume.name}`;
}

/** Keys of the data that a container may change and that outlives its pod. */
export function lastingVolumes(pod: Pod, container: Container, reader: Reader): readonly string[] {
  const keys = new Set<string>();
  for (const { name } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === name);
    if (volume === undefined) continue;
    const lasts = volume.persistentVolumeClaim !== undefined || volume.hostPath !== undefined;
    if (lasts) keys.add(volumeKey(pod, volume, reader));
  }
  return [...keys];
}
