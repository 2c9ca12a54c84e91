import { leftOnHost } from '../../containers/host.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Volume } from '../../kinds/core/pod/types.ts';
import type { Sync } from '../sync.ts';

type Found = 'folder' | 'file' | 'socket' | 'character device' | 'block device';

/** What a node has before anybody has put anything there. */
const NODE_FILES: Readonly<Record<Found, readonly string[]>> = {
  folder: [
    '/bin',
    '/boot',
    '/dev',
    '/dev/disk',
    '/dev/shm',
    '/etc/cni/net.d',
    '/etc/kubernetes/manifests',
    '/etc/ssl/certs',
    '/home',
    '/lib/modules',
    '/lib64',
    '/media',
    '/mnt',
    '/opt/cni/bin',
    '/proc/sys/net',
    '/root',
    '/run/containerd',
    '/run/lock',
    '/sbin',
    '/srv',
    '/sys/fs/bpf',
    '/sys/fs/cgroup',
    '/sys/kernel/debug',
    '/sys/kernel/tracing',
    '/sys/module',
    '/tmp',
    '/usr/bin',
    '/usr/lib/modules',
    '/usr/local/bin',
    '/usr/local/share/ca-certificates',
    '/usr/sbin',
    '/usr/share/ca-certificates',
    '/usr/src',
    '/var/lib/cni',
    '/var/lib/containerd',
    '/var/lib/kubelet/device-plugins',
    '/var/lib/kubelet/plugins',
    '/var/lib/kubelet/plugins_registry',
    '/var/lib/kubelet/pods',
    '/var/log/containers',
    '/var/log/journal',
    '/var/log/pods',
    '/var/run/containerd',
    '/var/spool',
    '/var/tmp',
  ],
  file: [
    '/etc/group',
    '/etc/hostname',
    '/etc/hosts',
    '/etc/kubernetes/kubelet.conf',
    '/etc/localtime',
    '/etc/machine-id',
    '/etc/os-release',
    '/etc/passwd',
    '/etc/resolv.conf',
    '/etc/ssl/certs/ca-certificates.crt',
    '/proc/cpuinfo',
    '/proc/meminfo',
    '/proc/stat',
    '/run/xtables.lock',
    '/usr/lib/os-release',
    '/var/lib/kubelet/config.yaml',
  ],
  socket: ['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock'],
  'character device': [
    '/dev/console',
    '/dev/fuse',
    '/dev/kmsg',
    '/dev/null',
    '/dev/random',
    '/dev/tty',
    '/dev/urandom',
    '/dev/zero',
  ],
  'block device': ['/dev/sda', '/dev/sda1'],
};

/** What each type asks for, and what is said where something else or nothing is found. */
const WANTED: Readonly<Record<string, readonly [Found, string]>> = {
  Directory: ['folder', 'directory'],
  DirectoryOrCreate: ['folder', 'directory'],
  File: ['file', 'file'],
  FileOrCreate: ['file', 'file'],
  Socket: ['socket', 'socket file'],
  CharDevice: ['character device', 'character device'],
  BlockDevice: ['block device', 'block device'],
};

/** Why a path of the node is not what the volume's type asks for (K-82); type '' asks for nothing. */
export function hostPathFault(
  { path, type = '' }: NonNullable<Volume['hostPath']>,
  sync: Sync,
): string | undefined {
  const wanted = WANTED[type];
  if (wanted === undefined) return undefined;
  const [kind, words] = wanted;
  const found = typeOf(path.replace(/(?<=.)\/+$/, ''), sync);
  if (found === kind || (found === undefined && type.endsWith('OrCreate'))) return undefined;
  return `hostPath type check failed: ${path} is not a ${words}`;
}

function typeOf(path: string, sync: Sync): Found | undefined {
  const known = (Object.keys(NODE_FILES) as Found[]).find((type) => NODE_FILES[type].includes(path));
  if (known !== undefined) return known;
  const isAbove = NODE_FILES.folder.some((folder) => folder.startsWith(`${path === '/' ? '' : path}/`));
  if (isAbove) return 'folder';
  const { node, now, context } = sync;
  const { name } = node.metadata;
  return madeByPods(path, sync) ?? leftOnHost(name, path, now, context.client, context.memory);
}

/** A pod whose containers have started had its paths made for it. */
function madeByPods(path: string, { node, pod: own, context }: Sync): Found | undefined {
  for (const pod of context.client.list(Pod, { node: node.metadata.name })) {
    if (pod.metadata.uid === own.metadata.uid || !hasStarted(pod)) continue;
    for (const { hostPath } of pod.spec.volumes ?? []) {
      if (hostPath?.path === path) return hostPath.type === 'FileOrCreate' ? 'file' : 'folder';
      if (hostPath?.path.startsWith(`${path}/`)) return 'folder';
    }
  }
  return undefined;
}

const hasStarted = ({ status }: Pod): boolean =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].some(
    ({ state }) => state?.running !== undefined || state?.terminated !== undefined,
  );
