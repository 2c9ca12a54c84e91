import { Namespace } from '../../kinds/core/namespace/kind.ts';
import { isHeadless } from '../../kinds/core/service/conditions.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { subsetsOf } from '../endpoints.ts';
import { type View, wasThere } from '../view.ts';
import {
  CLUSTER_DOMAIN,
  DNS_ADDRESS,
  DNS_SERVICE,
  dashed,
  isOutside,
  reversedAddress,
  undashed,
} from './names.ts';
import { outsideAddress } from './outside.ts';
import { answering, type DnsAnswer, type DnsRecord, NO_DATA, NO_NAME, type Question } from './records.ts';
import { reverseNames } from './reverse.ts';

/** How often one name may lead to another. */
const CHAIN_MOST = 8;

/** What CoreDNS answers, with the kubernetes plugin over the cluster's domain (P-13). */
export function answerTo(question: Question, view: View, depth = 0): DnsAnswer {
  const { name, type } = question;
  const address = reversedAddress(name);
  if (address !== undefined) {
    const names = reverseNames(address, view);
    if (names.length === 0) return NO_NAME;
    return type === 'PTR' ? answering(names.map((data) => ({ name, type, data: `${data}.` }))) : NO_DATA;
  }
  if (name !== CLUSTER_DOMAIN && !name.endsWith(`.${CLUSTER_DOMAIN}`)) return outsideAnswer(question);
  const labels = name
    .slice(0, -CLUSTER_DOMAIN.length - 1)
    .split('.')
    .reverse();
  const [branch = '', namespace, ...rest] = labels;
  if (branch === '') return NO_DATA;
  if (branch !== 'svc' && branch !== 'pod') return NO_NAME;
  if (namespace === undefined) return NO_DATA;
  if (name === DNS_SERVICE) return addresses(question, [DNS_ADDRESS]);
  const found = view.reader.find(Namespace, { namespace: '', name: namespace });
  if (found === undefined || !wasThere(found.metadata, view)) return NO_NAME;
  if (rest.length === 0) return NO_DATA;
  if (branch === 'pod') return podAnswer(question, rest);
  return serviceAnswer(question, namespace, rest, view, depth);
}

function outsideAnswer(question: Question): DnsAnswer {
  const { name } = question;
  return isOutside(name) ? addresses(question, [outsideAddress(name)]) : NO_NAME;
}

/** `10-244-1-2.default.pod.cluster.local`: CoreDNS believes the name (`pods insecure`). */
function podAnswer(question: Question, [label = '', ...more]: readonly string[]): DnsAnswer {
  const address = undashed(label);
  return address === undefined || more.length > 0 ? NO_NAME : addresses(question, [address]);
}

function addresses({ name, type }: Question, found: readonly string[]): DnsAnswer {
  if (type !== 'A') return NO_DATA;
  return answering(found.map((data) => ({ name, type, data })));
}

/** One port of one place that a name stands for. */
interface Target {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

function serviceAnswer(
  question: Question,
  namespace: string,
  labels: readonly string[],
  view: View,
  depth: number,
): DnsAnswer {
  const asked = partsOf(labels);
  if (asked === undefined) return NO_NAME;
  const service = view.reader.find(Service, { namespace, name: asked.service });
  if (service === undefined || !wasThere(service.metadata, view)) return NO_NAME;
  if (service.spec.type === 'ExternalName') {
    const isPlain = asked.endpoint === undefined && asked.port === undefined;
    return isPlain ? aliasAnswer(question, service.spec.externalName ?? '', view, depth) : NO_NAME;
  }
  const targets = targetsOf(service, asked, view);
  if (targets.length === 0) return NO_NAME;
  if (question.type === 'SRV') return serverRecords(question.name, targets);
  return addresses(question, [...new Set(targets.map(({ address }) => address))]);
}

interface Asked {
  readonly service: string;
  readonly endpoint?: string;
  readonly port?: { readonly name: string; readonly protocol: string };
}

/** The labels before the namespace, from its side: the Service, then an endpoint, or protocol and port. */
function partsOf([service = '', first, second, ...more]: readonly string[]): Asked | undefined {
  if (more.length > 0) return undefined;
  if (first === undefined) return { service };
  if (second === undefined) return first.startsWith('_') ? undefined : { service, endpoint: first };
  if (!first.startsWith('_') || !second.startsWith('_')) return undefined;
  return { service, port: { name: second.slice(1), protocol: first.slice(1) } };
}

function targetsOf(service: Service, asked: Asked, view: View): readonly Target[] {
  const { metadata, spec } = service;
  const name = `${metadata.name}.${metadata.namespace}.svc.${CLUSTER_DOMAIN}`;
  const isAsked = (port: string, protocol: string): boolean =>
    asked.port === undefined || (asked.port.name === port && asked.port.protocol === protocol.toLowerCase());
  if (!isHeadless(spec) && asked.endpoint === undefined) {
    const ports = (spec.ports ?? []).filter((port) => isAsked(port.name ?? '', port.protocol));
    const own = (spec.clusterIPs ?? []).filter((address) => !address.includes(':'));
    return ports.flatMap(({ port }) => own.map((address) => ({ name, address, port })));
  }
  return subsetsOf(service, view).flatMap(({ backends, ports }) => {
    // A headless Service may have no ports: its addresses are there all the same.
    const numbers =
      ports.length === 0
        ? [-1]
        : ports
            .filter((port) => isAsked(port.name ?? '', port.protocol ?? 'TCP'))
            .map(({ port }) => port ?? -1);
    return backends.flatMap(({ address, ready, hostname }) => {
      const label = hostname ?? dashed(address);
      if (!ready || (asked.endpoint !== undefined && asked.endpoint !== label)) return [];
      return numbers.map((port) => ({ name: `${label}.${name}`, address, port }));
    });
  });
}

/** A port of a place each, all of the same priority, their weights adding up to about a hundred. */
function serverRecords(name: string, targets: readonly Target[]): DnsAnswer {
  const places = targets.filter(({ port }) => port > 0);
  if (places.length === 0) return NO_DATA;
  const weight = Math.floor(100 / places.length);
  const records = places.map(
    (place): DnsRecord => ({ name, type: 'SRV', data: `0 ${weight} ${place.port} ${place.name}.` }),
  );
  const known = new Map(places.map((place) => [place.name, place.address]));
  const additional = [...known].map(([own, data]): DnsRecord => ({ name: own, type: 'A', data }));
  return answering(unique(records), additional);
}

function unique(records: readonly DnsRecord[]): readonly DnsRecord[] {
  const seen = new Set<string>();
  return records.filter(({ data }) => !seen.has(data) && seen.add(data));
}

/** An ExternalName is another name for something: what it stands for is answered with it. */
function aliasAnswer({ name, type }: Question, target: string, view: View, depth: number): DnsAnswer {
  const alias: DnsRecord = { name, type: 'CNAME', data: `${target}.` };
  if (type === 'CNAME' || depth >= CHAIN_MOST) return answering([alias]);
  const behind = answerTo({ name: target.toLowerCase(), type }, view, depth + 1);
  return answering([alias, ...behind.records], behind.additional);
}
