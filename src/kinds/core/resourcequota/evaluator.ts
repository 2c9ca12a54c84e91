import type { Instant } from '../../../machinery/instant.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { Amounts } from '../resource-amounts.ts';
import type { ResourceQuota, ScopedResourceSelectorRequirement } from './types.ts';

/** How objects of one kind count towards quotas. */
export interface Evaluator<T extends KubeObject = KubeObject> {
  /** Whether this kind is what a limit of that name is about. */
  readonly counts: (resource: string) => boolean;
  readonly usage: (object: T, now: Instant) => Amounts;
  /** Whether an update is looked at; creation always is. */
  readonly mayChange: (object: T, before: T) => boolean;
  /** Whether an update may leave less in use than admission has counted, so that all is counted anew. */
  readonly mayFree: (object: T, before: T) => boolean;
  /** Whether the object is one that a quota of the scope is about. */
  readonly isIn: (object: T, scope: ScopedResourceSelectorRequirement) => boolean;
  /** What quotas of these names demand of the object and it does not say: `requests.cpu for: web`. */
  readonly missing: (object: T, resources: readonly string[]) => readonly string[];
}

/** The part of an evaluator that most kinds have in common: they know no scopes and must say nothing. */
export const plain: Pick<Evaluator, 'mayChange' | 'mayFree' | 'isIn' | 'missing'> = {
  mayChange: () => false,
  mayFree: () => false,
  isIn: () => false,
  missing: () => [],
};

/** Both ways to write a quota's scopes down. */
function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
  const scopes = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' as const }));
  return [...scopes, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

export const isInScopes = (evaluator: Evaluator, quota: ResourceQuota, object: KubeObject): boolean =>
  scopesOf(quota).every((scope) => evaluator.isIn(object, scope));
