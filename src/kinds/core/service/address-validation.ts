import {
  duplicate,
  type FieldError,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { isIpv6, validIp } from '../../validation/addresses.ts';
import { showStrings } from '../../validation/go-values.ts';
import { CLUSTER_FAMILIES } from './addresses.ts';
import { isHeadless } from './conditions.ts';
import type { ServiceSpec } from './types.ts';

/** What keeps a service from being given addresses; told alone, for allocation comes before validation. */
export function addressFaults(spec: ServiceSpec, before?: ServiceSpec): readonly FieldError[] {
  const faults = validateClusterIPs(spec, before);
  return faults.length > 0 ? faults : validateFamilies(spec);
}

const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const FAMILIES = ['IPv4', 'IPv6'];

/** ValidateServiceClusterIPsRelatedFields. */
function validateClusterIPs(spec: ServiceSpec, before?: ServiceSpec): readonly FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const { ipFamilyPolicy: policy } = spec;
  const faults = [...validateSynced(spec), ...validateFamilyNames(spec)];
  if (policy !== undefined && !POLICIES.includes(policy)) {
    faults.push(unsupported('spec.ipFamilyPolicy', policy, POLICIES));
  }
  const invalidAddresses = validateAddresses(spec, before);
  const tooMany = (spec.clusterIPs?.length ?? 0) > 2;
  return [
    ...faults,
    ...invalidAddresses,
    ...(tooMany ? [aboutAll(spec, 'may only hold up to 2 values')] : []),
    ...(invalidAddresses.length > 0 ? [] : [...validateDualStack(spec), ...validateAddressFamilies(spec)]),
  ];
}

const aboutAll = ({ clusterIPs }: ServiceSpec, detail: string): FieldError =>
  invalidShown('spec.clusterIPs', showStrings(clusterIPs), detail);

function validateSynced(spec: ServiceSpec): readonly FieldError[] {
  const { clusterIP, clusterIPs = [] } = spec;
  if (!clusterIP) {
    return clusterIPs.length === 0 ? [] : [aboutAll(spec, 'must be empty when `clusterIP` is not specified')];
  }
  if (clusterIPs.length === 0) return [required('spec.clusterIPs')];
  return clusterIPs[0] === clusterIP ? [] : [aboutAll(spec, 'first value must match `clusterIP`')];
}

function validateFamilyNames({ ipFamilies = [] }: ServiceSpec): readonly FieldError[] {
  return ipFamilies.flatMap((family, i) => {
    const field = `spec.ipFamilies[${i}]`;
    const unknown = FAMILIES.includes(family) ? [] : [unsupported(field, family, FAMILIES)];
    return ipFamilies.indexOf(family) < i ? [...unknown, duplicate(field, family)] : unknown;
  });
}

function validateAddresses(spec: ServiceSpec, before?: ServiceSpec): readonly FieldError[] {
  const { clusterIPs = [] } = spec;
  return clusterIPs.flatMap((address, i) => {
    if (i > 0 || address !== 'None') return validIp(address, `spec.clusterIPs[${i}]`, before?.clusterIPs);
    return clusterIPs.length > 1 ? [aboutAll(spec, "'None' must be the first and only value")] : [];
  });
}

function validateDualStack(spec: ServiceSpec): readonly FieldError[] {
  const { clusterIPs = [] } = spec;
  if (clusterIPs.length < 2) return [];
  const families = new Set(clusterIPs.map(isIpv6));
  return families.size === 2 ? [] : [aboutAll(spec, 'may specify no more than one IP for each IP family')];
}

function validateAddressFamilies(spec: ServiceSpec): readonly FieldError[] {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  if (isHeadless(spec)) return [];
  return clusterIPs.flatMap((address, i) => {
    const family = ipFamilies[i];
    if (family === undefined || (family === 'IPv6') === isIpv6(address)) return [];
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${i}]\``;
    return [invalid(`spec.clusterIPs[${i}]`, address, detail)];
  });
}

/** The part of initIPFamilyFields that refuses what a cluster with one family cannot give. */
function validateFamilies(spec: ServiceSpec): readonly FieldError[] {
  const { type, clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy: policy } = spec;
  if (type === 'ExternalName') return [];
  const faults: FieldError[] = [];
  const several = (what: string): FieldError =>
    invalid(
      'spec.ipFamilyPolicy',
      policy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  if (policy === 'SingleStack' && clusterIPs.length === 2) faults.push(several('cluster IPs'));
  if (policy === 'SingleStack' && ipFamilies.length === 2) faults.push(several('IP families'));
  const selectorless = clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  if (faults.length > 0 || selectorless) return faults;
  if (policy === 'RequireDualStack') {
    faults.push(
      invalid('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'),
    );
  }
  const unknown = ipFamilies.flatMap((family, i) =>
    CLUSTER_FAMILIES.includes(family)
      ? []
      : [invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster')],
  );
  return [...faults, ...unknown];
}

/** The first address and the first family never change; a second one may come and go (P-5). */
export function validateClusterIPsUpdate(spec: ServiceSpec, before: ServiceSpec): readonly FieldError[] {
  if (spec.type === 'ExternalName' || before.type === 'ExternalName') return [];
  const headless = isHeadless(spec);
  if (headless && isHeadless(before)) return [];
  const addresses = validateChange(spec.clusterIPs ?? [], before.clusterIPs ?? [], spec, 'clusterIP');
  if (headless || isHeadless(before)) return addresses;
  return [...addresses, ...validateChange(spec.ipFamilies ?? [], before.ipFamilies ?? [], spec, 'ipFamily')];
}

function validateChange(
  values: readonly string[],
  before: readonly string[],
  spec: ServiceSpec,
  word: 'clusterIP' | 'ipFamily',
): readonly FieldError[] {
  const list = word === 'clusterIP' ? 'clusterIPs' : 'ipFamilies';
  const shown = word === 'clusterIP' ? showStrings(values) : showStrings(values, 'core.IPFamily');
  const place = (i: number): string => `spec.${list}[${word === 'clusterIP' ? i : 0}]`;
  const changed = (i: number): FieldError => invalidShown(place(i), shown, 'may not change once set');
  if (values.length === before.length) {
    return before.flatMap((value, i) => (value === values[i] ? [] : [changed(i)]));
  }
  const faults: FieldError[] = [];
  if (values.length === 0) faults.push(invalidShown(place(0), shown, `primary ${word} can not be unset`));
  if (values.length > 0 && before.length > 0 && values[0] !== before[0]) faults.push(changed(0));
  if (before.length > 1 && values.length === 1 && spec.ipFamilyPolicy !== 'SingleStack') {
    const detail = `must be set to 'SingleStack' when releasing the secondary ${word}`;
    faults.push(invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, detail));
  }
  return faults;
}
