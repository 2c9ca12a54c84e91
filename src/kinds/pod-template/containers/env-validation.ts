import { invalid, required, unsupported } from '../../../machinery/field-path.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { configMapKey, relaxedEnvironmentName } from '../../../machinery/value-rules.ts';
import type {
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  KeySelector,
  LocalObjectReference,
  ObjectFieldSelector,
  ResourceFieldSelector,
} from '../../core/pod/types.ts';
import { type Faults, faultsOf, inEach, NONE, qualified, requiredText, together, where } from '../rules.ts';

/** Fields of the pod that a variable may name. */
const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Every field that a downward API label may name at all. */
const KNOWN_FIELDS = new Set([
  ...ENV_FIELDS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);
const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const HUGE_PAGES = /^(?:limits|requests)\.hugepages-/;
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** ValidateEnv. */
export const validateEnv = (env: readonly EnvVar[] | undefined, field: string): Faults =>
  inEach(env, field, (each, path) =>
    together(
      each.name
        ? faultsOf(each.name, `${path}.name`, relaxedEnvironmentName(each.name))
        : [required(`${path}.name`)],
      where(each.valueFrom, (source) => validateSource(source, each.value ?? '', `${path}.valueFrom`)),
    ),
  );

function validateSource(source: EnvVarSource, value: string, field: string): Faults {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(
    (ref) => ref !== undefined,
  ).length;
  return together(
    where(fieldRef, (ref) => validateFieldRef(ref, ENV_FIELDS, `${field}.fieldRef`)),
    where(resourceFieldRef, (ref) => validateResourceRef(ref, `${field}.resourceFieldRef`, 'env')),
    where(configMapKeyRef, (ref) => validateKeyRef(ref, `${field}.configMapKeyRef`)),
    where(secretKeyRef, (ref) => validateKeyRef(ref, `${field}.secretKeyRef`)),
    countFaults(count, value, field),
  );
}

function countFaults(count: number, value: string, field: string): Faults {
  if (count === 0) {
    const names = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    return [invalid(field, '', `must specify one of: ${names}`)];
  }
  if (value !== '') return [invalid(field, '', 'may not be specified when `value` is not empty')];
  return count > 1 ? [invalid(field, '', 'may not have more than one field specified at a time')] : NONE;
}

/** validateObjectFieldSelector: a field of the pod itself, `metadata.labels['app']`. */
export function validateFieldRef(
  ref: ObjectFieldSelector,
  allowed: readonly string[],
  field: string,
): Faults {
  const { apiVersion = '', fieldPath = '' } = ref;
  if (apiVersion === '') return [required(`${field}.apiVersion`)];
  if (fieldPath === '') return [required(`${field}.fieldPath`)];
  const [, path = fieldPath, subscript] = /^(.+?)\['(.*)'\]$/s.exec(fieldPath) ?? [];
  const why = conversionFault(apiVersion, fieldPath, path, subscript !== undefined);
  if (why !== undefined)
    return [invalid(`${field}.fieldPath`, fieldPath, `error converting fieldPath: ${why}`)];
  // Old clients say spec.host.
  const known = path === 'spec.host' ? 'spec.nodeName' : path;
  if (subscript !== undefined) {
    return qualified(path === 'metadata.annotations' ? subscript.toLowerCase() : subscript, field);
  }
  return allowed.includes(known) ? NONE : [unsupported(`${field}.fieldPath`, known, allowed)];
}

function conversionFault(
  apiVersion: string,
  fieldPath: string,
  path: string,
  subscripted: boolean,
): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  if (subscripted) {
    const takesKeys = path === 'metadata.annotations' || path === 'metadata.labels';
    return takesKeys ? undefined : `field label does not support subscript: ${fieldPath}`;
  }
  return KNOWN_FIELDS.has(path) || path === 'spec.host'
    ? undefined
    : `field label not supported: ${fieldPath}`;
}

/** validateContainerResourceFieldSelector: what a container asks for or is limited to. */
export function validateResourceRef(
  ref: ResourceFieldSelector,
  field: string,
  use: 'env' | 'volume',
): Faults {
  const { containerName, resource = '', divisor } = ref;
  let faults: Faults = NONE;
  if (use === 'volume' && !containerName) faults = [required(`${field}.containerName`)];
  else if (resource === '') faults = [required(`${field}.resource`)];
  else if (!RESOURCES.includes(resource) && !HUGE_PAGES.test(resource)) {
    faults = [unsupported(`${field}.resource`, resource, RESOURCES)];
  }
  return together(faults, validateDivisor(resource, divisor, `${field}.divisor`));
}

function validateDivisor(resource: string, divisor: string | undefined, field: string): Faults {
  const unit = divisor === undefined ? '0' : canonicalQuantity(divisor);
  if (unit === '0') return NONE;
  const only = (units: string, what: string): Faults => [
    invalid(field, resource, `only divisor's values ${units} are supported with the ${what} resource`),
  ];
  if (resource.endsWith('.cpu')) return unit === '1m' || unit === '1' ? NONE : only('1m and 1', 'cpu');
  if (BYTE_DIVISORS.includes(unit)) return NONE;
  const units = BYTE_DIVISORS.join(', ');
  if (resource.endsWith('.memory')) return only(units, 'memory');
  if (resource.endsWith('.ephemeral-storage')) return only(units, 'local ephemeral storage');
  return HUGE_PAGES.test(resource) ? only(units, 'hugepages') : NONE;
}

function validateKeyRef({ name = '', key }: KeySelector, field: string): Faults {
  return together(
    faultsOf(name, `${field}.name`, nameIsDnsSubdomain(name, false)),
    key ? faultsOf(key, `${field}.key`, configMapKey(key)) : [required(`${field}.key`)],
  );
}

/** ValidateEnvFrom; the faults about the number of sources are told of the whole list. */
export const validateEnvFrom = (sources: readonly EnvFromSource[] | undefined, field: string): Faults =>
  inEach(sources, field, ({ prefix, configMapRef, secretRef }, path) =>
    together(
      prefix ? faultsOf(prefix, `${path}.prefix`, relaxedEnvironmentName(prefix)) : NONE,
      where(configMapRef, (ref) => validateNameRef(ref, `${path}.configMapRef.name`)),
      where(secretRef, (ref) => validateNameRef(ref, `${path}.secretRef.name`)),
      envFromCount(configMapRef, secretRef, field),
    ),
  );

function envFromCount(
  configMapRef: LocalObjectReference | undefined,
  secretRef: LocalObjectReference | undefined,
  field: string,
): Faults {
  if (configMapRef === undefined && secretRef === undefined) {
    return [invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`')];
  }
  if (configMapRef === undefined || secretRef === undefined) return NONE;
  return [invalid(field, '', 'may not have more than one field specified at a time')];
}

function validateNameRef({ name = '' }: LocalObjectReference, field: string): Faults {
  return name === '' ? requiredText(name, field) : faultsOf(name, field, nameIsDnsSubdomain(name, true));
}
