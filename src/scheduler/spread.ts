import { ReplicaSet } from '../kinds/apps/replicaset/kind.ts';
import { StatefulSet } from '../kinds/apps/statefulset/kind.ts';
import { matchesRequiredAffinity } from '../kinds/core/node/affinity.ts';
import { firstUntolerated } from '../kinds/core/node/taints.ts';
import type { Pod, TopologySpreadConstraint } from '../kinds/core/pod/types.ts';
import { Service } from '../kinds/core/service/kind.ts';
import type { Kind } from '../kinds/kind.ts';
import {
  type LabelSelector,
  matches,
  type Selector,
  selectorFrom,
  selectorFromLabels,
} from '../machinery/labels.ts';
import { controllerOf, type OwnerReference } from '../machinery/object-meta.ts';
import type { PodCounter } from './counter.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { View } from './view.ts';

/** One spreading constraint, read for one pod. */
export interface Constraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly minDomains: number;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

export const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** The pod's own constraints of one kind. */
export function constraintsOf(
  { spec, metadata }: Pod,
  whenUnsatisfiable: TopologySpreadConstraint['whenUnsatisfiable'],
): readonly Constraint[] {
  return (spec.topologySpreadConstraints ?? [])
    .filter((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable)
    .map((constraint) => ({
      maxSkew: constraint.maxSkew,
      topologyKey: constraint.topologyKey,
      selector: withLabelKeys(constraint, metadata.labels ?? {}),
      minDomains: constraint.minDomains ?? 1,
      honorsAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
      honorsTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
    }));
}

/** matchLabelKeys adds the pod's own values; a constraint without selector selects nothing (S-34). */
function withLabelKeys(
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  labels: Readonly<Record<string, string>>,
): Selector {
  const selector = selectorFrom(labelSelector);
  const own: Record<string, string> = {};
  for (const key of matchLabelKeys) if (labels[key] !== undefined) own[key] = labels[key];
  return Object.keys(own).length === 0 ? selector : [...selectorFromLabels(own), ...selector];
}

/** The scheduler's own constraints for pods that have none and that a Service or workload selects (S-26). */
export function defaultConstraints(pod: PodInfo, view: View): readonly Constraint[] {
  const selector = defaultSelector(pod, view);
  if (selector.length === 0) return [];
  const common = { selector, minDomains: 1, honorsAffinity: true, honorsTaints: false };
  return [
    { topologyKey: HOSTNAME, maxSkew: 3, ...common },
    { topologyKey: ZONE, maxSkew: 5, ...common },
  ];
}

/** helper.DefaultSelector: the selectors of the pod's Services and of its owner, together. Siblings share the answer. */
function defaultSelector(info: PodInfo, view: View): Selector {
  const { pod, namespace } = info;
  const owner = controllerOf(pod);
  const text = `${namespace} ${owner?.uid ?? ''} ${JSON.stringify(pod.metadata.labels)}`;
  const known = view.selectors.get(text);
  if (known !== undefined) return known;
  const ofWorkload = owner === undefined ? undefined : workloadSelector(owner, namespace, view);
  const selector = [...serviceSelector(info, view), ...selectorFrom(ofWorkload ?? {})];
  if (owner === undefined || ofWorkload !== undefined) view.selectors.set(text, selector);
  return selector;
}

function serviceSelector({ pod, namespace }: PodInfo, view: View): Selector {
  const merged: Record<string, string> = {};
  for (const { spec } of view.reader.list(Service, { namespace })) {
    const selector = spec?.selector;
    if (selector === undefined || !matches(selectorFromLabels(selector), pod.metadata.labels)) continue;
    Object.assign(merged, selector);
  }
  return selectorFromLabels(merged);
}

function workloadSelector(owner: OwnerReference, namespace: string, view: View): LabelSelector | undefined {
  const ref = { namespace, name: owner.name };
  if (isOf(owner, ReplicaSet)) return view.reader.find(ReplicaSet, ref)?.spec?.selector;
  if (isOf(owner, StatefulSet)) return view.reader.find(StatefulSet, ref)?.spec?.selector;
  return undefined;
}

const isOf = (
  owner: OwnerReference,
  { kind, group, version }: Pick<Kind, 'kind' | 'group' | 'version'>,
): boolean => owner.kind === kind && owner.apiVersion === `${group}/${version}`;

const texts = new WeakMap<Selector, string>();

function textOf(selector: Selector): string {
  let text = texts.get(selector);
  if (text === undefined) {
    text = JSON.stringify(selector);
    texts.set(selector, text);
  }
  return text;
}

/** Pods that a constraint counts: of the pod's namespace, not on their way out, selected. */
export function counterFor({ selector }: Constraint, { namespace }: PodInfo, view: View): PodCounter {
  return view.counter(`spread ${namespace} ${textOf(selector)}`, {
    // An empty selector counts no pods (countPodsMatchSelector).
    counts: (other) =>
      selector.length > 0 &&
      other.namespace === namespace &&
      !other.terminating &&
      matches(selector, other.pod.metadata.labels)
        ? 1
        : 0,
    among: () => view.placedWith(namespace, { matchLabels: plainLabels(selector) }),
  });
}

/** The part of a selector that an index answers. */
function plainLabels(selector: Selector): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const { key, operator, values } of selector) {
    const [only] = values;
    if (
      (operator === '=' || operator === '==' || operator === 'in') &&
      values.length === 1 &&
      only !== undefined
    ) {
      labels[key] = only;
    }
  }
  return labels;
}

/** Whether a node's pods count for the constraint at all (S-33). */
export function isEligible(
  { honorsAffinity, honorsTaints }: Constraint,
  { pod }: PodInfo,
  info: NodeInfo,
): boolean {
  if (honorsAffinity && info.node !== undefined && !matchesRequiredAffinity(pod, info.node)) return false;
  return !honorsTaints || firstUntolerated(info.taints, pod.spec.tolerations) === undefined;
}
