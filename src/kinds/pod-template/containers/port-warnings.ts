import type { ContainerPort } from '../../core/pod/types.ts';
import type { PlacedContainer } from './every-container.ts';

interface PlacedPort {
  readonly port: ContainerPort;
  readonly field: string;
}

/** What is said of ports that are told twice, in one container or in several. */
export function portWarnings(containers: readonly PlacedContainer[]): readonly string[] {
  const ports: readonly PlacedPort[] = containers.flatMap(({ container, field }) =>
    (container.ports ?? []).map((port, i) => ({ port, field: `${field}.ports[${i}]` })),
  );
  if (ports.length === 0) return [];
  return [...numberWarnings(ports), ...nameWarnings(ports)];
}

function numberWarnings(ports: readonly PlacedPort[]): readonly string[] {
  const seen = new Map<string, PlacedPort[]>();
  const warnings: string[] = [];
  for (const placed of ports) {
    const { port, field } = placed;
    if (port.hostIP && !port.hostPort)
      warnings.push(`${field}: hostIP set without hostPort: ${showPort(port)}`);
    const key = `${port.containerPort}/${port.protocol ?? ''}`;
    const others = seen.get(key) ?? [];
    for (const other of others) {
      const word = relation(port, other.port);
      if (word !== undefined) warnings.push(`${field}: ${word} port definition with ${other.field}`);
    }
    seen.set(key, [...others, placed]);
  }
  return warnings;
}

function relation(port: ContainerPort, other: ContainerPort): string | undefined {
  const [hostPort, otherPort] = [port.hostPort ?? 0, other.hostPort ?? 0];
  const [hostIp, otherIp] = [port.hostIP ?? '', other.hostIP ?? ''];
  if (hostIp === otherIp && hostPort === otherPort) return 'duplicate';
  if (hostPort === 0 || otherPort === 0) return 'overlapping';
  const oneOpen = (hostIp === '') !== (otherIp === '');
  return hostPort === otherPort && oneOpen ? 'dangerously ambiguous' : undefined;
}

function nameWarnings(ports: readonly PlacedPort[]): readonly string[] {
  const first = new Map<string, string>();
  return ports.flatMap(({ port: { name }, field }) => {
    if (!name) return [];
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, field);
      return [];
    }
    const users = `services and probes that select ports by name will use ${other}`;
    return [`${field}: duplicate port name ${JSON.stringify(name)} with ${other}, ${users}`];
  });
}

/** Go's %+v of the struct. */
const showPort = ({
  name = '',
  hostPort = 0,
  containerPort,
  protocol = '',
  hostIP = '',
}: ContainerPort): string =>
  `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
