import type { Endpoints } from '../../kinds/core/endpoints/kind.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpointslice/kind.ts';
import type { Endpoint } from '../../kinds/discovery/endpointslice/types.ts';
import { equalJson } from '../../machinery/json.ts';
import type { Draft } from '../../machinery/object-meta.ts';
import type { DesiredSlice } from './desired.ts';

export const CONTROLLER = 'endpointslicemirroring-controller.k8s.io';
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const SERVICE_NAME = 'kubernetes.io/service-name';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface SlicePlan {
  readonly create: readonly Draft<EndpointSlice>[];
  readonly update: readonly EndpointSlice[];
  readonly remove: readonly EndpointSlice[];
}

/**
 * One slice for each that is desired. One of the same ports and family is kept or brought up to date; what would be
 * taken away is used again before a new one is made (reconcileByPortMapping, recycleSlices).
 */
export function planSlices(
  endpoints: Endpoints,
  existing: readonly EndpointSlice[],
  desired: readonly DesiredSlice[],
): SlicePlan {
  const update: EndpointSlice[] = [];
  const missing: DesiredSlice[] = [];
  const spare = new Set(existing);
  for (const wanted of desired) {
    const found = existing.find((slice) => spare.has(slice) && servesAs(slice, wanted));
    if (found === undefined) missing.push(wanted);
    else {
      spare.delete(found);
      if (!isCurrent(found, endpoints, wanted)) update.push(renewed(found, endpoints, wanted));
    }
  }
  const create = missing.filter((wanted) => {
    const recycled = [...spare].find(({ addressType }) => addressType === wanted.addressType);
    if (recycled === undefined) return true;
    spare.delete(recycled);
    update.push(renewed(recycled, endpoints, wanted));
    return false;
  });
  return { create: create.map((wanted) => draftOf(endpoints, wanted)), update, remove: [...spare] };
}

const servesAs = ({ addressType, ports }: EndpointSlice, wanted: DesiredSlice): boolean =>
  addressType === wanted.addressType && equalJson(ports ?? [], wanted.ports);

function isCurrent(slice: EndpointSlice, endpoints: Endpoints, { endpoints: wanted }: DesiredSlice): boolean {
  const { labels, annotations, ownerReferences } = metadataFor(endpoints);
  return (
    equalJson((slice.endpoints ?? []).map(identity).sort(), wanted.map(identity).sort()) &&
    equalJson(slice.metadata.labels ?? {}, labels) &&
    equalJson(slice.metadata.annotations ?? {}, annotations) &&
    slice.metadata.ownerReferences?.some(({ uid }) => uid === ownerReferences[0]?.uid) === true
  );
}

/** The order of a slice's endpoints tells nothing. */
const identity = ({ addresses, conditions, hostname, nodeName, targetRef }: Endpoint): string =>
  JSON.stringify([addresses, conditions?.ready, hostname, nodeName, targetRef?.kind, targetRef?.uid]);

const renewed = (slice: EndpointSlice, endpoints: Endpoints, wanted: DesiredSlice): EndpointSlice => ({
  ...slice,
  ...wanted,
  metadata: { ...slice.metadata, ...metadataFor(endpoints) },
});

const draftOf = (endpoints: Endpoints, wanted: DesiredSlice): Draft<EndpointSlice> => ({
  ...wanted,
  metadata: {
    generateName: `${endpoints.metadata.name}-`,
    namespace: endpoints.metadata.namespace ?? '',
    ...metadataFor(endpoints),
  },
});

/** Labels and annotations are mirrored too, apart from what is about the Endpoints object itself. */
function metadataFor({ metadata }: Endpoints) {
  const { name, uid } = metadata;
  const { [TRIGGER_TIME]: _, [LAST_APPLIED]: __, ...annotations } = metadata.annotations ?? {};
  const owner = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  return {
    labels: { ...metadata.labels, [SERVICE_NAME]: name, [MANAGED_BY]: CONTROLLER },
    annotations,
    ownerReferences: [owner],
  };
}
