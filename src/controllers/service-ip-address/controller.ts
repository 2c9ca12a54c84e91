import type { Actor, Client } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { addressOf, IPAddress, isAllocated } from '../../kinds/networking/ipaddress/kind.ts';
import { equalJson } from '../../machinery/json.ts';

/**
 * Keeps an IPAddress for each cluster IP that Services hold, as the API server's allocator does. A ref names an address.
 * What somebody else made under such a name is left alone.
 */
export const serviceIpAddresses: Actor = {
  name: 'ipallocator-repair-controller',
  component: 'kube-apiserver',
  triggers: [
    onChange(Service, ({ type, object, before }) => {
      const now = type === 'DELETED' ? [] : clusterIPs(object);
      const was = type === 'DELETED' ? clusterIPs(object) : clusterIPs(before);
      if (equalJson(now, was)) return [];
      return [...new Set([...now, ...was])].map((name) => ({ namespace: '', name }));
    }),
    onChange(IPAddress, ({ type, object }) =>
      type === 'DELETED' ? [{ namespace: '', name: object.metadata.name }] : [],
    ),
  ],
  reconcile: (ref, { client }) => {
    const found = client.find(IPAddress, ref);
    const wanted = wantedFor(ref.name, client);
    const holds = found !== undefined && equalJson(found.spec, wanted?.spec);
    if (holds || (found !== undefined && !isAllocated(found))) return undefined;
    if (found !== undefined) client.delete(IPAddress, ref);
    if (wanted !== undefined) client.create(IPAddress, wanted);
    return undefined;
  },
};

const clusterIPs = (service: Service | undefined): readonly string[] =>
  (service?.spec.clusterIPs ?? []).filter((address) => address !== 'None');

function wantedFor(address: string, { list }: Client) {
  const [holder] = list(Service, { under: { index: 'service-address', word: address } }).filter((service) =>
    clusterIPs(service).includes(address),
  );
  return holder === undefined ? undefined : addressOf(address, holder.metadata);
}
