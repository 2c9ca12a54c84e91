import type { Actor, Context } from '../../client/client.ts';
import { controllerOf, itself } from '../../client/triggers.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { EndpointSlice } from '../../kinds/discovery/endpointslice/kind.ts';
import type { Endpoint, EndpointSlicePort } from '../../kinds/discovery/endpointslice/types.ts';
import { timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import { backingsOf } from '../pod-control/service-endpoints.ts';
import { podsOfServices } from '../pod-control/service-triggers.ts';
import { placed } from './placement.ts';
import { type EndpointGroup, groupsOf, MANAGED_BY, portKey, SERVICE_NAME, sliceLabels } from './slices.ts';

const MANAGER = 'endpointslice-controller.k8s.io';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** Keeps the EndpointSlices of each Service that selects pods (P-8). */
export const endpointSlice: Actor = {
  name: 'endpointslice-controller',
  triggers: [itself(Service), controllerOf(EndpointSlice, Service), podsOfServices],
  reconcile: (ref, context) => {
    const service = context.client.find(Service, ref);
    if (
      service === undefined ||
      Object.keys(service.spec.selector ?? {}).length === 0 ||
      service.spec.type === 'ExternalName'
    )
      return undefined;
    const pods = context.client.list(Pod, {
      namespace: ref.namespace,
      labels: { matchLabels: service.spec.selector ?? {} },
    });
    const groups = groupsOf(service, backingsOf(service, pods), context.client);
    write(service, plan(groups, slicesOf(service, context)), context);
    return undefined;
  },
};

function slicesOf({ metadata }: Service, { client }: Context): readonly EndpointSlice[] {
  const owned = client.list(EndpointSlice, { namespace: metadata.namespace ?? '', owner: metadata.uid });
  return owned.filter((slice) => slice.metadata.labels?.[MANAGED_BY] === MANAGER);
}

/** What a slice holds. */
interface Content {
  readonly ports: readonly EndpointSlicePort[];
  readonly endpoints: readonly Endpoint[];
}

interface Plan {
  readonly created: readonly Content[];
  readonly changed: ReadonlyMap<EndpointSlice, Content>;
  readonly removed: readonly EndpointSlice[];
  /** What is only looked through for labels. */
  readonly kept: readonly EndpointSlice[];
}

const PLACEHOLDER: Content = { endpoints: [], ports: [] };

/** Slices that are not needed any more become those that are; a Service without endpoints has one empty slice. */
function plan(groups: ReadonlyMap<string, EndpointGroup>, slices: readonly EndpointSlice[]): Plan {
  const created: Content[] = [];
  const changed = new Map<EndpointSlice, Content>();
  const known = byPorts(slices);
  const removed = [...known].flatMap(([key, own]) => (groups.has(key) ? [] : own));
  for (const [key, { ports, endpoints }] of groups) {
    const placement = placed(known.get(key) ?? [], endpoints);
    created.push(...placement.created.map((some) => ({ ports, endpoints: some })));
    for (const [slice, some] of placement.changed) changed.set(slice, { ports, endpoints: some });
    removed.push(...placement.removed);
  }
  if (removed.length === slices.length && created.length === 0) {
    const empty = removed.findIndex(({ endpoints, ports }) => !endpoints?.length && !ports?.length);
    if (empty >= 0) removed.splice(empty, 1);
    else created.push(PLACEHOLDER);
  }
  while (removed.length > 0 && created.length > 0) {
    changed.set(removed.shift() as EndpointSlice, created.pop() as Content);
  }
  const gone = new Set(removed);
  const kept = slices.filter((slice) => !changed.has(slice) && !gone.has(slice));
  return { created, changed, removed, kept };
}

function byPorts(slices: readonly EndpointSlice[]): ReadonlyMap<string, readonly EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const key = portKey(slice.ports);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  return groups;
}

function write(service: Service, { created, changed, removed, kept }: Plan, { client, now }: Context): void {
  const labels = { ...sliceLabels(service), [MANAGED_BY]: MANAGER, [SERVICE_NAME]: service.metadata.name };
  const triggered = { [TRIGGER_TIME]: timeOf(now) };
  const update = (slice: EndpointSlice, content: Partial<Content>): void => {
    const annotations = { ...slice.metadata.annotations, ...triggered };
    client.update(EndpointSlice, {
      ...slice,
      ...content,
      metadata: { ...slice.metadata, labels, annotations },
    });
  };
  if (!isTerminating(service)) {
    for (const content of created)
      client.create(EndpointSlice, {
        metadata: metadataFor(service, labels, triggered),
        addressType: 'IPv4',
        ...content,
      });
  }
  for (const [slice, content] of changed) update(slice, content);
  for (const slice of kept) if (!equalJson(slice.metadata.labels, labels)) update(slice, {});
  for (const slice of removed) client.delete(EndpointSlice, refOf(slice) as Ref);
}

function metadataFor(
  service: Service,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
) {
  const { name, namespace = '', uid } = service.metadata;
  return {
    generateName: `${name}-`,
    namespace,
    labels,
    annotations,
    ownerReferences: [
      { apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true },
    ],
  };
}
