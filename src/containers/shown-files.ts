import type { Reader } from '../client/client.ts';
import type {
  DownwardApiVolumeFile,
  KeyToPath,
  Pod,
  Volume,
  VolumeProjection,
} from '../kinds/core/pod/types.ts';
import { configValues, fieldValue, resourceValue, secretValues } from './environment.ts';

/** A file of a volume that shows objects. */
export interface ShownFile {
  readonly text: string;
  readonly mode: number;
  readonly user?: number;
}

/** Files by their paths in the volume. */
export type ShownFiles = Readonly<Record<string, ShownFile>>;

export interface Shown {
  readonly files: ShownFiles;
  /** ConfigMaps are laid out on the disk, all else on tmpfs. */
  readonly inMemory: boolean;
}

const USUAL_MODE = 0o644;

/** What volumes of the kinds configMap, secret, downwardAPI and projected show as things stand; undefined of others. */
export function shownIn(pod: Pod, volume: Volume, reader: Reader): Shown | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  const { namespace = '' } = pod.metadata;
  if (configMap !== undefined) {
    const values = configValues(configMap.name ?? '', namespace, reader);
    return { files: chosen(values, configMap.items, configMap.defaultMode), inMemory: false };
  }
  if (secret !== undefined) {
    const values = secretValues(secret.secretName ?? '', namespace, reader);
    return { files: chosen(values, secret.items, secret.defaultMode), inMemory: true };
  }
  if (downwardAPI !== undefined)
    return { files: downwardFiles(pod, downwardAPI.items, downwardAPI.defaultMode, reader), inMemory: true };
  if (projected === undefined) return undefined;
  const sources = projected.sources ?? [];
  const files = sources.map((source) => projectionFiles(pod, source, projected.defaultMode, reader));
  return { files: Object.assign({}, ...files) as ShownFiles, inMemory: true };
}

function projectionFiles(
  pod: Pod,
  { configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection,
  mode: number | undefined,
  reader: Reader,
): ShownFiles {
  const { namespace = '' } = pod.metadata;
  if (configMap !== undefined)
    return chosen(configValues(configMap.name ?? '', namespace, reader), configMap.items, mode);
  if (secret !== undefined)
    return chosen(secretValues(secret.name ?? '', namespace, reader), secret.items, mode);
  if (downwardAPI !== undefined) return downwardFiles(pod, downwardAPI.items, mode, reader);
  return serviceAccountToken === undefined ? {} : { [serviceAccountToken.path]: tokenFile(pod, mode) };
}

/** Where the pod has a user or a group for volumes, nobody else may read its token. */
function tokenFile(pod: Pod, mode = USUAL_MODE): ShownFile {
  const text = `token-of-${pod.metadata.uid}`;
  const user = commonUser(pod);
  const isOwned = user !== undefined || pod.spec.securityContext?.fsGroup !== undefined;
  return { text, mode: isOwned ? 0o600 : mode, ...(user === undefined ? {} : { user }) };
}

/** Who all containers say that they run as, where they do (FsUserFrom). */
function commonUser({ spec }: Pod): number | undefined {
  const users = [...(spec.initContainers ?? []), ...spec.containers].map(
    ({ securityContext }) => securityContext?.runAsUser ?? spec.securityContext?.runAsUser,
  );
  return new Set(users).size === 1 ? users[0] : undefined;
}

function downwardFiles(
  pod: Pod,
  items: readonly DownwardApiVolumeFile[] | undefined,
  usual: number | undefined,
  reader: Reader,
): ShownFiles {
  return Object.fromEntries(
    (items ?? []).map(({ path, fieldRef, resourceFieldRef, mode = usual ?? USUAL_MODE }) => {
      if (fieldRef !== undefined) return [path, { text: fieldValue(pod, fieldRef.fieldPath), mode }];
      const [first] = pod.spec.containers;
      const text =
        resourceFieldRef === undefined || first === undefined
          ? ''
          : resourceValue(pod, first, resourceFieldRef, reader);
      return [path, { text, mode }];
    }),
  );
}

/** All keys under their names, or those that are named under their paths. */
function chosen(
  values: Readonly<Record<string, string>>,
  items: readonly KeyToPath[] | undefined,
  usual = USUAL_MODE,
): ShownFiles {
  if (items === undefined)
    return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, { text, mode: usual }]));
  return Object.fromEntries(
    items.flatMap(({ key, path, mode = usual }) => {
      const text = values[key];
      return text === undefined ? [] : [[path, { text, mode }]];
    }),
  );
}
