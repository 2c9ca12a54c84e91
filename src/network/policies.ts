import { Namespace } from '../kinds/core/namespace/kind.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { NetworkPolicy } from '../kinds/networking/networkpolicy/kind.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../kinds/networking/networkpolicy/types.ts';
import { type Labels, matches, selectorFrom } from '../machinery/labels.ts';
import { contains } from './addresses.ts';
import { type View, wasThere } from './view.ts';

/** One end of a connection: a pod, or an address without one. */
export interface End {
  readonly address: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly pod?: Pod;
}

export interface Flow {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** Policies that select an end and let nothing of the kind through; undefined where it may pass. */
export interface Denial {
  readonly direction: 'Ingress' | 'Egress';
  readonly policies: readonly string[];
}

/** Whether NetworkPolicies let somebody reach a pod: those of whoever asks, then those of the pod. O(policies of both). */
export function denialOf(from: End, to: End, flow: Flow, view: View): Denial | undefined {
  return (
    blockedBy('Egress', from, to, flow, to.pod, view) ?? blockedBy('Ingress', to, from, flow, to.pod, view)
  );
}

function blockedBy(
  direction: Denial['direction'],
  own: End,
  other: End,
  flow: Flow,
  target: Pod | undefined,
  view: View,
): Denial | undefined {
  if (own.pod === undefined || own.pod.spec.hostNetwork === true) return undefined;
  const { namespace = '', labels } = own.pod.metadata;
  const selecting = view.reader
    .list(NetworkPolicy, { namespace })
    .filter(
      ({ metadata, spec }) =>
        spec?.policyTypes?.includes(direction) === true &&
        wasThere(metadata, view) &&
        matches(selectorFrom(spec.podSelector), labels),
    );
  if (selecting.length === 0) return undefined;
  const passes = selecting.some(({ spec }) => {
    const rules =
      direction === 'Ingress'
        ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    return rules.some(
      ({ peers = [], ports = [] }) =>
        (ports.length === 0 || ports.some((port) => isPort(port, flow, target))) &&
        (peers.length === 0 || peers.some((peer) => isPeer(peer, other, namespace, view))),
    );
  });
  if (passes) return undefined;
  return { direction, policies: selecting.map(({ metadata }) => `${namespace}/${metadata.name}`) };
}

function isPort(
  { protocol = 'TCP', port, endPort }: NetworkPolicyPort,
  flow: Flow,
  target: Pod | undefined,
): boolean {
  if (protocol !== flow.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return flow.port >= port && flow.port <= (endPort ?? port);
  const named = (target?.spec.containers ?? [])
    .flatMap(({ ports = [] }) => ports)
    .find(({ name }) => name === port);
  return named?.containerPort === flow.port;
}

function isPeer(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  other: End,
  namespace: string,
  view: View,
): boolean {
  if (ipBlock !== undefined) {
    const { cidr, except = [] } = ipBlock;
    return contains(cidr, other.address) && !except.some((range) => contains(range, other.address));
  }
  if (other.namespace === undefined) return false;
  const isThere =
    namespaceSelector === undefined
      ? other.namespace === namespace
      : matches(selectorFrom(namespaceSelector), labelsOfNamespace(other.namespace, view));
  return isThere && (podSelector === undefined || matches(selectorFrom(podSelector), other.labels));
}

const labelsOfNamespace = (name: string, { reader }: View): Labels | undefined =>
  reader.find(Namespace, { namespace: '', name })?.metadata.labels;
