import type { Lease } from '../kinds/coordination/lease/types.ts';
import type { Node, NodeCondition, NodeStatus, NodeSystemInfo, Taint } from '../kinds/core/node/types.ts';
import type { ResourceList } from '../kinds/core/pod/types.ts';
import type { Time } from '../machinery/instant.ts';
import { KUBERNETES_VERSION } from '../machinery/kubernetes-version.ts';
import type { Draft } from '../machinery/object-meta.ts';

/** What a node is made with. */
export interface NodeOptions {
  /** Its number in the cluster: addresses are counted from it. */
  readonly index: number;
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: number;
  readonly role?: 'control-plane' | 'worker';
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
}

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** The node as its kubelet registers it: healthy, empty, ready. */
export function nodeObject(name: string, options: NodeOptions): Draft<Node> {
  const { index, role = 'worker', labels, taints } = options;
  const cidr = podCidr(index);
  const allTaints: readonly Taint[] = [
    ...(role === 'control-plane' ? [{ key: CONTROL_PLANE, effect: 'NoSchedule' } as const] : []),
    ...(taints ?? []),
  ];
  return {
    metadata: {
      name,
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(role === 'control-plane' ? { [CONTROL_PLANE]: '' } : {}),
        ...labels,
      },
    },
    spec: { podCIDR: cidr, podCIDRs: [cidr], ...(allTaints.length === 0 ? {} : { taints: allTaints }) },
    status: nodeStatus(name, options),
  };
}

function nodeStatus(name: string, { index, cpu = '4', memory = '8Gi', pods = 110 }: NodeOptions): NodeStatus {
  const capacity: ResourceList = { cpu, 'ephemeral-storage': '100Gi', memory, pods: String(pods) };
  return {
    addresses: [
      { type: 'InternalIP', address: nodeAddress(index) },
      { type: 'Hostname', address: name },
    ],
    allocatable: capacity,
    capacity,
    conditions: healthyConditions(undefined),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: systemInfo(index),
  };
}

/** 192.168.1.10 and upwards. */
export function nodeAddress(index: number): string {
  const place = 10 + index;
  return `192.168.${1 + Math.floor(place / 256)}.${place % 256}`;
}

/** 10.244.<node>.0/24; from the 256th node on the next free blocks, 10.245 to 10.255 and then 10.0 to 10.95. */
export function podCidr(index: number): string {
  const block = 244 + Math.floor(index / 256);
  return `10.${block > 255 ? block - 256 : block}.${index % 256}.0/24`;
}

function systemInfo(index: number): NodeSystemInfo {
  const id = index.toString(16).padStart(12, '0');
  return {
    architecture: 'amd64',
    bootID: `b0070000-0000-4000-8000-${id}`,
    containerRuntimeVersion: 'containerd://2.1.3',
    kernelVersion: '6.8.0-71-generic',
    kubeProxyVersion: '',
    kubeletVersion: KUBERNETES_VERSION,
    machineID: `ac1d000000004000${id.padStart(16, '8')}`,
    operatingSystem: 'linux',
    osImage: 'Ubuntu 24.04.3 LTS',
    systemUUID: `5751d000-0000-4000-8000-${id}`,
  };
}

const HEALTHY = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** What a healthy kubelet says of itself, in its order (N-8); `before` keeps the time of what has not changed. */
export function healthyConditions(
  now: Time | undefined,
  before: readonly NodeCondition[] = [],
): readonly NodeCondition[] {
  const own = HEALTHY.map(([type, status, reason, message]): NodeCondition => {
    const known = before.find((condition) => condition.type === type);
    const since = known?.status === status ? (known.lastTransitionTime ?? now) : now;
    return {
      type,
      status,
      ...(now === undefined ? {} : { lastHeartbeatTime: now }),
      ...(since === undefined ? {} : { lastTransitionTime: since }),
      reason,
      message,
    };
  });
  const foreign = before.filter(({ type }) => !HEALTHY.some(([name]) => name === type));
  return [...foreign, ...own];
}

/** The lease by which a node says that it lives: what runningNode reads. */
export function nodeLease(name: string): Draft<Lease> {
  return {
    metadata: { namespace: 'kube-node-lease', name },
    spec: { holderIdentity: name, leaseDurationSeconds: 40 },
  };
}
