import { duplicate, type FieldError, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import type { IntOrString } from '../../../machinery/int-or-string.ts';
import { dns1123Label, qualifiedName } from '../../../machinery/names.ts';
import { portName, portNumber } from '../../../machinery/value-rules.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import type { ServicePort } from './types.ts';

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** Every fault of single ports (validateServicePort). */
export function validatePorts(ports: readonly ServicePort[]): readonly FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const faults = validatePort(port, ports.length > 1, names, `spec.ports[${i}]`);
    if (port.name) names.add(port.name);
    return faults;
  });
}

function validatePort(
  port: ServicePort,
  needsName: boolean,
  names: ReadonlySet<string>,
  field: string,
): readonly FieldError[] {
  const { name, protocol, appProtocol } = port;
  const faults: FieldError[] = [];
  if (name) {
    faults.push(...dns1123Label(name).map((text) => invalid(`${field}.name`, name, text)));
    if (names.has(name)) faults.push(duplicate(`${field}.name`, name));
  } else if (needsName) faults.push(required(`${field}.name`));
  faults.push(...portNumber(port.port).map((text) => invalid(`${field}.port`, port.port, text)));
  faults.push(...validateProtocol(protocol, `${field}.protocol`));
  faults.push(...validatePortNumberOrName(port.targetPort, `${field}.targetPort`));
  if (appProtocol !== undefined) {
    faults.push(
      ...qualifiedName(appProtocol).map((text) => invalid(`${field}.appProtocol`, appProtocol, text)),
    );
  }
  return faults;
}

export function validateProtocol(protocol: string | undefined, field: string): readonly FieldError[] {
  if (!protocol) return [required(field)];
  return PROTOCOLS.includes(protocol) ? [] : [unsupported(field, protocol, PROTOCOLS)];
}

/** ValidatePortNumOrName. */
export function validatePortNumberOrName(port: IntOrString, field: string): readonly FieldError[] {
  const faults = typeof port === 'number' ? portNumber(port) : portName(port);
  return faults.map((text) => invalid(field, port, text));
}

/** Two ports may share a number only if their protocols differ; node ports likewise. */
export function validateNoDuplicates(ports: readonly ServicePort[]): readonly FieldError[] {
  return [...duplicateNodePorts(ports), ...duplicatePorts(ports)];
}

function duplicateNodePorts(ports: readonly ServicePort[]): readonly FieldError[] {
  const seen = new Set<string>();
  return ports.flatMap(({ protocol, nodePort }, i) => {
    if (!nodePort) return [];
    const key = `${protocol}/${nodePort}`;
    const faults = seen.has(key) ? [duplicate(`spec.ports[${i}].nodePort`, nodePort)] : [];
    seen.add(key);
    return faults;
  });
}

function duplicatePorts(ports: readonly ServicePort[]): readonly FieldError[] {
  const seen = new Set<string>();
  return ports.flatMap(({ protocol, port }, i) => {
    const key = `${protocol}/${port}`;
    const shown = (): string => goDumpInternal('core/v1.ServicePort', { protocol, port });
    const fault = (): FieldError => ({ ...duplicate(`spec.ports[${i}]`, undefined), shown: shown() });
    const faults = seen.has(key) ? [fault()] : [];
    seen.add(key);
    return faults;
  });
}
