import type { Actor, Context } from '../../client/client.ts';
import { controllerOf, itself } from '../../client/triggers.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { EndpointSlice } from '../../kinds/discovery/endpointslice/kind.ts';
import { equalJson } from '../../machinery/json.ts';
import { type Ref, refOf } from '../../machinery/object-meta.ts';
import { backingsOf } from '../pod-control/service-endpoints.ts';
import { podsOfServices } from '../pod-control/service-triggers.ts';
import { MANAGED_BY, SERVICE_NAME, type SliceContent, sliceContents, sliceLabels } from './slices.ts';

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
    write(service, sliceContents(service, backingsOf(service, pods)), context);
    return undefined;
  },
};

function write(service: Service, contents: readonly SliceContent[], context: Context): void {
  const { client, now } = context;
  const owned = client.list(EndpointSlice, {
    namespace: service.metadata.namespace ?? '',
    owner: service.metadata.uid,
  });
  const mine = owned.filter((slice) => slice.metadata.labels?.[MANAGED_BY] === MANAGER);
  const labels = { ...sliceLabels(service), [MANAGED_BY]: MANAGER, [SERVICE_NAME]: service.metadata.name };
  const triggered = {
    [TRIGGER_TIME]: new Date(Math.floor(now / 1000) * 1000).toISOString().replace('.000Z', 'Z'),
  };
  contents.forEach((content, index) => {
    const old = mine[index];
    if (old === undefined) {
      client.create(EndpointSlice, {
        metadata: metadataFor(service, labels, triggered),
        addressType: 'IPv4',
        ...content,
      });
      return;
    }
    const same =
      equalJson(old.endpoints ?? [], content.endpoints) &&
      equalJson(old.ports ?? [], content.ports) &&
      equalJson(old.metadata.labels, labels);
    if (same) return;
    client.update(EndpointSlice, {
      ...old,
      ...content,
      metadata: { ...old.metadata, labels, annotations: { ...old.metadata.annotations, ...triggered } },
    });
  });
  for (const extra of mine.slice(contents.length)) client.delete(EndpointSlice, refOf(extra) as Ref);
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
