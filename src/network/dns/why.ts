import { Namespace } from '../../kinds/core/namespace/kind.ts';
import { isHeadless } from '../../kinds/core/service/conditions.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { subsetsOf } from '../endpoints.ts';
import type { View } from '../view.ts';
import { CLUSTER_DOMAIN, isOutside } from './names.ts';

/** Why there is no such name, as far as the cluster's objects tell; the name is in full. */
export function whyNoName(name: string, view: View): string {
  if (!name.endsWith(`.${CLUSTER_DOMAIN}`))
    return isOutside(name) ? 'the server asked knows nothing of it' : `${name} is no name of the cluster`;
  const [branch = '', namespace = '', service, ...rest] = name
    .slice(0, -CLUSTER_DOMAIN.length - 1)
    .split('.')
    .reverse();
  if (branch !== 'svc' && branch !== 'pod')
    return `names of Services end in .svc.${CLUSTER_DOMAIN}, those of pods in .pod.${CLUSTER_DOMAIN}`;
  if (view.reader.find(Namespace, { namespace: '', name: namespace }) === undefined)
    return `there is no namespace ${namespace}`;
  if (branch === 'pod' || service === undefined) return 'pods are named by their addresses: 10-244-1-2';
  const found = view.reader.find(Service, { namespace, name: service });
  if (found === undefined) return `there is no service ${namespace}/${service}`;
  return ofService(found, rest, view);
}

function ofService(service: Service, rest: readonly string[], view: View): string {
  const { namespace, name } = service.metadata;
  const backends = subsetsOf(service, view).flatMap((subset) => subset.backends);
  const [label] = rest;
  const own =
    label === undefined ? undefined : backends.find(({ hostname, pod }) => (hostname ?? pod?.name) === label);
  if (label?.startsWith('_')) return `service ${namespace}/${name} has no port of this name and protocol`;
  if (own !== undefined && own.hostname === undefined)
    return `pod ${namespace}/${label} has no name of its own: its hostname and subdomain (${name}) would give it one`;
  if (own !== undefined) return `pod ${namespace}/${label} is not ready`;
  if (label !== undefined) return `service ${namespace}/${name} has no endpoint of the name ${label}`;
  if (!isHeadless(service.spec)) return `service ${namespace}/${name} has no such port`;
  return backends.length === 0
    ? `service ${namespace}/${name} is headless and has no endpoints`
    : `service ${namespace}/${name} is headless and none of its ${backends.length} endpoints is ready`;
}
