import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { ipWarnings } from '../../validation/addresses.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type EndpointSlice = types.EndpointSlice;
export const EndpointSlice = defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  scope: 'Namespaced',
  defaults,
  prepareForCreate: withoutDroppedFields,
  prepareForUpdate: withoutDroppedFields,
  raisesGeneration,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns,
});

/** SetDefaults_EndpointPort. */
function defaults(slice: EndpointSlice): EndpointSlice {
  if (!slice.ports) return slice;
  const ports = slice.ports.map((port) => ({
    ...port,
    name: port.name ?? '',
    protocol: port.protocol ?? 'TCP',
  }));
  return { ...slice, ports };
}

/** deprecatedTopology cannot be written through v1, and node hints are behind a gate that is off. */
function withoutDroppedFields(slice: EndpointSlice): EndpointSlice {
  const endpoints = slice.endpoints?.map(({ deprecatedTopology: _, ...endpoint }) => {
    if (endpoint.hints?.forNodes === undefined) return endpoint;
    const { forNodes: __, ...hints } = endpoint.hints;
    return { ...endpoint, hints };
  });
  return endpoints === undefined ? slice : { ...slice, endpoints };
}

/** Everything counts but metadata, and of that the labels. */
function raisesGeneration(slice: EndpointSlice, before: EndpointSlice): boolean {
  const { metadata, ...content } = slice;
  const { metadata: old, ...oldContent } = before;
  return !equalJson(content, oldContent) || !equalJson(metadata.labels ?? {}, old.labels ?? {});
}

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

function warnings(
  { metadata, addressType, endpoints }: EndpointSlice,
  before?: EndpointSlice,
): readonly string[] {
  const named = addressType === 'FQDN' && before === undefined;
  const trusted = CONTROLLERS.includes(metadata.labels?.[MANAGED_BY] ?? '');
  const addresses = trusted
    ? []
    : (endpoints ?? []).flatMap((endpoint, i) =>
        (endpoint.addresses ?? []).flatMap((address, j) =>
          ipWarnings(address, `endpoints[${i}].addresses[${j}]`),
        ),
      );
  return [...(named ? ['spec.addressType: FQDN endpoints are deprecated'] : []), ...addresses];
}
