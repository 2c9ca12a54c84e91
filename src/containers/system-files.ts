import type { Container, Pod } from '../kinds/core/pod/types.ts';
import { entryPoint } from './entry-point.ts';
import { hostnameOf } from './environment.ts';
import { identityOf } from './identity.ts';

type Texts = Readonly<Record<string, string>>;

/** What the kubelet and the container runtime write into every container. */
export function systemFiles(pod: Pod, container: Container, variables: Texts): Texts {
  return { ...kubeletFiles(pod), ...RELEASE, ...processFiles(pod, container, variables) };
}

function kubeletFiles({ metadata, spec, status }: Pod): Texts {
  const hostname = hostnameOf({ metadata, spec });
  const { namespace = 'default' } = metadata;
  const full =
    spec.subdomain === undefined ? '' : `${hostname}.${spec.subdomain}.${namespace}.svc.cluster.local\t`;
  const aliases = (spec.hostAliases ?? [])
    .map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`)
    .join('');
  return {
    '/etc/hostname': `${hostname}\n`,
    // managedHostsFileContent (kubelet_pods.go)
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${status?.podIP ?? ''}\t${full}${hostname}\n${aliases === '' ? '' : `\n# Entries added by HostAliases.\n${aliases}`}`,
    '/etc/resolv.conf': `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`,
  };
}

const RELEASE: Texts = { '/etc/os-release': 'NAME="Linux"\nID=linux\n' };

/** What `/proc` tells of the container's own program. */
function processFiles(pod: Pod, container: Container, variables: Texts): Texts {
  const words = entryPoint(container, variables);
  const mounts = mountsOf(pod, container);
  return {
    '/proc/1/cmdline': words.map((word) => `${word}\0`).join(''),
    '/proc/1/environ': Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\0`)
      .join(''),
    '/proc/1/status': statusOf(pod, container, words[0] ?? 'init'),
    '/proc/1/mounts': mounts,
    '/proc/mounts': mounts,
  };
}

/** What the runtime mounts, and the volumes: those that show objects may only be read. */
function mountsOf({ spec }: Pod, { volumeMounts = [], securityContext }: Container): string {
  const ofRoot = securityContext?.readOnlyRootFilesystem === true ? 'ro' : 'rw';
  const onDisk = (path: string, mode = 'rw'): string => `/dev/sda1 ${path} ext4 ${mode},relatime 0 0`;
  const volumes = volumeMounts.map(({ name, mountPath, readOnly }) => {
    const { configMap, secret, projected, downwardAPI, emptyDir } =
      spec.volumes?.find((volume) => volume.name === name) ?? {};
    const inMemory = secret ?? projected ?? downwardAPI;
    const mode = readOnly === true || (configMap ?? inMemory) !== undefined ? 'ro' : 'rw';
    return inMemory !== undefined || emptyDir?.medium === 'Memory'
      ? `tmpfs ${mountPath} tmpfs ${mode},relatime 0 0`
      : onDisk(mountPath, mode);
  });
  return [
    `overlay / overlay ${ofRoot},relatime 0 0`,
    'proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0',
    'tmpfs /dev tmpfs rw,nosuid,size=65536k,mode=755 0 0',
    'sysfs /sys sysfs ro,nosuid,nodev,noexec,relatime 0 0',
    ...volumes,
    ...['/etc/hosts', '/dev/termination-log', '/etc/hostname', '/etc/resolv.conf'].map((path) =>
      onDisk(path),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** Of what proc(5) lists: who it runs as, and what it may. */
function statusOf({ spec }: Pod, container: Container, program: string): string {
  const { securityContext } = container;
  const { user, group, groups } = identityOf({ spec }, container);
  const bounds = capabilitiesOf(securityContext ?? {});
  const effective = user === 0 ? bounds : 0n;
  const four = (id: number): string => [id, id, id, id].join('\t');
  const hex = (set: bigint): string => set.toString(16).padStart(16, '0');
  const isConfined = securityContext?.allowPrivilegeEscalation === false;
  return [
    ['Name', program.replace(/^.*\//, '').slice(0, 15)],
    ['State', 'S (sleeping)'],
    ['Pid', '1'],
    ['PPid', '0'],
    ['Uid', four(user)],
    ['Gid', four(group)],
    ['Groups', `${groups.join(' ')} `],
    ['Threads', '1'],
    ['CapInh', hex(0n)],
    ['CapPrm', hex(effective)],
    ['CapEff', hex(effective)],
    ['CapBnd', hex(bounds)],
    ['CapAmb', hex(0n)],
    ['NoNewPrivs', isConfined ? '1' : '0'],
  ]
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join('');
}

/** capabilities(7), in the order of their bits. */
const CAPABILITIES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );
const ALL = (1n << BigInt(CAPABILITIES.length)) - 1n;
/** What container runtimes give a container that asks for nothing. */
const USUAL = 0xa80425fbn;

function capabilitiesOf({ privileged, capabilities }: NonNullable<Container['securityContext']>): bigint {
  if (privileged === true) return ALL;
  const without = (capabilities?.drop ?? []).reduce((set, name) => set & ~bitsOf(name), USUAL);
  return (capabilities?.add ?? []).reduce((set, name) => set | bitsOf(name), without);
}

function bitsOf(name: string): bigint {
  if (name === 'ALL') return ALL;
  const bit = CAPABILITIES.indexOf(name.replace(/^CAP_/, ''));
  return bit < 0 ? 0n : 1n << BigInt(bit);
}
