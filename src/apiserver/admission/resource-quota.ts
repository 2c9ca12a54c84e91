import {
  type Amounts,
  amountsOf,
  increase,
  listOf,
  only,
  shown,
  sum,
  withoutZeros,
} from '../../kinds/core/resource-amounts.ts';
import { type Evaluator, isInScopes } from '../../kinds/core/resourcequota/evaluator.ts';
import { evaluatorOf } from '../../kinds/core/resourcequota/evaluators.ts';
import { ResourceQuota } from '../../kinds/core/resourcequota/kind.ts';
import { compareQuantity, ZERO } from '../../machinery/quantity.ts';
import { forbiddenRequest } from '../../machinery/status.ts';
import type { Admission, AdmissionRequest, Backend } from '../backend.ts';
import { keyOf, prefixOf } from '../registry.ts';
import { commit } from '../stored.ts';

/** What one quota's use grows to. */
interface Charge {
  readonly quota: ResourceQuota;
  readonly used: Amounts;
}

/** Refuses what would exceed a quota of the namespace, and charges the quotas for what is let in. */
export const resourceQuota: Admission = {
  name: 'ResourceQuota',
  stage: 'validating',
  concerns: (kind) => evaluatorOf(kind) !== undefined,
  handles: ['create', 'update'],
  admit: (request, backend) => {
    const { kind, object, before, operation, subresource, dryRun } = request;
    const evaluator = evaluatorOf(kind);
    if (evaluator === undefined || operation === 'delete') return object;
    if (subresource !== undefined && subresource !== 'resize') return object;
    if (before !== undefined && !evaluator.mayChange(object, before)) return object;
    const quotas = quotasOf(backend, object.metadata.namespace ?? '');
    const charges = quotas.flatMap((quota) => charge(quota, request, evaluator, backend));
    if (!dryRun) for (const one of charges) write(backend, one);
    return object;
  },
};

function quotasOf(backend: Backend, namespace: string): readonly ResourceQuota[] {
  return backend.store
    .list(`${prefixOf(ResourceQuota)}${namespace}/`)
    .map(({ value }) => value as ResourceQuota);
}

function charge(
  quota: ResourceQuota,
  { kind, object, before }: AdmissionRequest,
  evaluator: Evaluator,
  backend: Backend,
): readonly Charge[] {
  const hard = amountsOf(quota.status?.hard);
  const limited = [...hard.keys()].filter(evaluator.counts);
  if (limited.length === 0 || !isInScopes(evaluator, quota, object)) return [];
  const refusal = (why: string) => forbiddenRequest(kind, object.metadata.name, why);
  const { name } = quota.metadata;
  const missing = evaluator.missing(object, limited);
  if (missing.length > 0) throw refusal(`failed quota: ${name}: must specify ${missing.join('; ')}`);
  const used = amountsOf(quota.status?.used);
  if (limited.some((resource) => !used.has(resource)))
    throw refusal(`status unknown for quota: ${name}, resources: ${limited.join(',')}`);
  const usage = evaluator.usage(object, backend.now());
  const isCharged = before !== undefined && isInScopes(evaluator, quota, before);
  const more = isCharged ? increase(usage, evaluator.usage(before, backend.now())) : usage;
  const requested = only(withoutZeros(more), (resource) => hard.has(resource));
  if (requested.size === 0) return [];
  const sums = sum(used, requested);
  const exceeds = (resource: string): boolean =>
    requested.has(resource) && compareQuantity(sums.get(resource) ?? ZERO, hard.get(resource) ?? ZERO) > 0;
  if ([...requested.keys()].some(exceeds)) {
    const [asked, had, most] = [requested, used, hard].map((amounts) => shown(only(amounts, exceeds)));
    throw refusal(`exceeded quota: ${name}, requested: ${asked}, used: ${had}, limited: ${most}`);
  }
  return [{ quota, used: sums }];
}

function write(backend: Backend, { quota, used }: Charge): void {
  const { name, namespace = '' } = quota.metadata;
  const key = keyOf(ResourceQuota, namespace, name);
  const value: ResourceQuota = { ...quota, status: { ...quota.status, used: listOf(used) } };
  commit(backend, ResourceQuota, name, { key, value, expects: 'any' });
}
