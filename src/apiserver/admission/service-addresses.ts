import type { IndexName } from '../../client/client.ts';
import { addressFaults } from '../../kinds/core/service/address-validation.ts';
import { withIpFamilies, withSyncedClusterIPs } from '../../kinds/core/service/addresses.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import type { ServiceSpec } from '../../kinds/core/service/types.ts';
import { IPAddress, isAllocated } from '../../kinds/networking/ipaddress/kind.ts';
import { type FieldError, invalidShown } from '../../machinery/field-path.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { invalidObject } from '../../machinery/status.ts';
import type { Rng } from '../../simulation/rng.ts';
import type { Index } from '../../store/store.ts';
import type { Admission, Backend } from '../backend.ts';
import { keyOf, prefixOf } from '../registry.ts';
import type { AddressRange } from './address-range.ts';
import { withNodePorts } from './node-ports.ts';

const INDEX = 'service-address' satisfies IndexName;

/** Which addresses and node ports Services hold: those outside of the cluster under words of their own. */
export const serviceAddressIndex: Index = {
  name: INDEX,
  table: () => prefixOf(Service).slice(0, -1),
  words: (key, value) => {
    if (!key.startsWith(prefixOf(Service))) return [];
    const { spec, status } = value as Service;
    const places = [
      ...(spec.externalIPs ?? []),
      ...(status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip),
    ];
    return [
      ...(spec.clusterIPs ?? []),
      ...(spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [String(nodePort)] : [])),
      ...(spec.healthCheckNodePort ? [String(spec.healthCheckNodePort)] : []),
      ...places.flatMap((place) => (place ? [`external/${place}`] : [])),
    ];
  },
  same: (before, after) => {
    const [was, is] = [before as Service, after as Service];
    return was.spec === is.spec && was.status === is.status;
  },
};

/** Hands out cluster IPs and node ports, and checks those that are asked for. */
export const serviceAddresses: Admission = {
  name: 'ServiceAddresses',
  concerns: (kind) => kind.plural === Service.plural && kind.group === '',
  handles: ['create', 'update'],
  admit: ({ object, before, dryRun }, backend) => {
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
    const range = backend.serviceRange;
    const addressed = withClusterIP(service.spec, old, { range, taken, rng, dryRun }, errors);
    if (errors.length > 0) throw invalidObject(Service, metadata.name ?? '', errors);
    const spec = withNodePorts(addressed, {
      name: metadata.name ?? '',
      before: old?.spec,
      taken: (port) => taken(String(port)),
      rng,
      dryRun,
    });
    return { ...service, spec } as KubeObject;
  },
};

type Taken = (word: string) => boolean;

/** What addresses are drawn from. */
interface Source {
  readonly range: AddressRange;
  readonly taken: Taken;
  readonly rng: Rng;
  readonly dryRun: boolean;
}

function takenBy(backend: Backend, { metadata }: Service): Taken {
  return (word) =>
    isReserved(backend, word) ||
    backend.store
      .find(INDEX, word)
      .some(
        ({ value }) =>
          value.metadata.name !== metadata.name || value.metadata.namespace !== metadata.namespace,
      );
}

/** Somebody keeps the address for something that is no Service. */
function isReserved({ store }: Backend, address: string): boolean {
  const found = store.get(keyOf(IPAddress, '', address))?.value as IPAddress | undefined;
  return found !== undefined && !isAllocated(found);
}

function withClusterIP(
  spec: ServiceSpec,
  before: Service | undefined,
  source: Source,
  errors: FieldError[],
): ServiceSpec {
  if (spec.type === 'ExternalName') return spec;
  const asked = spec.clusterIP || spec.clusterIPs?.[0];
  // A Service that has an address keeps it: that another one is asked for is found invalid, not allocated.
  const isSettled = before !== undefined && before.spec.type !== 'ExternalName';
  if (asked === 'None' || (asked && isSettled))
    return { ...spec, clusterIP: asked, clusterIPs: spec.clusterIPs ?? [asked] };
  if (asked) {
    const fault = addressFault(asked, source);
    const shown = `[]string{${JSON.stringify(asked)}}`;
    if (fault !== undefined)
      errors.push(invalidShown('spec.clusterIPs', shown, `failed to allocate IP ${asked}: ${fault}`));
    return { ...spec, clusterIP: asked, clusterIPs: [asked] };
  }
  const kept = isSettled ? before.spec.clusterIP : undefined;
  // A dry run shows the range's own address (Allocator.allocateNextService).
  const drawn = kept || (source.dryRun ? source.range.base : freeAddress(source));
  return { ...spec, clusterIP: drawn, clusterIPs: [drawn] };
}

function addressFault(asked: string, { range, taken, dryRun }: Source): string | undefined {
  if (!range.contains(asked)) {
    return `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${range.text}`;
  }
  // A dry run does not ask who holds an address (Allocator.allocateService).
  return !dryRun && taken(asked) ? 'provided IP is already allocated' : undefined;
}

function freeAddress({ range, taken, rng }: Source): string {
  const { size, lowerBand, at } = range;
  const upper = size - lowerBand;
  const start = rng.integer(upper);
  for (let step = 0; step < upper; step++) {
    const candidate = at(lowerBand + ((start + step) % upper) + 1);
    if (!taken(candidate)) return candidate;
  }
  for (let index = 1; index <= lowerBand; index++) if (!taken(at(index))) return at(index);
  return '';
}
