import { type FieldError, invalid, required } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { dns1123Label, dns1123Subdomain, qualifiedName } from '../../../machinery/names.ts';
import { portNumber } from '../../../machinery/value-rules.ts';
import { reachableIp, validIp } from '../../validation/addresses.ts';
import { validateProtocol } from '../service/port-validation.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset, Endpoints } from './types.ts';

/** ValidateEndpoints. */
export function validate({ subsets = [] }: Endpoints): readonly FieldError[] {
  return subsets.flatMap((subset, i) => validateSubset(subset, `subsets[${i}]`));
}

/** Subsets that did not change keep what faults they may have. */
export function validateUpdate(endpoints: Endpoints, before: Endpoints): readonly FieldError[] {
  return equalJson(endpoints.subsets, before.subsets) ? [] : validate(endpoints);
}

function validateSubset(subset: EndpointSubset, field: string): readonly FieldError[] {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
  const isEmpty = addresses.length === 0 && notReadyAddresses.length === 0;
  return [
    ...(isEmpty ? [required(field, 'must specify `addresses` or `notReadyAddresses`')] : []),
    ...addresses.flatMap((address, i) => validateAddress(address, `${field}.addresses[${i}]`)),
    ...notReadyAddresses.flatMap((address, i) =>
      validateAddress(address, `${field}.notReadyAddresses[${i}]`),
    ),
    ...ports.flatMap((port, i) => validatePort(port, ports.length > 1, `${field}.ports[${i}]`)),
  ];
}

function validateAddress({ ip, hostname, nodeName }: EndpointAddress, field: string): readonly FieldError[] {
  return [
    ...validIp(ip, `${field}.ip`),
    ...(hostname ? dns1123Label(hostname).map((text) => invalid(`${field}.hostname`, hostname, text)) : []),
    ...(nodeName === undefined
      ? []
      : dns1123Subdomain(nodeName).map((text) => invalid(`${field}.nodeName`, nodeName, text))),
    ...reachableIp(ip, `${field}.ip`),
  ];
}

function validatePort(port: EndpointPort, needsName: boolean, field: string): readonly FieldError[] {
  const { name, appProtocol } = port;
  const named = name ? dns1123Label(name).map((text) => invalid(`${field}.name`, name, text)) : [];
  return [
    ...(needsName && !name ? [required(`${field}.name`)] : named),
    ...portNumber(port.port).map((text) => invalid(`${field}.port`, port.port, text)),
    ...validateProtocol(port.protocol, `${field}.protocol`),
    ...(appProtocol === undefined
      ? []
      : qualifiedName(appProtocol).map((text) => invalid(`${field}.appProtocol`, appProtocol, text))),
  ];
}
