import { addressFaults } from '../../kinds/core/service/address-validation.ts';
import { withIpFamilies, withSyncedClusterIPs } from '../../kinds/core/service/addresses.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import type { ServiceSpec } from '../../kinds/core/service/types.ts';
import { type FieldError, invalidShown } from '../../machinery/field-path.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { invalidObject } from '../../machinery/status.ts';
import type { Rng } from '../../simulation/rng.ts';
import type { Index } from '../../store/store.ts';
import type { Admission, Backend } from '../backend.ts';
import { prefixOf } from '../registry.ts';
import { withNodePorts } from './node-ports.ts';

/** 10.96.0.0/16 as in kind; the first 256 addresses are for explicit use while others are free (P-2). */
const RANGE = '10.96.0.0/16';
const LOWER_BAND = 256;
const ADDRESSES = 65_534;
/** What a dry run shows for an address that would be drawn: the range's own (Allocator.allocateNextService). */
const DRY_RUN_ADDRESS = '10.96.0.0';

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
      ...(spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [String(nodePort)] : [])),
      ...(spec.healthCheckNodePort ? [String(spec.healthCheckNodePort)] : []),
    ];
  },
  same: (before, after) => (before as Service).spec === (after as Service).spec,
};

const address = (index: number): string => `10.96.${index >> 8}.${index & 255}`;

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
    const addressed = withClusterIP(service.spec, old, taken, rng, dryRun, errors);
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
  // A Service that has an address keeps it: that another one is asked for is found invalid, not allocated.
  const isSettled = before !== undefined && before.spec.type !== 'ExternalName';
  if (asked === 'None' || (asked && isSettled))
    return { ...spec, clusterIP: asked, clusterIPs: spec.clusterIPs ?? [asked] };
  if (asked) {
    // A dry run does not ask who holds an address (Allocator.allocateService).
    const fault = addressFault(asked, dryRun ? () => false : taken);
    const shown = `[]string{${JSON.stringify(asked)}}`;
    if (fault !== undefined)
      errors.push(invalidShown('spec.clusterIPs', shown, `failed to allocate IP ${asked}: ${fault}`));
    return { ...spec, clusterIP: asked, clusterIPs: [asked] };
  }
  const kept = isSettled ? before.spec.clusterIP : undefined;
  const drawn = kept || (dryRun ? DRY_RUN_ADDRESS : freeAddress(taken, rng));
  return { ...spec, clusterIP: drawn, clusterIPs: [drawn] };
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
