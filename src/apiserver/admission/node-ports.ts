import { needsHealthCheckPort, needsNodePort } from '../../kinds/core/service/conditions.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import type { ServicePort, ServiceSpec } from '../../kinds/core/service/types.ts';
import { invalid } from '../../machinery/field-path.ts';
import { failure, invalidObject } from '../../machinery/status.ts';
import type { Rng } from '../../simulation/rng.ts';

/** --service-node-port-range; the first 86 ports are for explicit use while others are free (P-3). */
const PORT_FIRST = 30_000;
const PORT_LAST = 32_767;
const PORT_BAND = 86;
/** A dry run makes up numbers behind this one (PortAllocationOperation.AllocateNext). */
const DRY_RUN_LAST = 32_768;

export interface Allocation {
  readonly name: string;
  readonly before: ServiceSpec | undefined;
  readonly taken: (port: number) => boolean;
  readonly rng: Rng;
  readonly dryRun: boolean;
}

/** The ports that one request takes. */
interface Ports {
  /** Why the port cannot be had; undefined when it was taken. */
  take(port: number): string | undefined;
  next(): number;
}

/** The spec with a port of every node for each port that is to have one, and for the load balancer's health checks. */
export function withNodePorts(spec: ServiceSpec, allocation: Allocation): ServiceSpec {
  const ports = allocation.dryRun ? imaginedPorts(allocation) : freePorts(allocation);
  const { before } = allocation;
  const opens = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const opened = opens
    ? before === undefined
      ? created(spec, ports, allocation)
      : updated(spec, before, ports, allocation)
    : spec;
  return withHealthCheckPort(opened, ports, before);
}

function freePorts({ taken, rng }: Allocation): Ports {
  const own = new Set<number>();
  const isFree = (port: number): boolean => !own.has(port) && !taken(port);
  return {
    take: (port) => {
      if (port < PORT_FIRST || port > PORT_LAST) {
        return `provided port is not in the valid range. The range of valid ports is ${PORT_FIRST}-${PORT_LAST}`;
      }
      if (!isFree(port)) return 'provided port is already allocated';
      own.add(port);
      return undefined;
    },
    next: () => {
      const port = drawn(isFree, rng);
      own.add(port);
      return port;
    },
  };
}

function drawn(isFree: (port: number) => boolean, rng: Rng): number {
  const upper = PORT_LAST - PORT_FIRST + 1 - PORT_BAND;
  const start = rng.integer(upper);
  for (let step = 0; step < upper; step++) {
    const port = PORT_FIRST + PORT_BAND + ((start + step) % upper);
    if (isFree(port)) return port;
  }
  for (let port = PORT_FIRST; port < PORT_FIRST + PORT_BAND; port++) if (isFree(port)) return port;
  throw failure(
    500,
    'InternalError',
    'Internal error occurred: failed to allocate a nodePort: range is full',
  );
}

/** A dry run looks whether a given port is free, and makes up the others. */
function imaginedPorts({ taken }: Allocation): Ports {
  const own: number[] = [];
  return {
    take: (port) => {
      if (own.includes(port) || taken(port)) return 'provided port is already allocated';
      own.push(port);
      return undefined;
    },
    next: () => {
      const port = (own.length === 0 ? DRY_RUN_LAST : Math.max(...own)) + 1;
      own.push(port);
      return port;
    },
  };
}

/** initNodePorts: one number for TCP and UDP of the same port. */
function created(spec: ServiceSpec, ports: Ports, { name }: Allocation): ServiceSpec {
  const given = new Map<number, number>();
  const next = (spec.ports ?? []).map((port, index) => {
    if (!port.nodePort && !needsNodePort(spec)) return port;
    const shared = given.get(port.port);
    if (shared === undefined) {
      const asked = spec.ports?.find((other) => other.port === port.port && other.nodePort)?.nodePort;
      if (asked) taken(ports, asked, index, name);
      const nodePort = asked || ports.next();
      given.set(port.port, nodePort);
      return { ...port, nodePort };
    }
    if (!port.nodePort) return { ...port, nodePort: shared };
    if (port.nodePort !== shared) taken(ports, port.nodePort, index, name);
    return port;
  });
  return spec.ports === undefined ? spec : { ...spec, ports: next };
}

function updated(spec: ServiceSpec, before: ServiceSpec, ports: Ports, { name }: Allocation): ServiceSpec {
  const old = new Set(before.ports?.map(({ nodePort }) => nodePort));
  const asked = new Set<number>();
  const next = (spec.ports ?? []).map((port, index): ServicePort => {
    if (!port.nodePort) return needsNodePort(spec) ? { ...port, nodePort: ports.next() } : port;
    if (!old.has(port.nodePort) && !asked.has(port.nodePort)) taken(ports, port.nodePort, index, name);
    asked.add(port.nodePort);
    return port;
  });
  return spec.ports === undefined ? spec : { ...spec, ports: next };
}

function taken(ports: Ports, port: number, index: number, name: string): void {
  const fault = ports.take(port);
  if (fault !== undefined)
    throw invalidObject(Service, name, [invalid(`spec.ports[${index}].nodePort`, port, fault)]);
}

/** Where a load balancer asks whether a node has pods of the service (externalTrafficPolicy: Local). */
function withHealthCheckPort(spec: ServiceSpec, ports: Ports, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsHealthCheckPort(spec) || (before !== undefined && needsHealthCheckPort(before))) return spec;
  const asked = spec.healthCheckNodePort;
  if (!asked) return { ...spec, healthCheckNodePort: ports.next() };
  const fault = ports.take(asked);
  if (fault === undefined) return spec;
  const why = `failed to allocate requested HealthCheck NodePort ${asked}: ${fault}`;
  throw failure(500, 'InternalError', `Internal error occurred: ${why}`);
}
