import type { Actor } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { Endpoints } from '../../kinds/core/endpoints/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { backingsOf } from '../pod-control/service-endpoints.ts';
import { podsOfServices } from '../pod-control/service-triggers.ts';
import { truncated } from './capacity.ts';
import { subsetsOf } from './subsets.ts';

const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
const HEADLESS = 'service.kubernetes.io/headless';
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

/** Keeps the Endpoints object of each Service that selects pods, for those who still read it (P-8). */
export const endpoints: Actor = {
  name: 'endpoints-controller',
  triggers: [
    itself(Service),
    onChange(Endpoints, ({ type, object }) => (type === 'DELETED' ? [refOf(object)] : [])),
    podsOfServices,
  ],
  reconcile: (ref, { client, now }) => {
    const service = client.find(Service, ref);
    const old = client.find(Endpoints, ref);
    if (service === undefined) {
      // Also those that somebody made by hand: they go with their Service.
      if (old !== undefined) client.delete(Endpoints, ref);
      return undefined;
    }
    if (Object.keys(service.spec.selector ?? {}).length === 0 || service.spec.type === 'ExternalName')
      return undefined;
    const pods = client.list(Pod, {
      namespace: ref.namespace,
      labels: { matchLabels: service.spec.selector ?? {} },
    });
    const all = subsetsOf(service, backingsOf(service, pods));
    const fitting = truncated(all);
    const subsets = fitting ?? all;
    const labels = labelsFor(service);
    const annotations = {
      [TRIGGER_TIME]: timeOf(now),
      ...(fitting === undefined ? {} : { [OVER_CAPACITY]: 'truncated' }),
    };
    if (old === undefined) {
      client.create(Endpoints, {
        metadata: { namespace: ref.namespace, name: ref.name, labels, annotations },
        ...(subsets.length === 0 ? {} : { subsets }),
      });
      return undefined;
    }
    const { [OVER_CAPACITY]: capacity, ...own } = old.metadata.annotations ?? {};
    if (
      equalJson(old.subsets ?? [], subsets) &&
      equalJson(old.metadata.labels ?? {}, labels) &&
      capacity === annotations[OVER_CAPACITY]
    )
      return undefined;
    const { subsets: _, ...rest } = old;
    client.update(Endpoints, {
      ...rest,
      metadata: { ...old.metadata, labels, annotations: { ...own, ...annotations } },
      ...(subsets.length === 0 ? {} : { subsets }),
    });
    return undefined;
  },
};

function labelsFor(service: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, ...own } = service.metadata.labels ?? {};
  const managed = { ...own, [MANAGED_BY]: 'endpoint-controller' };
  return service.spec.clusterIP === 'None' ? { ...managed, [HEADLESS]: '' } : managed;
}
