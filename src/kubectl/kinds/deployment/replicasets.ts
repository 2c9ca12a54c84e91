import type { Deployment } from '../../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../../kinds/apps/replicaset/types.ts';
import type { PodTemplateSpec } from '../../../kinds/core/pod/types.ts';
import { equalJson, isFields } from '../../../machinery/json.ts';
import { controllerOf } from '../../../machinery/object-meta.ts';
import { compareBytes } from '../common.ts';

const TEMPLATE_HASH = 'pod-template-hash';

export interface Generations {
  /** Oldest first. */
  readonly old: readonly ReplicaSet[];
  readonly current: ReplicaSet | undefined;
}

/** The ReplicaSets a Deployment controls: the one with its template, and all others. */
export function generationsOf(deployment: Deployment, found: readonly ReplicaSet[]): Generations {
  const own = ownedBy(deployment, found);
  const current = own.find(({ spec }) => equalTemplates(spec.template, deployment.spec.template));
  return { old: own.filter((one) => one !== current), current };
}

/** By creation, then name. */
export function ownedBy(deployment: Deployment, found: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return found
    .filter((one) => controllerOf(one)?.uid === deployment.metadata.uid)
    .toSorted(
      (a, b) =>
        compareBytes(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
        compareBytes(a.metadata.name, b.metadata.name),
    );
}

/** Equal but for the hash that a ReplicaSet's template is labelled with. */
export function equalTemplates(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return equalLoosely(withoutHash(a), withoutHash(b));
}

/** The template as a Deployment would have it. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** Go's semantic equality: nil and empty are the same. */
export const equalLoosely = (a: unknown, b: unknown): boolean =>
  equalJson(withoutNothing(a), withoutNothing(b));

function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutNothing);
  if (!isFields(value)) return value === null ? undefined : value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, withoutNothing(inner)] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
