import { addressFaults } from '../../kinds/core/service/address-validation.ts';
import { withIpFamilies, withSyncedClusterIPs } from '../../kinds/core/service/addresses.ts';
import { needsHealthCheckPort } from '../../kinds/core/service/conditions.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import type { ServicePort, ServiceSpec } from '../../kinds/core/service/types.ts';
import { type FieldError, invalid, invalidShown } from '../../machinery/field-path.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { invalidObject } from '../../machinery/status.ts';
import type { Rng } from '../../simulation/rng.ts';
import type { Index } from '../../store/store.ts';
import type { Admission, Backend } from '../backend.ts';
import { prefixOf } from '../registry.ts';

/** 10.96.0.0/16 as in kind; the first 256 addresses are for explicit use while others are free (P-2). */
const RANGE = '10.96.0.0/16';
const LOWER_BAND = 256;
const ADDRESSES = 65_534;
/** --service-node-port-range; the first 86 ports are for explicit use while others are free (P-3). */
const PORT_FIRST = 30_000;
const PORT_LAST = 32_767;
const PORT_BAND = 86;

const INDEX = 'service-address';

/** Which addresses and node ports Services hold. */
export const serviceAddressIndex: Index = {
  name: INDEX,
  table: () => prefixOf(Service).slice(0, -1),
  words: (key, value) => {
    if (!key.startsWith(prefixOf(Service))) return [];
    const { spec } = value as Service;
    return [
      ...(spec.clusterIPs ?? []),
      ...(spec.ports ?? []).flatMap((port) => (port.nodePort ? [portWord(port, port.nodePort)] : [])),
      ...(spec.healthCheckNodePort ? [`${spec.healthCheckNodePort}/TCP`] : []),
    ];
  },
  same: (before, after) => (before as Service).spec === (after as Service).spec,
};

const portWord = (port: ServicePort, nodePort: number): string => `${nodePort}/${port.protocol}`;
const address = (index: number): string => `10.96.${index >> 8}.${index & 255}`;

/** Hands out cluster IPs and node ports, and checks those that are asked for. */
export const serviceAddresses: Admission = {
  name: 'ServiceAddresses',
  concerns: (kind) => kind.plural === Service.plural && kind.group === '',
  admit: ({ operation, object, before, dryRun }, backend) => {
    if (operation === 'delete') return object;
    const old = before as Service | undefined;
    const service = withIpFamilies(withSyncedClusterIPs(object as Service, old), old);
    const { metadata } = service;
    const rng = backend.rng.fork(
      `service ${backend.store.revision()} ${metadata.namespace}/${metadata.name ?? metadata.generateName}`,
    );
    const refused = addressFaults(service.spec, old?.spec);
    if (refused.length > 0) throw invalidObject(Service, metadata.name ?? '', refused);
    const errors: FieldError[] = [];
    const taken = takenBy(backend, service);
    const addressed = withClusterIP(service.spec, old, taken, rng, dryRun, errors);
    const opened = withNodePorts(addressed, old, taken, rng, dryRun, errors);
    const spec = withHealthCheckPort(opened, taken, rng, dryRun);
    if (errors.length > 0) throw invalidObject(Service, metadata.name ?? '', errors);
    return { ...service, spec } as KubeObject;
  },
};

type Taken = (word: string) => boolean;

function takenBy(backend: Backend, { metadata }: Service): Taken {
  return (word) =>
    backend.store
      .find(INDEX, word)
      .some(
        ({ value }) =>
          value.metadata.name !== metadata.name || value.metadata.namespace !== metadata.namespace,
      );
}

function withClusterIP(
  spec: ServiceSpec,
  before: Service | undefined,
  taken: Taken,
  rng: Rng,
  dryRun: boolean,
  errors: FieldError[],
): ServiceSpec {
  if (spec.type === 'ExternalName') return spec;
  const asked = spec.clusterIP || spec.clusterIPs?.[0];
  if (asked === 'None' || (asked && asked === before?.spec.clusterIP))
    return { ...spec, clusterIP: asked, clusterIPs: spec.clusterIPs ?? [asked] };
  if (asked) {
    const fault = addressFault(asked, taken);
    const shown = `[]string{${JSON.stringify(asked)}}`;
    if (fault !== undefined)
      errors.push(invalidShown('spec.clusterIPs', shown, `failed to allocate IP ${asked}: ${fault}`));
    return { ...spec, clusterIP: asked, clusterIPs: [asked] };
  }
  const kept =
    before?.spec.type !== 'ExternalName' && before?.spec.clusterIP ? before.spec.clusterIP : undefined;
  const drawn = kept ?? (dryRun ? undefined : freeAddress(taken, rng));
  return drawn === undefined ? spec : { ...spec, clusterIP: drawn, clusterIPs: [drawn] };
}

function addressFault(asked: string, taken: Taken): string | undefined {
  if (!/^10\.96\.\d{1,3}\.\d{1,3}$/.test(asked)) {
    return `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${RANGE}`;
  }
  return taken(asked) ? 'provided IP is already allocated' : undefined;
}

function freeAddress(taken: Taken, rng: Rng): string {
  const upper = ADDRESSES - LOWER_BAND;
  const start = rng.integer(upper);
  for (let step = 0; step < upper; step++) {
    const candidate = address(LOWER_BAND + ((start + step) % upper) + 1);
    if (!taken(candidate)) return candidate;
  }
  for (let index = 1; index <= LOWER_BAND; index++) if (!taken(address(index))) return address(index);
  return '';
}

function withNodePorts(
  spec: ServiceSpec,
  before: Service | undefined,
  taken: Taken,
  rng: Rng,
  dryRun: boolean,
  errors: FieldError[],
): ServiceSpec {
  const wants =
    spec.type === 'NodePort' ||
    (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  if (!wants)
    return before !== undefined && before.spec.type !== spec.type ? withoutNodePorts(spec, before) : spec;
  const used = new Set<string>();
  const ports = (spec.ports ?? []).map((port, index) => {
    const nodePort =
      port.nodePort || keptPort(port, before) || (dryRun ? undefined : freePort(port, used, taken, rng));
    if (nodePort === undefined) return port;
    const fault = port.nodePort ? portFault(port, port.nodePort, before, taken) : undefined;
    if (fault !== undefined) errors.push(invalid(`spec.ports[${index}].nodePort`, nodePort, fault));
    used.add(portWord(port, nodePort));
    return { ...port, nodePort };
  });
  return { ...spec, ports };
}

/** A change away from NodePort gives back the ports that the body merely carried along. */
function withoutNodePorts(spec: ServiceSpec, before: Service): ServiceSpec {
  const old = new Set((before.spec.ports ?? []).map((port) => port.nodePort));
  const ports = (spec.ports ?? []).map((port) => {
    if (!port.nodePort || !old.has(port.nodePort)) return port;
    const { nodePort: _, ...rest } = port;
    return rest;
  });
  return { ...spec, ports };
}

/** Where a load balancer asks whether a node has pods of the service (externalTrafficPolicy: Local). */
function withHealthCheckPort(spec: ServiceSpec, taken: Taken, rng: Rng, dryRun: boolean): ServiceSpec {
  if (!needsHealthCheckPort(spec) || spec.healthCheckNodePort) return spec;
  const used = new Set((spec.ports ?? []).map((port) => portWord(port, port.nodePort ?? 0)));
  const probe = { protocol: 'TCP', port: 0, targetPort: 0 } as const;
  // A dry run takes nothing, but validation asks for a number.
  return {
    ...spec,
    healthCheckNodePort: dryRun ? PORT_FIRST : freePort(probe, used, taken, rng.fork('health check')),
  };
}

function keptPort(port: ServicePort, before: Service | undefined): number | undefined {
  return before?.spec.ports?.find((old) => old.port === port.port && old.protocol === port.protocol)
    ?.nodePort;
}

function portFault(
  port: ServicePort,
  nodePort: number,
  before: Service | undefined,
  taken: Taken,
): string | undefined {
  if (before?.spec.ports?.some((old) => old.nodePort === nodePort)) return undefined;
  if (nodePort < PORT_FIRST || nodePort > PORT_LAST) {
    return `provided port is not in the valid range. The range of valid ports is ${PORT_FIRST}-${PORT_LAST}`;
  }
  return taken(portWord(port, nodePort)) ? 'provided port is already allocated' : undefined;
}

function freePort(port: ServicePort, used: ReadonlySet<string>, taken: Taken, rng: Rng): number {
  const upper = PORT_LAST - PORT_FIRST + 1 - PORT_BAND;
  const start = rng.integer(upper);
  for (let step = 0; step < upper; step++) {
    const candidate = PORT_FIRST + PORT_BAND + ((start + step) % upper);
    const word = portWord(port, candidate);
    if (!used.has(word) && !taken(word)) return candidate;
  }
  return PORT_FIRST;
}
