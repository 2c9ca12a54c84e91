import {
  duplicate,
  type FieldError,
  invalid,
  required,
  tooMany,
  unsupported,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from '../../../machinery/names.ts';
import { validateProtocol } from '../../core/service/port-validation.ts';
import { formatIp, parseIp, reachableIp, validIp } from '../../validation/addresses.ts';
import { immutable } from '../../validation/immutable.ts';
import type { AddressType, Endpoint, EndpointHints, EndpointSlice, EndpointSlicePort } from './types.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];

/** ValidateEndpointSlice. */
export function validate(slice: EndpointSlice): readonly FieldError[] {
  return [...validateHead(slice), ...validateEndpoints(slice)];
}

/** Endpoints that did not change keep what faults they may have. */
export function validateUpdate(slice: EndpointSlice, before: EndpointSlice): readonly FieldError[] {
  return [
    ...validateHead(slice),
    ...(equalJson(slice.endpoints, before.endpoints) ? [] : validateEndpoints(slice)),
    ...immutable(slice.addressType, before.addressType, 'addressType'),
  ];
}

function validateHead({ addressType, ports }: EndpointSlice): readonly FieldError[] {
  return [...validateAddressType(addressType), ...validatePorts(ports ?? [])];
}

function validateAddressType(type: AddressType): readonly FieldError[] {
  if (!type) return [required('addressType')];
  return ADDRESS_TYPES.includes(type) ? [] : [unsupported('addressType', type, ADDRESS_TYPES)];
}

function validatePorts(ports: readonly EndpointSlicePort[]): readonly FieldError[] {
  if (ports.length > 20_000) return [tooMany('ports', ports.length, 20_000)];
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol, appProtocol }, i) => {
    const field = `ports[${i}]`;
    const repeated = names.has(name);
    names.add(name);
    return [
      ...(name === '' ? [] : dns1123Label(name).map((text) => invalid(`${field}.name`, name, text))),
      ...(repeated ? [duplicate(`${field}.name`, name)] : []),
      ...validateProtocol(protocol, `${field}.protocol`),
      ...(appProtocol === undefined
        ? []
        : qualifiedName(appProtocol).map((text) => invalid(`${field}.appProtocol`, appProtocol, text))),
    ];
  });
}

function validateEndpoints({ endpoints, addressType }: EndpointSlice): readonly FieldError[] {
  const list = endpoints ?? [];
  if (list.length > 1000) return [tooMany('endpoints', list.length, 1000)];
  return list.flatMap((endpoint, i) => validateEndpoint(endpoint, addressType, `endpoints[${i}]`));
}

function validateEndpoint(endpoint: Endpoint, type: AddressType, field: string): readonly FieldError[] {
  const { nodeName, hostname, hints } = endpoint;
  const addresses = endpoint.addresses ?? [];
  const path = `${field}.addresses`;
  const count = addresses.length;
  return [
    ...(count === 0 ? [required(path, 'must contain at least 1 address')] : []),
    ...(count > 100 ? [tooMany(path, count, 100)] : []),
    ...addresses.flatMap((address, i) => validateAddress(address, type, path, i)),
    ...(nodeName === undefined
      ? []
      : dns1123Subdomain(nodeName).map((text) => invalid(`${field}.nodeName`, nodeName, text))),
    ...(hostname === undefined
      ? []
      : dns1123Label(hostname).map((text) => invalid(`${field}.hostname`, hostname, text))),
    ...(hints === undefined ? [] : validateHints(hints, `${field}.hints`)),
  ];
}

function validateAddress(address: string, type: AddressType, path: string, i: number): readonly FieldError[] {
  const field = `${path}[${i}]`;
  switch (type) {
    case 'IPv4':
    case 'IPv6': {
      const faults = type === 'IPv4' ? validIp(address, field) : canonicalIp(address, field);
      if (faults.length > 0) return faults;
      const other = parseIp(address)?.family !== type;
      return [
        ...(other ? [invalid(path, address, `must be an ${type} address`)] : []),
        ...reachableIp(address, field),
      ];
    }
    case 'FQDN':
      return fullName(address, field);
    default:
      return [];
  }
}

/** IsValidIP: strict, and in the form it should have. */
function canonicalIp(text: string, field: string): readonly FieldError[] {
  const faults = validIp(text, field);
  const address = parseIp(text);
  if (address === undefined) return faults;
  if (address.sloppy) return [invalid(field, text, 'must not have leading 0s')];
  if (address.mapped) return [invalid(field, text, 'must not be an IPv4-mapped IPv6 address')];
  const proper = formatIp(address);
  return proper === text
    ? []
    : [invalid(field, text, `must be in canonical form (${JSON.stringify(proper)})`)];
}

/** IsFullyQualifiedDomainName. */
function fullName(name: string, field: string): readonly FieldError[] {
  if (name === '') return [required(field)];
  const bare = name.replace(/\.$/, '');
  const faults = dns1123Subdomain(bare);
  if (faults.length > 0) return faults.map((text) => invalid(field, bare, text));
  const labels = bare.split('.');
  if (labels.length < 2)
    return [invalid(field, bare, 'should be a domain with at least two segments separated by dots')];
  return labels.flatMap((label) => dns1123Label(label).map((text) => invalid(field, label, text)));
}

function validateHints(
  { forZones = [], forNodes = [] }: EndpointHints,
  field: string,
): readonly FieldError[] {
  if (forZones.length > 8) return [tooMany(`${field}.forZones`, forZones.length, 8)];
  const zones = validateNames(forZones, `${field}.forZones`, labelValue);
  if (forNodes.length > 8) return [...zones, tooMany(`${field}.forNodes`, forNodes.length, 8)];
  return [...zones, ...validateNames(forNodes, `${field}.forNodes`, dns1123Subdomain)];
}

function validateNames(
  places: readonly { readonly name: string }[],
  field: string,
  rule: (name: string) => readonly string[],
): readonly FieldError[] {
  const seen = new Set<string>();
  return places.flatMap(({ name }, i) => {
    const path = `${field}[${i}].name`;
    const repeated = seen.has(name) ? [duplicate(path, name)] : [];
    seen.add(name);
    return [...repeated, ...rule(name).map((text) => invalid(path, name, text))];
  });
}
