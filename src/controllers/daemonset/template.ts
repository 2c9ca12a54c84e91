import type { DaemonSet } from '../../kinds/apps/daemonset/types.ts';
import type { Affinity, NodeSelector, Pod, PodTemplateSpec, Toleration } from '../../kinds/core/pod/types.ts';

/** What a DaemonSet's pods put up with beside what their template says, in this order (G-4). */
const DEFAULT_TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const HOST_NETWORK_TOLERATION: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

export const REVISION_HASH = 'controller-revision-hash';
export const TEMPLATE_GENERATION = 'pod-template-generation';
const NODE_NAME = 'metadata.name';

/** The template's tolerations and the default ones; one that is there already is replaced where it stands (G-4). */
export function tolerationsOf({ spec }: PodTemplateSpec): readonly Toleration[] {
  const defaults =
    spec.hostNetwork === true ? [...DEFAULT_TOLERATIONS, HOST_NETWORK_TOLERATION] : DEFAULT_TOLERATIONS;
  let tolerations = spec.tolerations ?? [];
  for (const wanted of defaults) {
    tolerations = tolerations.some((one) => isSame(one, wanted))
      ? tolerations.map((one) => (isSame(one, wanted) ? wanted : one))
      : [...tolerations, wanted];
  }
  return tolerations;
}

/** But for the seconds they last. */
function isSame(a: Toleration, b: Toleration): boolean {
  return (
    a.key === b.key &&
    a.effect === b.effect &&
    a.operator === b.operator &&
    (a.value ?? '') === (b.value ?? '')
  );
}

/** The generation of the template, which the API server counts in an annotation. */
export function templateGeneration({ metadata }: DaemonSet): bigint | undefined {
  const text = metadata.annotations?.['deprecated.daemonset.template.generation'];
  return text !== undefined && /^[+-]?[0-9]+$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
}

/** What the set's pods are made from now, but for the node (H-8, G-4). */
export function podTemplate(set: DaemonSet, hash: string): PodTemplateSpec {
  const { template } = set.spec;
  const generation = templateGeneration(set);
  return {
    metadata: {
      ...template.metadata,
      labels: {
        ...template.metadata?.labels,
        ...(generation === undefined ? {} : { [TEMPLATE_GENERATION]: String(generation) }),
        ...(hash === '' ? {} : { [REVISION_HASH]: hash }),
      },
    },
    spec: { ...template.spec, tolerations: tolerationsOf(template) },
  };
}

/** Made from the present template: by its hash or, as older versions wrote it, by its generation (G-20). */
export function isUpdated(set: DaemonSet, hash: string, pod: Pod): boolean {
  const labels = pod.metadata.labels ?? {};
  const generation = templateGeneration(set);
  if (generation !== undefined && labels[TEMPLATE_GENERATION] === String(generation)) return true;
  return hash !== '' && labels[REVISION_HASH] === hash;
}

/** The template with its required node affinity replaced by the one node (G-6). */
export function pinnedTo(template: PodTemplateSpec, node: string): PodTemplateSpec {
  const { affinity } = template.spec;
  const required: NodeSelector = {
    nodeSelectorTerms: [{ matchFields: [{ key: NODE_NAME, operator: 'In', values: [node] }] }],
  };
  const pinned: Affinity = {
    ...affinity,
    nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required },
  };
  return { ...template, spec: { ...template.spec, affinity: pinned } };
}

/** Where the pod is, or which node it is made for; undefined when its affinity does not say (G-7). */
export function targetNode({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  for (const { matchFields = [] } of required?.nodeSelectorTerms ?? []) {
    for (const { key, operator, values = [] } of matchFields) {
      if (key === NODE_NAME && operator === 'In') return values.length === 1 ? values[0] : undefined;
    }
  }
  return undefined;
}
