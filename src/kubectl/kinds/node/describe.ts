import type { Lease } from '../../../kinds/coordination/lease/types.ts';
import type { Node, NodeSystemInfo, Taint } from '../../../kinds/core/node/types.ts';
import type { ResourceList } from '../../../kinds/core/pod/types.ts';
import { compareBytes, continueColumn, describeMarks } from '../common.ts';
import { defineDescriber, listQuery, type Related } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, orNone, type Page, sortedKeys } from '../page.ts';
import { amountText } from '../resources.ts';
import { describeNodePods } from './pods.ts';

export const node = defineDescriber<Node>({
  events: 'node',
  related: ({ metadata: { name } }) => ({
    pods: listQuery('/api/v1', undefined, 'pods', {
      fieldSelector: `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`,
    }),
    lease: {
      path: `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`,
      type: 'object',
      failure: 'is told',
    },
  }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      describeHead(page, object);
      describeLease(page, related);
      describeConditions(page, object);
      page.line(0, 'Addresses:');
      for (const { type, address } of object.status?.addresses ?? []) page.line(1, `${type}:\t${address}`);
      describeAmounts(page, 'Capacity', object.status?.capacity);
      describeAmounts(page, 'Allocatable', object.status?.allocatable);
      describeSystem(page, object.status?.nodeInfo);
      const { podCIDR = '', podCIDRs = [], providerID = '' } = object.spec ?? {};
      if (podCIDR !== '') page.line(0, `PodCIDR:\t${podCIDR}`);
      if (podCIDRs.length > 0) page.line(0, `PodCIDRs:\t${podCIDRs.join(',')}`);
      if (providerID !== '') page.line(0, `ProviderID:\t${providerID}`);
      describeNodePods(page, object, related.list('pods'), now);
      describeEvents(page, events, now);
    }),
});

function describeHead(page: Page, object: Node): void {
  page.line(0, `Name:\t${object.metadata.name}`);
  page.line(0, `Roles:\t${orNone(rolesOf(object).join(','))}`);
  describeMarks(page, object);
  page.line(0, `CreationTimestamp:\t${formatTime(object.metadata.creationTimestamp)}`);
  const taints = (object.spec?.taints ?? []).toSorted((a, b) =>
    compareBytes(`${a.effect},${a.key}`, `${b.effect},${b.key}`),
  );
  page.write(0, 'Taints:\t');
  if (taints.length === 0) page.end('<none>');
  for (const [i, taint] of taints.entries()) {
    if (i > 0) continueColumn(page);
    page.line(0, taintText(taint));
  }
  page.line(0, `Unschedulable:\t${object.spec?.unschedulable ?? false}`);
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

function rolesOf({ metadata: { labels = {} } }: Node): readonly string[] {
  const roles = Object.entries(labels).map(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length);
    return key === ROLE_LABEL ? value : '';
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort();
}

/** `key=value:Effect`, without the parts that are empty. */
function taintText({ key, value = '', effect }: Taint): string {
  if (effect === undefined) return value === '' ? key : `${key}=${value}:`;
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}

function describeLease(page: Page, related: Related): void {
  const error = related.error('lease');
  if (error !== undefined) {
    page.line(0, `Lease:\tFailed to get lease: ${error}`);
    return;
  }
  const { holderIdentity = '<unset>', acquireTime, renewTime } = related.object<Lease>('lease')?.spec ?? {};
  page.line(0, 'Lease:');
  page.line(1, `HolderIdentity:\t${holderIdentity}`);
  page.line(1, `AcquireTime:\t${acquireTime === undefined ? '<unset>' : formatTime(acquireTime)}`);
  page.line(1, `RenewTime:\t${renewTime === undefined ? '<unset>' : formatTime(renewTime)}`);
}

function describeConditions(page: Page, { status }: Node): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  page.write(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n');
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of conditions) {
    const times = `${formatTime(one.lastHeartbeatTime)} \t${formatTime(one.lastTransitionTime)}`;
    page.line(1, `${one.type} \t${one.status} \t${times} \t${one.reason ?? ''} \t${one.message ?? ''}`);
  }
}

function describeAmounts(page: Page, title: string, amounts: ResourceList | undefined): void {
  const names = sortedKeys(amounts);
  if (names.length > 0) page.line(0, `${title}:`);
  for (const name of names) page.line(0, `  ${name}:\t${amountText(amounts?.[name])}`);
}

function describeSystem(page: Page, info: NodeSystemInfo | undefined): void {
  page.line(0, 'System Info:');
  page.line(0, `  Machine ID:\t${info?.machineID ?? ''}`);
  page.line(0, `  System UUID:\t${info?.systemUUID ?? ''}`);
  page.line(0, `  Boot ID:\t${info?.bootID ?? ''}`);
  page.line(0, `  Kernel Version:\t${info?.kernelVersion ?? ''}`);
  page.line(0, `  OS Image:\t${info?.osImage ?? ''}`);
  page.line(0, `  Operating System:\t${info?.operatingSystem ?? ''}`);
  page.line(0, `  Architecture:\t${info?.architecture ?? ''}`);
  page.line(0, `  Container Runtime Version:\t${info?.containerRuntimeVersion ?? ''}`);
  page.line(0, `  Kubelet Version:\t${info?.kubeletVersion ?? ''}`);
  page.line(0, `  Kube-Proxy Version:\t${info?.kubeProxyVersion ?? ''}`);
}
