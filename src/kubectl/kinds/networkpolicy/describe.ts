import { formatSelector, isEmptySelector, type LabelSelector } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describePage, formatTime, orNone, type Page } from '../page.ts';

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
interface Port {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol?: string;
}
interface Rule {
  readonly ports?: readonly Port[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

interface NetworkPolicy extends KubeObject {
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

export const networkPolicy = defineDescriber<NetworkPolicy>({
  events: 'none',
  describe: ({ object }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      page.line(0, `Created on:\t${creationText(object)}`);
      describeMarks(page, object);
      describeSpec(page, object.spec);
    }),
});

/** Go's own form of a time, the one place where kubectl lets it show: `2026-11-20 23:26:22 +0000 UTC`. */
function creationText({ metadata }: NetworkPolicy): string {
  return metadata.creationTimestamp === undefined
    ? formatTime(undefined)
    : `${metadata.creationTimestamp.slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

const MARGIN = '    ';

function describeSpec(
  page: Page,
  { podSelector, policyTypes = [], ingress = [], egress = [] }: NetworkPolicy['spec'],
): void {
  page.line(0, 'Spec:');
  page.write(1, 'PodSelector: ');
  const all = '<none> (Allowing the specific traffic to all pods in this namespace)';
  page.line(2, isEmptySelector(podSelector) ? all : formatSelector(podSelector));
  if (policyTypes.includes('Ingress')) {
    page.line(1, 'Allowing ingress traffic:');
    describeRules(page, ingress, INGRESS);
  } else page.line(1, 'Not affecting ingress traffic');
  if (policyTypes.includes('Egress')) {
    page.line(1, 'Allowing egress traffic:');
    describeRules(page, egress, EGRESS);
  } else page.line(1, 'Not affecting egress traffic');
  page.line(1, `Policy Types: ${orNone(policyTypes.join(', '))}`);
}

interface Direction {
  readonly none: string;
  readonly title: 'From' | 'To';
  readonly any: string;
  readonly peers: (rule: Rule) => readonly Peer[];
}
const INGRESS: Direction = {
  none: '<none> (Selected pods are isolated for ingress connectivity)',
  title: 'From',
  any: 'From: <any> (traffic not restricted by source)',
  peers: ({ from = [] }) => from,
};
const EGRESS: Direction = {
  none: '<none> (Selected pods are isolated for egress connectivity)',
  title: 'To',
  any: 'To: <any> (traffic not restricted by destination)',
  peers: ({ to = [] }) => to,
};

function describeRules(page: Page, rules: readonly Rule[], direction: Direction): void {
  if (rules.length === 0) {
    page.line(0, `${MARGIN}${direction.none}`);
    return;
  }
  for (const [i, rule] of rules.entries()) {
    if (i > 0) page.line(0, `${MARGIN}----------`);
    const ports = rule.ports ?? [];
    if (ports.length === 0) page.line(0, `${MARGIN}To Port: <any> (traffic allowed to all ports)`);
    for (const port of ports) page.line(0, MARGIN + portText(port));
    const peers = direction.peers(rule);
    if (peers.length === 0) page.line(0, MARGIN + direction.any);
    for (const peer of peers) {
      page.line(0, `${MARGIN}${direction.title}:`);
      describePeer(page, peer);
    }
  }
}

function portText({ port, endPort, protocol = 'TCP' }: Port): string {
  const shown = port ?? '<nil>';
  return endPort === undefined
    ? `To Port: ${shown}/${protocol}`
    : `To Port Range: ${shown}-${endPort}/${protocol}`;
}

function describePeer(page: Page, { podSelector, namespaceSelector, ipBlock }: Peer): void {
  if (namespaceSelector !== undefined)
    page.line(1, `${MARGIN}NamespaceSelector: ${formatSelector(namespaceSelector)}`);
  if (podSelector !== undefined) page.line(1, `${MARGIN}PodSelector: ${formatSelector(podSelector)}`);
  if (namespaceSelector !== undefined || podSelector !== undefined || ipBlock === undefined) return;
  page.line(1, `${MARGIN}IPBlock:`);
  page.line(2, `${MARGIN}CIDR: ${ipBlock.cidr}`);
  page.line(2, `${MARGIN}Except: ${(ipBlock.except ?? []).join(', ')}`);
}
