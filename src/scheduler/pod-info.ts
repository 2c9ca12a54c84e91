import { podRequests, type Requests, scoredRequests } from '../kinds/core/pod/requests.ts';
import type { Pod, PodAffinityTerm } from '../kinds/core/pod/types.ts';
import { matches, type Selector, selectorFrom } from '../machinery/labels.ts';
import { isTerminating } from '../machinery/object-meta.ts';

/** A pod as the scheduler's arithmetic needs it: read once, compared often. */
export interface PodInfo {
  /** As it was when its words last changed: its status may have moved on since. */
  readonly pod: Pod;
  readonly key: string;
  readonly namespace: string;
  readonly priority: number;
  readonly requests: Requests;
  /** cpu and memory with the scorers' defaults (S-14). */
  readonly scored: Requests;
  readonly ports: readonly HostPort[];
  readonly terminating: boolean;
  /** Its terms about other pods; absent for most pods. */
  readonly terms?: PodTerms;
}

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

export interface PodTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
}

/** One term of pod (anti)affinity, its selectors parsed. */
export interface AffinityTerm {
  /** Equal texts are equal terms. */
  readonly text: string;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly namespaces: readonly string[];
  readonly namespaceSelector: Selector | undefined;
  readonly weight: number;
}

/** The labels of a namespace, for terms that select namespaces. */
export type NamespaceLabels = (namespace: string) => Readonly<Record<string, string>> | undefined;

export const podKey = ({ metadata }: Pod): string => `${metadata.namespace}/${metadata.name}`;

export function podInfo(pod: Pod): PodInfo {
  const terms = termsOf(pod);
  return {
    pod,
    key: podKey(pod),
    namespace: pod.metadata.namespace ?? '',
    priority: pod.spec.priority ?? 0,
    requests: podRequests(pod),
    scored: scoredRequests(pod),
    ports: hostPorts(pod),
    terminating: isTerminating(pod),
    ...(terms === undefined ? {} : { terms }),
  };
}

const NO_PORTS: readonly HostPort[] = [];

function hostPorts({ spec }: Pod): readonly HostPort[] {
  let ports: HostPort[] | undefined;
  for (const containers of [spec.containers, spec.initContainers]) {
    for (const container of containers ?? []) {
      if (containers === spec.initContainers && container.restartPolicy !== 'Always') continue;
      for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
        if (!hostPort) continue;
        ports ??= [];
        ports.push({ ip: hostIP || '0.0.0.0', protocol: protocol || 'TCP', port: hostPort });
      }
    }
  }
  return ports ?? NO_PORTS;
}

function termsOf(pod: Pod): PodTerms | undefined {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  if (podAffinity === undefined && podAntiAffinity === undefined) return undefined;
  const required = (terms: readonly PodAffinityTerm[] = []) =>
    terms.map((term) => affinityTerm(pod, term, 1));
  const preferred = (
    terms: readonly { readonly weight: number; readonly podAffinityTerm: PodAffinityTerm }[] = [],
  ) => terms.map(({ weight, podAffinityTerm }) => affinityTerm(pod, podAffinityTerm, weight));
  return {
    requiredAffinity: required(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinity: required(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: preferred(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinity: preferred(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

/** No namespaces and no selector: the pod's own namespace (S-32). */
function affinityTerm(pod: Pod, term: PodAffinityTerm, weight: number): AffinityTerm {
  const own = (term.namespaces ?? []).length === 0 && term.namespaceSelector === undefined;
  const namespaces = own ? [pod.metadata.namespace ?? ''] : (term.namespaces ?? []);
  return {
    text: JSON.stringify([term.topologyKey, term.labelSelector, namespaces, term.namespaceSelector, weight]),
    topologyKey: term.topologyKey,
    selector: selectorFrom(term.labelSelector),
    namespaces,
    namespaceSelector:
      term.namespaceSelector === undefined ? undefined : selectorFrom(term.namespaceSelector),
    weight,
  };
}

/** Whether the term speaks of the pod. */
export function termMatches(
  term: AffinityTerm,
  { pod, namespace }: PodInfo,
  namespaceLabels: NamespaceLabels,
): boolean {
  const named =
    term.namespaces.includes(namespace) ||
    (term.namespaceSelector !== undefined && matches(term.namespaceSelector, namespaceLabels(namespace)));
  return named && matches(term.selector, pod.metadata.labels);
}
