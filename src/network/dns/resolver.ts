import type { Pod } from '../../kinds/core/pod/types.ts';
import type { View } from '../view.ts';
import { CLUSTER_DOMAIN, DNS_ADDRESS, isOutside } from './names.ts';
import { type DnsAnswer, NO_NAME, type RecordType } from './records.ts';
import { answerTo } from './zone.ts';

/** What a pod's /etc/resolv.conf says. */
export interface Resolver {
  readonly server: string;
  readonly searches: readonly string[];
  /** Names with fewer dots are tried with the search path first. */
  readonly dots: number;
  /** Whether the cluster's DNS is asked; the nodes' own knows nothing of the cluster. */
  readonly isCluster: boolean;
}

/** Where a node's own resolv.conf leads. */
const NODE_SERVER = '192.168.1.1';
const NODE_RESOLVER: Resolver = { server: NODE_SERVER, searches: [], dots: 1, isCluster: false };

/** As the kubelet writes it under `dnsPolicy: ClusterFirst` (P-13). */
export const clusterResolver = (namespace: string): Resolver => ({
  server: DNS_ADDRESS,
  searches: [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN],
  dots: 5,
  isCluster: true,
});

/** The pod's resolver: by its dnsPolicy, with what its dnsConfig adds. */
export function resolverOf({ metadata, spec }: Pod): Resolver {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = spec;
  const asHost = dnsPolicy === 'Default' || (dnsPolicy === 'ClusterFirst' && hostNetwork === true);
  const own = clusterResolver(metadata.namespace ?? 'default');
  const base: Resolver =
    dnsPolicy === 'None' ? { ...NODE_RESOLVER, server: '' } : asHost ? NODE_RESOLVER : own;
  const servers = [base.server, ...(dnsConfig?.nameservers ?? [])].filter((server) => server !== '');
  const server = servers[0] ?? '';
  const dots = dnsConfig?.options?.findLast(({ name }) => name === 'ndots')?.value;
  return {
    server,
    searches: [...new Set([...base.searches, ...(dnsConfig?.searches ?? [])])],
    dots: dots === undefined ? base.dots : Number(dots),
    isCluster: server === DNS_ADDRESS,
  };
}

/** One question after another, and the answer that ended them. */
export interface Lookup {
  readonly tried: readonly { readonly name: string; readonly code: DnsAnswer['code'] | 'NODATA' }[];
  /** The name that was answered, or the one that was asked for. */
  readonly name: string;
  readonly answer: DnsAnswer;
}

/** Asks as programs do: a name with enough dots as it is first, any other along the search path first. */
export function lookUp(asked: string, type: RecordType, resolver: Resolver, view: View): Lookup {
  const tried: { name: string; code: DnsAnswer['code'] | 'NODATA' }[] = [];
  let last: DnsAnswer = NO_NAME;
  for (const name of candidates(asked.toLowerCase(), resolver)) {
    const answer = resolver.isCluster || isOutside(name) ? answerTo({ name, type }, view) : NO_NAME;
    const isEmpty = answer.records.length === 0;
    tried.push({ name, code: isEmpty && answer.code === 'NOERROR' ? 'NODATA' : answer.code });
    if (!isEmpty) return { tried, name, answer };
    if (answer.code === 'NOERROR') last = answer;
  }
  return { tried, name: asked, answer: last };
}

function candidates(name: string, { searches, dots }: Resolver): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = searches.map((domain) => `${name}.${domain}`);
  const isLong = name.split('.').length - 1 >= dots;
  return isLong ? [name, ...searched] : [...searched, name];
}

/** The addresses that a lookup found. */
export const addressesIn = ({ answer }: Lookup): readonly string[] =>
  answer.records.filter(({ type }) => type === 'A').map(({ data }) => data);
