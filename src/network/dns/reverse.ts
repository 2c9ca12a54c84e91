import { Service } from '../../kinds/core/service/kind.ts';
import { podAt, serviceAt } from '../addresses.ts';
import { subsetsOf } from '../endpoints.ts';
import type { View } from '../view.ts';
import { CLUSTER_DOMAIN, DNS_ADDRESS, DNS_SERVICE } from './names.ts';

/** The names an address has: its Service's, or the one its pod has under a headless Service; other pods have none. */
export function reverseNames(address: string, view: View): readonly string[] {
  if (address === DNS_ADDRESS) return [DNS_SERVICE];
  const service = serviceAt(address, view);
  if (service !== undefined) return [nameOf(service)];
  const pod = podAt(address, view);
  if (pod?.spec.subdomain === undefined) return [];
  const { namespace = '' } = pod.metadata;
  const above = view.reader.find(Service, { namespace, name: pod.spec.subdomain });
  if (above === undefined) return [];
  const backends = subsetsOf(above, view).flatMap((subset) => subset.backends);
  const own = backends.find((backend) => backend.address === address && backend.ready);
  return own?.hostname === undefined ? [] : [`${own.hostname}.${nameOf(above)}`];
}

const nameOf = ({ metadata }: Service): string =>
  `${metadata.name}.${metadata.namespace}.svc.${CLUSTER_DOMAIN}`;
