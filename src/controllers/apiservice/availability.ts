import type { Actor, Client, Reader, Trigger } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { APIService } from '../../kinds/apiregistration/apiservice/kind.ts';
import type { APIServiceSpec } from '../../kinds/apiregistration/apiservice/types.ts';
import { Endpoints } from '../../kinds/core/endpoints/kind.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { timeOf } from '../../machinery/instant.ts';
import { type Ref, refOf } from '../../machinery/object-meta.ts';

/** Says of an APIService that is served elsewhere whether it can be reached. */
export const apiServiceAvailability: Actor = {
  name: 'available-controller',
  component: 'kube-apiserver',
  triggers: [itself(APIService), ...[Service, Endpoints].map(reachedBy)],
  reconcile: (ref, { client, now }) => {
    const apiService = client.find(APIService, ref);
    const reference = apiService?.spec?.service;
    if (apiService === undefined || reference === undefined) return undefined;
    const { reason, message } = whyNot(apiService.spec ?? {}, reference, client);
    const before = apiService.status?.conditions?.find(({ type }) => type === 'Available');
    if (before?.reason === reason && before.message === message) return undefined;
    const lastTransitionTime = before?.status === 'False' ? before.lastTransitionTime : undefined;
    const condition = {
      type: 'Available',
      status: 'False',
      lastTransitionTime: lastTransitionTime ?? timeOf(now),
      reason,
      message,
    };
    const others = (apiService.status?.conditions ?? []).filter(({ type }) => type !== 'Available');
    client.updateStatus(APIService, { ...apiService, status: { conditions: [...others, condition] } });
    return undefined;
  },
};

function reachedBy(kind: typeof Service | typeof Endpoints): Trigger {
  return onChange(kind as typeof Service, ({ object }, reader) => usersOf(refOf(object), reader));
}

const usersOf = ({ namespace, name }: Ref, reader: Reader): readonly Ref[] =>
  reader
    .list(APIService)
    .filter(({ spec }) => spec?.service?.name === name && spec.service.namespace === namespace)
    .map(refOf);

type Reference = NonNullable<APIServiceSpec['service']>;

/** The first check that fails. The last one always does: there is no program behind the address. */
function whyNot(
  { group, version }: APIServiceSpec,
  { name = '', namespace = '', port = 443 }: Reference,
  client: Client,
): { readonly reason: string; readonly message: string } {
  const words = `service/${name} in ${JSON.stringify(namespace)}`;
  const service = client.find(Service, { namespace, name });
  if (service === undefined) return { reason: 'ServiceNotFound', message: `${words} is not present` };
  const found = service.spec.ports?.find((one) => one.port === port);
  if (found === undefined)
    return { reason: 'ServicePortError', message: `${words} is not listening on port ${port}` };
  const endpoints = client.find(Endpoints, { namespace, name });
  if (endpoints === undefined)
    return { reason: 'EndpointsNotFound', message: `cannot find endpoints for ${words}` };
  const portName = found.name ?? '';
  const subset = endpoints.subsets?.find(
    ({ addresses = [], ports = [] }) =>
      addresses.length > 0 && ports.some((one) => (one.name ?? '') === portName),
  );
  if (subset === undefined) {
    const message = `endpoints for ${words} have no addresses with port name ${JSON.stringify(portName)}`;
    return { reason: 'MissingEndpoints', message };
  }
  const target = subset.ports?.find((one) => (one.name ?? '') === portName)?.port ?? port;
  const address = `${subset.addresses?.[0]?.ip}:${target}`;
  const url = `https://${address}/apis/${group}/${version}`;
  const message = `failing or missing response from ${url}: Get ${JSON.stringify(url)}: dial tcp ${address}: connect: connection refused`;
  return { reason: 'FailedDiscoveryCheck', message };
}
