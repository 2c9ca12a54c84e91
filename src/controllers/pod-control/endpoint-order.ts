import type { EndpointPort, EndpointSubset } from '../../kinds/core/endpoints/types.ts';
import type { EndpointSlicePort } from '../../kinds/discovery/endpointslice/types.ts';
import { podTemplateHashTypes } from '../../kinds/schema/hash-types.ts';
import { compileDump } from '../../machinery/hash/go-dump.ts';
import { md5 } from '../../machinery/hash/md5.ts';
import { compareText } from '../../machinery/json.ts';

/** Subsets and their ports stand in the order of the digests of their dumps: stable, and of no meaning (SortSubsets). */
export const inSubsetOrder = (subsets: readonly EndpointSubset[]): readonly EndpointSubset[] =>
  byDigest(subsets, (subset) => dumpOf('v1.EndpointSubset', subset));

export const inPortOrder = (ports: readonly EndpointPort[]): readonly EndpointPort[] =>
  byDigest(ports, (port) => dumpOf('v1.EndpointPort', port));

/** A slice's ports likewise; their fields are pointers (portsInOrder). */
export const inSlicePortOrder = (ports: readonly EndpointSlicePort[]): readonly EndpointSlicePort[] =>
  byDigest(
    ports,
    ({ name = '<nil>', protocol = '<nil>', port = '<nil>', appProtocol = '<nil>' }) =>
      `(v1.EndpointPort){Name:(*string)${name} Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port} AppProtocol:(*string)${appProtocol}}`,
  );

const dumps = new Map<string, (value: unknown) => string>();

function dumpOf(type: string, value: object): string {
  const dump = dumps.get(type) ?? compileDump(type, podTemplateHashTypes());
  dumps.set(type, dump);
  return dump(value);
}

/** Most have one port in one subset: nothing is dumped then. */
function byDigest<T>(items: readonly T[], dump: (item: T) => string): readonly T[] {
  if (items.length < 2) return items;
  return items
    .map((item) => ({ item, digest: md5(dump(item)) }))
    .sort((a, b) => compareText(a.digest, b.digest))
    .map(({ item }) => item);
}
