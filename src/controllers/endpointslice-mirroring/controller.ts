import type { Actor, Context } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { Endpoints } from '../../kinds/core/endpoints/kind.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { EndpointSlice } from '../../kinds/discovery/endpointslice/kind.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import { desiredSlices, MOST_ADDRESSES } from './desired.ts';
import { CONTROLLER, MANAGED_BY, planSlices, SERVICE_NAME } from './plan.ts';

const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER_ELECTION = 'control-plane.alpha.kubernetes.io/leader';

/** Mirrors Endpoints that somebody made for a Service without a selector into EndpointSlices, which are what is read. */
export const endpointSliceMirroring: Actor = {
  name: 'endpointslice-mirroring-controller',
  triggers: [
    itself(Endpoints),
    onChange(Service, ({ object, before }) =>
      hasSelector(object) && (before === undefined || hasSelector(before)) ? [] : [refOf(object)],
    ),
    onChange(EndpointSlice, ({ object, before }) => [...mirrorOf(object), ...mirrorOf(before)]),
  ],
  reconcile: (ref, context) => {
    const { client } = context;
    const service = client.find(Service, ref);
    // Nearly always none: an index tells.
    const slices = client.list(EndpointSlice, {
      namespace: ref.namespace,
      labels: { matchLabels: { [SERVICE_NAME]: ref.name, [MANAGED_BY]: CONTROLLER } },
    });
    const endpoints = client.find(Endpoints, ref);
    if (endpoints === undefined || service === undefined || hasSelector(service) || !isMirrored(endpoints)) {
      for (const slice of slices) client.delete(EndpointSlice, refOf(slice));
      return undefined;
    }
    mirror(endpoints, slices, context);
    return undefined;
  },
};

const hasSelector = ({ spec }: Service): boolean => Object.keys(spec.selector ?? {}).length > 0;

const isMirrored = ({ metadata: { labels, annotations } }: Endpoints): boolean =>
  labels?.[SKIP_MIRROR] !== 'true' && annotations?.[LEADER_ELECTION] === undefined;

/** What a slice of ours mirrors. */
function mirrorOf(slice: EndpointSlice | undefined): readonly Ref[] {
  const name = slice?.metadata.labels?.[SERVICE_NAME];
  if (slice?.metadata.labels?.[MANAGED_BY] !== CONTROLLER || !name) return [];
  return [{ namespace: slice.metadata.namespace ?? '', name }];
}

function mirror(
  endpoints: Endpoints,
  slices: readonly EndpointSlice[],
  { client, event }: Pick<Context, 'client' | 'event'>,
): void {
  const { desired, skipped } = desiredSlices(endpoints.subsets ?? []);
  if (skipped > 0)
    event(
      endpoints,
      'Warning',
      'TooManyAddressesToMirror',
      `A max of ${MOST_ADDRESSES} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`,
    );
  const plan = planSlices(endpoints, slices, desired);
  if (!isTerminating(endpoints)) for (const slice of plan.create) client.create(EndpointSlice, slice);
  for (const slice of plan.update) client.update(EndpointSlice, slice);
  for (const slice of plan.remove) client.delete(EndpointSlice, refOf(slice));
}
