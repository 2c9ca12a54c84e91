import { type FieldError, invalid } from '../../machinery/field-path.ts';
import { qualifiedName } from '../../machinery/names.ts';

/** helper.IsStandardResourceName: what may be named without a domain. */
const STANDARD = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
]);

export const isStandardResource = (name: string): boolean => STANDARD.has(name);

/** validateResourceName: a standard resource or a fully qualified name. */
export function validateResourceName(name: string, field: string): readonly FieldError[] {
  const faults = qualifiedName(name).map((text) => invalid(field, name, text));
  if (faults.length > 0 || name.includes('/')) return faults;
  if (STANDARD.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-'))
    return [];
  return [invalid(field, name, 'must be a standard resource type or fully qualified')];
}
