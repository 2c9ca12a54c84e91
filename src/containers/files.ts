import type { Reader } from '../client/client.ts';
import type { Pod, Volume } from '../kinds/core/pod/types.ts';
import { instantOf } from '../machinery/instant.ts';
import { type Folder, folder, SET_GROUP_ID } from '../shell/entries.ts';
import { FileSystem } from '../shell/file-system.ts';
import { accountFiles, layoutOf } from './accounts.ts';
import { layOut } from './atomic-folder.ts';
import { withReferences } from './environment.ts';
import { identityOf } from './identity.ts';
import { imageOf } from './images/index.ts';
import type { Instance } from './instance.ts';
import { messagePath } from './message-path.ts';
import { shownIn } from './shown-files.ts';
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
  files.makeFolders('/root', start).mode = 0o700;
  for (const [path, text] of Object.entries(imageOf(container.image ?? '').files ?? {})) {
    files.makeFolders(path.slice(0, path.lastIndexOf('/')), start);
    files.write(path, text, start);
  }
  for (const [path, text] of Object.entries({
    ...systemFiles(pod, container, variables),
    ...accountFiles(layoutOf(container)),
  })) {
    files.makeFolders(path.slice(0, path.lastIndexOf('/')), start);
    files.write(path, text, start);
  }
  const message = messagePath(container);
  files.makeFolders(message.slice(0, message.lastIndexOf('/')), start);
  files.open(message, start, 'truncate').mode = 0o666;
  if (container.workingDir !== undefined) files.makeFolders(container.workingDir, start);
  for (const { name, mountPath, subPath, subPathExpr, readOnly } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === name);
    if (volume === undefined) continue;
    const part = subPath ?? withReferences(subPathExpr ?? '', variables);
    const root = rootOf(pod, volume, { folderOf, place: places?.[name], now: start, reader });
    const node = part === '' ? root.folder : partOf(root.folder, part, start);
    files.mount(mountPath, node, readOnly === true || root.readOnly, start);
  }
  if (container.securityContext?.readOnlyRootFilesystem === true) {
    // What the runtime mounts by itself stays as it is.
    files.mount('/dev', files.makeFolders('/dev', start), false, start);
    files.isReadOnly = true;
  }
  files.user = identityOf(pod, container);
  return files;
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
    const entry = files.entry(mountPath);
    if (volume === undefined || subPath !== undefined || subPathExpr !== undefined) continue;
    const shown = shownIn(pod, volume, reader);
    if (shown === undefined || entry?.type !== 'mount' || entry.node.type !== 'folder') continue;
    layOut(entry.node, shown, layoutFor(pod, volume, now));
  }
}

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
  const shown = shownIn(pod, volume, reader);
  if (shown !== undefined) {
    const root = folder(now);
    // Containers of a pod find the volume as it was laid out for the pod, whenever they start.
    const started = pod.status?.startTime;
    layOut(root, shown, layoutFor(pod, volume, started === undefined ? now : instantOf(started)));
    return { folder: root, readOnly: true };
  }
  const { key, path } = place ?? placeOf(pod, volume, reader);
  const root = folderOf(key);
  share(root, pod, volume);
  const readOnly = volume.persistentVolumeClaim?.readOnly === true;
  return { folder: path === undefined ? root : (partOf(root, path, now) as Folder), readOnly };
}

const layoutFor = ({ metadata, spec }: Pod, { name }: Volume, at: number) => ({
  at,
  label: `${metadata.uid}/${name}`,
  group: spec.securityContext?.fsGroup,
});

/** Everybody may write to an emptyDir; `fsGroup` gives a volume, and what is made there, to a group. */
function share(root: Folder, { spec }: Pod, { emptyDir, hostPath }: Volume): void {
  const group = spec.securityContext?.fsGroup;
  if (emptyDir !== undefined) root.mode |= 0o777;
  if (emptyDir?.medium === 'Memory') root.inMemory = true;
  if (group === undefined || hostPath !== undefined) return;
  root.mode |= SET_GROUP_ID | 0o770;
  root.group = group;
}

/** A part of a volume; one that is not there is made as a folder. */
function partOf(root: Folder, path: string, now: number) {
  const files = new FileSystem(root);
  return files.find(path)?.node ?? files.makeFolders(path, now);
}
