import type { Reader } from '../client/client.ts';
import type {
  Container,
  DownwardApiVolumeFile,
  KeyToPath,
  Pod,
  Volume,
  VolumeProjection,
} from '../kinds/core/pod/types.ts';
import { FileSystem, type Folder, folder, type Owned, SET_GROUP_ID } from '../shell/file-system.ts';
import { flavourOf } from './entry-point.ts';
import { configValues, fieldValue, resourceValue, secretValues, withReferences } from './environment.ts';
import { imageOf } from './images/index.ts';
import type { Instance } from './instance.ts';
import { systemFiles } from './system-files.ts';
import { placeOf, type VolumePlace } from './volumes.ts';

const SMALL = '/bin /dev /etc /home /lib /proc /root /sys /tmp /usr/bin /usr/sbin /var/log /var/run';
/** What images have at least: busybox, alpine, and those of distributions. */
const FOLDERS = {
  busybox: SMALL.split(' '),
  alpine: `${SMALL} /media /mnt /opt /run /sbin /srv`.split(' '),
  gnu: `${SMALL} /boot /lib64 /media /mnt /opt /run /sbin /srv`.split(' '),
};

/** The folder behind a volume of the pod, the same one for all who share it. */
export type FolderOf = (key: string) => Folder;

/** The files a container starts with: what every image has, what the kubelet writes, and its volumes. */
export function filesOf(
  { pod, container, start, places }: Instance,
  variables: Readonly<Record<string, string>>,
  folderOf: FolderOf,
  reader: Reader,
): FileSystem {
  const files = new FileSystem(folder(start));
  for (const path of FOLDERS[layoutOf(container)]) files.makeFolders(path, start);
  files.makeFolders('/tmp', start).mode = 0o1777;
  for (const [path, text] of Object.entries(imageOf(container.image ?? '').files ?? {})) {
    files.makeFolders(path.slice(0, path.lastIndexOf('/')), start);
    files.write(path, text, start);
  }
  for (const [path, text] of Object.entries(systemFiles(pod, container, variables))) {
    files.makeFolders(path.slice(0, path.lastIndexOf('/')), start);
    files.write(path, text, start);
  }
  if (container.workingDir !== undefined) files.makeFolders(container.workingDir, start);
  for (const { name, mountPath, subPath, subPathExpr, readOnly } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === name);
    if (volume === undefined) continue;
    const part = subPath ?? withReferences(subPathExpr ?? '', variables);
    const root = rootOf(pod, volume, { folderOf, place: places?.[name], now: start, reader });
    const node = part === '' ? root.folder : partOf(root.folder, part, start);
    files.mount(mountPath, node, readOnly === true || root.readOnly, start);
  }
  files.owner = ownerOf(pod, container);
  return files;
}

/** Who the container's programs are. */
function ownerOf({ spec }: Pod, { securityContext }: Container): Owned {
  const user = securityContext?.runAsUser ?? spec.securityContext?.runAsUser ?? 0;
  const group = securityContext?.runAsGroup ?? spec.securityContext?.runAsGroup ?? 0;
  return { ...(user === 0 ? {} : { user }), ...(group === 0 ? {} : { group }) };
}

/** What ConfigMaps and Secrets are by now, in the volumes that show them; a part that was mounted alone stays as it was. */
export function refreshFiles(
  files: FileSystem,
  { pod, container }: Instance,
  now: number,
  reader: Reader,
): void {
  for (const { name, mountPath, subPath, subPathExpr } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === name);
    const isShown = volume?.configMap ?? volume?.secret ?? volume?.projected;
    const node = files.find(mountPath)?.node;
    if (volume === undefined || isShown === undefined || node?.type !== 'folder') continue;
    if (subPath !== undefined || subPathExpr !== undefined) continue;
    const shown = rootOf(pod, volume, { folderOf: () => folder(now), place: undefined, now, reader }).folder;
    node.entries.clear();
    for (const [path, entry] of shown.entries) node.entries.set(path, entry);
    node.changed = now;
  }
}

const layoutOf = (container: Container): keyof typeof FOLDERS =>
  /alpine/.test(container.image ?? '') ? 'alpine' : flavourOf(container);

interface Root {
  readonly folder: Folder;
  readonly readOnly: boolean;
}

interface Surroundings {
  readonly folderOf: FolderOf;
  /** Where the volume's data is, where that is on record. */
  readonly place: VolumePlace | undefined;
  readonly now: number;
  readonly reader: Reader;
}

function rootOf(pod: Pod, volume: Volume, { folderOf, place, now, reader }: Surroundings): Root {
  const { namespace = '' } = pod.metadata;
  const { configMap, secret, downwardAPI, projected } = volume;
  const made = (texts: Readonly<Record<string, string>>): Root => ({
    folder: folderFrom(texts, now),
    readOnly: true,
  });
  if (configMap !== undefined)
    return made(chosen(configValues(configMap.name ?? '', namespace, reader), configMap.items));
  if (secret !== undefined)
    return made(chosen(secretValues(secret.secretName ?? '', namespace, reader), secret.items));
  if (downwardAPI !== undefined) return made(downwardFiles(pod, downwardAPI.items ?? [], reader));
  if (projected !== undefined) {
    const texts = projected.sources.map((source) => projectionFiles(pod, source, reader));
    return made(Object.assign({}, ...texts) as Record<string, string>);
  }
  const { key, path } = place ?? placeOf(pod, volume, reader);
  const root = folderOf(key);
  share(root, pod, volume);
  const readOnly = volume.persistentVolumeClaim?.readOnly === true;
  return { folder: path === undefined ? root : (partOf(root, path, now) as Folder), readOnly };
}

/** Everybody may write to an emptyDir; `fsGroup` gives a volume, and what is made there, to a group. */
function share(root: Folder, { spec }: Pod, { emptyDir, hostPath }: Volume): void {
  const group = spec.securityContext?.fsGroup;
  if (emptyDir !== undefined) root.mode |= 0o777;
  if (group === undefined || hostPath !== undefined) return;
  root.mode |= SET_GROUP_ID | 0o770;
  root.group = group;
}

function projectionFiles(
  pod: Pod,
  source: VolumeProjection,
  reader: Reader,
): Readonly<Record<string, string>> {
  const { namespace = '', uid } = pod.metadata;
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (configMap !== undefined)
    return chosen(configValues(configMap.name ?? '', namespace, reader), configMap.items);
  if (secret !== undefined) return chosen(secretValues(secret.name ?? '', namespace, reader), secret.items);
  if (downwardAPI !== undefined) return downwardFiles(pod, downwardAPI.items ?? [], reader);
  return serviceAccountToken === undefined ? {} : { [serviceAccountToken.path]: `token-of-${uid}` };
}

function downwardFiles(
  pod: Pod,
  items: readonly DownwardApiVolumeFile[],
  reader: Reader,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    items.map(({ path, fieldRef, resourceFieldRef }) => {
      if (fieldRef !== undefined) return [path, fieldValue(pod, fieldRef.fieldPath)];
      const [first] = pod.spec.containers;
      const text =
        resourceFieldRef === undefined || first === undefined
          ? ''
          : resourceValue(pod, first, resourceFieldRef, reader);
      return [path, text];
    }),
  );
}

/** All keys under their names, or those that are named under their paths. */
function chosen(
  values: Readonly<Record<string, string>>,
  items: readonly KeyToPath[] | undefined,
): Readonly<Record<string, string>> {
  if (items === undefined) return values;
  return Object.fromEntries(
    items.flatMap(({ key, path }) => (values[key] === undefined ? [] : [[path, values[key]]])),
  );
}

function folderFrom(texts: Readonly<Record<string, string>>, now: number): Folder {
  const files = new FileSystem(folder(now));
  for (const [path, text] of Object.entries(texts)) {
    const parent = path.slice(0, path.lastIndexOf('/') + 1);
    if (parent !== '') files.makeFolders(parent, now);
    files.write(`/${path}`, text, now);
  }
  return files.root;
}

/** A part of a volume; one that is not there is made as a folder. */
function partOf(root: Folder, path: string, now: number) {
  const files = new FileSystem(root);
  return files.find(path)?.node ?? files.makeFolders(path, now);
}
