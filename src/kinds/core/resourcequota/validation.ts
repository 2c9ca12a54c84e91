import { type FieldError, invalid, invalidShown, required } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { showStrings } from '../../validation/go-values.ts';
import { IMMUTABLE } from '../../validation/immutable.ts';
import { validateQuantity } from '../../validation/quantities.ts';
import { validateResourceName } from '../../validation/resource-names.ts';
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from './types.ts';

/** What quota knows to count or to measure, beside `count/<resource>` and huge pages. */
const QUOTA_RESOURCES = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]);
const POD_RESOURCES = new Set([
  'pods',
  'cpu',
  'memory',
  'limits.cpu',
  'limits.memory',
  'requests.cpu',
  'requests.memory',
]);
const SCOPES = new Set([
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
]);
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

const isQuotaResource = (name: string): boolean =>
  QUOTA_RESOURCES.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');

/** ValidateResourceQuotaSpec. */
export function validate({ spec = {} }: ResourceQuota): readonly FieldError[] {
  const names = Object.keys(spec.hard ?? {}).sort();
  return [
    ...names.flatMap((name) => {
      const field = `spec.hard[${name}]`;
      return [...validateName(name, field), ...validateQuantity(name, spec.hard?.[name] ?? '0', field)];
    }),
    ...validateScopes(spec, spec.scopes ?? [], 'spec.scopes', 'core.ResourceQuotaScope'),
    ...validateScopeSelector(spec),
  ];
}

function validateName(name: string, field: string): readonly FieldError[] {
  const faults = validateResourceName(name, field);
  if (name.includes('/') || isQuotaResource(name)) return faults;
  return [...faults, invalid(field, name, 'must be a standard resource for quota')];
}

function validateScopes(
  { hard = {} }: ResourceQuotaSpec,
  scopes: readonly string[],
  field: string,
  type: string,
): readonly FieldError[] {
  const told = (detail: string): FieldError => invalidShown(field, showStrings(scopes, type), detail);
  const names = Object.keys(hard).sort().filter(isQuotaResource);
  return [
    ...scopes.flatMap((scope) => [
      ...(SCOPES.has(scope) ? [] : [told('unsupported scope')]),
      ...names.filter((name) => !fits(scope, name)).map(() => told('unsupported scope applied to resource')),
    ]),
    ...CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() =>
      told('conflicting scopes'),
    ),
  ];
}

function fits(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return name === 'pods';
  if (scope === 'VolumeAttributesClass')
    return name === 'persistentvolumeclaims' || name === 'requests.storage';
  return !SCOPES.has(scope) || POD_RESOURCES.has(name);
}

function validateScopeSelector(spec: ResourceQuotaSpec): readonly FieldError[] {
  const expressions = spec.scopeSelector?.matchExpressions ?? [];
  const field = 'spec.scopeSelector.matchExpressions';
  return expressions.flatMap((one) => validateScopeExpression(one, field));
}

const ALWAYS_EXISTS = [
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'CrossNamespacePodAffinity',
];

function validateScopeExpression(
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  field: string,
): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (!SCOPES.has(scopeName)) faults.push(invalid(`${field}.scopeName`, scopeName, 'unsupported scope'));
  if (ALWAYS_EXISTS.includes(scopeName) && operator !== 'Exists') {
    const why = `must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity`;
    faults.push(invalid(`${field}.operator`, operator, why));
  }
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return faults;
      return [
        ...faults,
        required(
          `${field}.values`,
          "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
        ),
      ];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return faults;
      return [
        ...faults,
        invalidShown(
          `${field}.values`,
          showStrings(values),
          "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector",
        ),
      ];
    default:
      return [...faults, invalid(`${field}.operator`, operator, 'not a valid selector operator')];
  }
}

/** ValidateResourceQuotaUpdate: scopes are fixed, in whatever order. */
export function validateUpdate(quota: ResourceQuota, before: ResourceQuota): readonly FieldError[] {
  const scopes = quota.spec?.scopes ?? [];
  const sorted = (list: readonly string[] = []): readonly string[] => [...new Set(list)].sort();
  const faults = validate(quota);
  if (equalJson(sorted(scopes), sorted(before.spec?.scopes))) return faults;
  return [...faults, invalidShown('spec.scopes', showStrings(scopes, 'core.ResourceQuotaScope'), IMMUTABLE)];
}
