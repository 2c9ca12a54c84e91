import {
  duplicate,
  type FieldError,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../machinery/field-path.ts';
import { pathSegmentName } from '../../machinery/names.ts';
import { showStrings } from '../validation/go-values.ts';
import type { NamedRuleWithOperations, RuleWithOperations } from './types.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** validateRuleWithOperations: which requests a webhook or a policy is about. */
export function validateRule(rule: RuleWithOperations, field: string): readonly FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  return [
    ...(operations.length === 0 ? [required(`${field}.operations`)] : []),
    ...aloneWhenAll(operations, `${field}.operations`, 'operations', 'admissionregistration.OperationType'),
    ...operations.flatMap((operation, i) =>
      OPERATIONS.includes(operation) ? [] : [unsupported(`${field}.operations[${i}]`, operation, OPERATIONS)],
    ),
    ...(apiGroups.length === 0 ? [required(`${field}.apiGroups`)] : []),
    ...aloneWhenAll(apiGroups, `${field}.apiGroups`, 'API groups'),
    ...(apiVersions.length === 0 ? [required(`${field}.apiVersions`)] : []),
    ...aloneWhenAll(apiVersions, `${field}.apiVersions`, 'API versions'),
    ...apiVersions.flatMap((version, i) => (version === '' ? [required(`${field}.apiVersions[${i}]`)] : [])),
    ...validateResources(resources, `${field}.resources`),
    ...(scope === undefined || SCOPES.includes(scope) ? [] : [unsupported(`${field}.scope`, scope, SCOPES)]),
  ];
}

/** validateNamedRuleWithOperations. */
export function validateNamedRule(rule: NamedRuleWithOperations, field: string): readonly FieldError[] {
  const names = rule.resourceNames ?? [];
  return [
    ...names.flatMap((name, i) => [
      ...pathSegmentName(name, false).map((text) => invalid(`${field}.resourceNames[${i}]`, name, text)),
      ...(names.indexOf(name) < i ? [duplicate(`${field}.resourceNames[${i}]`, name)] : []),
    ]),
    ...validateRule(rule, field),
  ];
}

function aloneWhenAll(
  words: readonly string[],
  field: string,
  what: string,
  type = 'string',
): readonly FieldError[] {
  if (words.length < 2 || !words.includes('*')) return [];
  return [invalidShown(field, showStrings(words, type), `if '*' is present, must not specify other ${what}`)];
}

/** A wildcard makes what it covers superfluous, which is refused. */
function validateResources(resources: readonly string[], field: string): readonly FieldError[] {
  const faults: FieldError[] = resources.length === 0 ? [required(field)] : [];
  const everySubresource = new Set<string>();
  const everyResource = new Set<string>();
  let last = false;
  resources.forEach((text, i) => {
    const at = `${field}[${i}]`;
    if (text === '') {
      faults.push(required(at));
      return;
    }
    const slash = text.indexOf('/');
    if (slash === -1) {
      last = text !== '*';
      return;
    }
    const [resource, subresource] = [text.slice(0, slash), text.slice(slash + 1)];
    if (everySubresource.has(resource))
      faults.push(invalid(at, text, `if '${resource}/*' is present, must not specify ${text}`));
    if (everyResource.has(subresource))
      faults.push(invalid(at, text, `if '*/${subresource}' is present, must not specify ${text}`));
    if (subresource === '*') everySubresource.add(resource);
    if (resource === '*') everyResource.add(subresource);
  });
  const shown = (): string => showStrings(resources);
  if (resources.length > 1 && resources.includes('*/*'))
    faults.push(invalidShown(field, shown(), "if '*/*' is present, must not specify other resources"));
  if (resources.includes('*') && last)
    faults.push(
      invalidShown(
        field,
        shown(),
        "if '*' is present, must not specify other resources without subresources",
      ),
    );
  return faults;
}
