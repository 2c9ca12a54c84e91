import type { Reader } from '../client/client.ts';
import { PersistentVolume } from '../kinds/core/persistentvolume/kind.ts';
import { PROVISIONED_BY } from '../kinds/core/persistentvolumeclaim/annotations.ts';
import { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/kind.ts';
import { claimOfVolume } from '../kinds/core/pod/claims.ts';
import type { Container, Pod, Volume } from '../kinds/core/pod/types.ts';
import { parseQuantity, value } from '../machinery/quantity.ts';

/** Where the data behind a volume is: volumes whose keys are equal share it. */
export interface VolumePlace {
  readonly key: string;
  /** The folder in there, where it is not all of it. */
  readonly path?: string;
}

/** Where the data of the pod's volume is, as things stand. */
export function placeOf(pod: Pod, volume: Volume, reader: Reader): VolumePlace {
  const { metadata, spec } = pod;
  const host = `host/${spec.nodeName ?? ''}`;
  if (volume.hostPath !== undefined) return { key: host, path: volume.hostPath.path };
  const use = claimOfVolume(pod, volume);
  if (use === undefined) return { key: `pod/${metadata.uid}/${volume.name}` };
  const found = volumeBehind(pod, use.name, reader);
  const path = found === undefined ? undefined : hostFolder(found);
  return path === undefined
    ? { key: `volume/${found?.metadata.name ?? `${metadata.namespace}/${use.name}`}` }
    : { key: host, path };
}

/** The folder of a node that a volume is: one that was made for a claim is not, it can be had on every node. */
function hostFolder({ metadata, spec }: PersistentVolume): string | undefined {
  if (metadata.annotations?.[PROVISIONED_BY] !== undefined) return undefined;
  return spec.hostPath?.path ?? spec.local?.path;
}

function volumeBehind({ metadata }: Pod, claim: string, reader: Reader): PersistentVolume | undefined {
  const ref = { namespace: metadata.namespace ?? '', name: claim };
  const name = reader.find(PersistentVolumeClaim, ref)?.spec.volumeName;
  return name === undefined ? undefined : reader.find(PersistentVolume, { namespace: '', name });
}

export type VolumePlaces = Readonly<Record<string, VolumePlace>>;

/** Where the data is that a container may change and that outlives its pod, by volume. */
export function lastingPlaces(pod: Pod, container: Container, reader: Reader): VolumePlaces {
  const places: Record<string, VolumePlace> = {};
  for (const { name } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === name);
    if (volume === undefined) continue;
    const lasts = volume.persistentVolumeClaim !== undefined || volume.hostPath !== undefined;
    if (lasts) places[name] = placeOf(pod, volume, reader);
  }
  return places;
}

/** The places' keys, each once. */
export const keysOf = (places: VolumePlaces): readonly string[] => [
  ...new Set(Object.values(places).map(({ key }) => key)),
];

/** A volume of the pod's own that may hold so much and no more. */
export interface LimitedVolume {
  readonly name: string;
  readonly key: string;
  readonly bytes: number;
}

/** Empty folders with a limit that the container has mounted; one in memory is full before it is over its limit. */
export function limitedVolumes(pod: Pod, container: Container, reader: Reader): readonly LimitedVolume[] {
  const mounted = new Set((container.volumeMounts ?? []).map(({ name }) => name));
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    const { sizeLimit, medium } = volume.emptyDir ?? {};
    const bytes = sizeLimit === undefined || medium === 'Memory' ? 0 : value(parseQuantity(sizeLimit));
    if (bytes <= 0 || !mounted.has(volume.name)) return [];
    return [{ name: volume.name, key: placeOf(pod, volume, reader).key, bytes }];
  });
}
