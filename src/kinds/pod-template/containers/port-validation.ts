import { duplicate, type FieldError, invalid, required } from '../../../machinery/field-path.ts';
import { portName, portNumber } from '../../../machinery/value-rules.ts';
import type { Container, ContainerPort } from '../../core/pod/types.ts';
import { type Faults, faultsOf, inEach, NONE, oneOf, together } from '../rules.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** validateContainerPorts. */
export function validatePorts(ports: readonly ContainerPort[] | undefined, field: string): Faults {
  const names = new Set<string>();
  return inEach(ports, field, (port, path) =>
    together(
      validateName(port.name ?? '', `${path}.name`, names),
      port.containerPort
        ? faultsOf(port.containerPort, `${path}.containerPort`, portNumber(port.containerPort))
        : [required(`${path}.containerPort`)],
      port.hostPort ? faultsOf(port.hostPort, `${path}.hostPort`, portNumber(port.hostPort)) : NONE,
      oneOf(port.protocol, PROTOCOLS, `${path}.protocol`),
    ),
  );
}

function validateName(name: string, field: string, names: Set<string>): Faults {
  if (name === '') return NONE;
  const texts = portName(name);
  if (texts.length > 0) return faultsOf(name, field, texts);
  if (names.has(name)) return [duplicate(field, name)];
  names.add(name);
  return NONE;
}

/** checkHostPortConflicts: no two containers may take one port of the node. */
export function validateHostPorts(containers: readonly Container[], field: string): Faults {
  const taken = new Set<string>();
  const faults: FieldError[] = [];
  for (const [i, { ports = [] }] of containers.entries()) {
    for (const [j, { hostPort, protocol = '', hostIP = '' }] of ports.entries()) {
      if (!hostPort) continue;
      const place = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(place)) faults.push(duplicate(`${field}[${i}].ports[${j}].hostPort`, place));
      taken.add(place);
    }
  }
  return faults;
}

/** On the node's own network a container's port is the node's port; templates may leave it out. */
export function validateHostNetworkPorts(
  containers: readonly Container[],
  field: string,
  isPod: boolean,
): Faults {
  return inEach(containers, field, ({ ports }, path) =>
    inEach(ports, `${path}.ports`, ({ hostPort = 0, containerPort }, portPath) => {
      if (hostPort === containerPort || (!isPod && hostPort === 0)) return NONE;
      return [
        invalid(`${portPath}.hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true'),
      ];
    }),
  );
}
