import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../kinds/core/endpoints/types.ts';
import { compareText } from '../../machinery/json.ts';
import { inPortOrder, inSubsetOrder } from './endpoint-order.ts';

/** Addresses by their identity, and whether each is ready: one port's. */
type Addresses = Map<string, { readonly address: EndpointAddress; ready: boolean }>;

/** A Service without ports has addresses all the same: they stand under no port. */
const NO_PORT = '';

/**
 * Subsets in the one form that upstream compares (RepackSubsets): ports with the same addresses share a subset, an
 * address that is not ready anywhere under a port is not ready there, and everything is in its order.
 */
export function repacked(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] {
  const ports = new Map<string, { readonly port?: EndpointPort; readonly addresses: Addresses }>();
  for (const { addresses = [], notReadyAddresses = [], ports: own = [] } of subsets) {
    for (const port of own.length === 0 ? [undefined] : own) {
      const key = port === undefined ? NO_PORT : portKey(port);
      const entry = ports.get(key) ?? { ...(port === undefined ? {} : { port }), addresses: new Map() };
      ports.set(key, entry);
      for (const address of addresses) add(entry.addresses, address, true);
      for (const address of notReadyAddresses) add(entry.addresses, address, false);
    }
  }
  const groups = new Map<string, { readonly ports: EndpointPort[]; readonly addresses: Addresses }>();
  for (const { port, addresses } of ports.values()) {
    const key = addressesKey(addresses);
    const group = groups.get(key) ?? { ports: [], addresses };
    groups.set(key, group);
    if (port !== undefined) group.ports.push(port);
  }
  return inSubsetOrder(
    [...groups.values()].map(({ ports: shared, addresses }) => subsetOf(shared, addresses)),
  );
}

const portKey = ({ name = '', port, protocol, appProtocol = '' }: EndpointPort): string =>
  `${port}/${protocol}/${name}/${appProtocol}`;

function add(addresses: Addresses, address: EndpointAddress, ready: boolean): void {
  const key = `${address.ip} ${address.targetRef?.uid ?? ''}`;
  const known = addresses.get(key);
  if (known === undefined) addresses.set(key, { address, ready });
  else if (!ready) known.ready = false;
}

const addressesKey = (addresses: Addresses): string =>
  [...addresses]
    .map(([key, { ready }]) => `${key} ${ready}`)
    .sort(compareText)
    .join();

function subsetOf(ports: readonly EndpointPort[], all: Addresses): EndpointSubset {
  const sorted = [...all.values()].sort((a, b) => byAddress(a.address, b.address));
  const addresses = sorted.filter(({ ready }) => ready).map(({ address }) => address);
  const notReadyAddresses = sorted.filter(({ ready }) => !ready).map(({ address }) => address);
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(notReadyAddresses.length === 0 ? {} : { notReadyAddresses }),
    ...(ports.length === 0 ? {} : { ports: inPortOrder(ports) }),
  };
}

/** By the letters of the address, then by what it is of (LessEndpointAddress). */
function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  return compareText(a.ip, b.ip) || compareText(a.targetRef?.uid ?? '', b.targetRef?.uid ?? '');
}
