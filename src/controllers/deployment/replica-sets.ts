import type { Deployment } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import type { TemplateMeta } from '../../kinds/core/common-types.ts';
import type { PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { byCreation } from '../pod-control/order.ts';
import { equalTemplates } from '../pod-control/template.ts';
import { revisionOf } from './annotations.ts';

export const TEMPLATE_HASH = 'pod-template-hash';

export interface Family {
  readonly newSet: ReplicaSet | undefined;
  /** Oldest first; also further sets with the present template. */
  readonly old: readonly ReplicaSet[];
}

/** The new ReplicaSet is the oldest one with the deployment's template, whatever its name or hash says (D-11). */
export function family(deployment: Deployment, replicaSets: readonly ReplicaSet[]): Family {
  const sorted = replicaSets.toSorted(byCreation);
  const newSet = sorted.find(({ spec }) => equalIgnoringHash(spec.template, deployment.spec.template));
  return { newSet, old: sorted.filter((replicaSet) => replicaSet !== newSet) };
}

export const membersOf = ({ newSet, old }: Family): readonly ReplicaSet[] =>
  newSet === undefined ? old : [...old, newSet];

/** Semantic equality of templates, the pod-template-hash label left aside (H-4, D-11). */
export function equalIgnoringHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return equalTemplates(withoutHash(a), withoutHash(b));
}

export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  if (template.metadata?.labels?.[TEMPLATE_HASH] === undefined) return template;
  const { [TEMPLATE_HASH]: _, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}

export function withHash(
  template: PodTemplateSpec,
  hash: string,
): PodTemplateSpec & { readonly metadata: TemplateMeta } {
  return {
    ...template,
    metadata: { ...template.metadata, labels: { ...template.metadata?.labels, [TEMPLATE_HASH]: hash } },
  };
}

/** By revision; where one is no number or both are equal, by creation (C-14). */
export function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const first = revisionOf(a);
  const second = revisionOf(b);
  if (first === undefined || second === undefined || first === second) return byCreation(a, b);
  return first < second ? -1 : 1;
}
