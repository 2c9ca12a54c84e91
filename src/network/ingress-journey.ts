import { Pod } from '../kinds/core/pod/kind.ts';
import { Service } from '../kinds/core/service/kind.ts';
import type { ServicePort } from '../kinds/core/service/types.ts';
import { classOf } from '../kinds/networking/ingress/conditions.ts';
import { IngressClass } from '../kinds/networking/ingressclass/kind.ts';
import type { Rng } from '../simulation/rng.ts';
import { backendsOn, type PortBackend } from './endpoints.ts';
import { catchAlls, type IngressMatch, ingressesFor, matchIngress, namesHost } from './ingress.ts';
import { listenerAt } from './listening.ts';
import type { View } from './view.ts';

/** A request as an Ingress controller sees it. */
export interface WebRequest {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
}

export interface IngressJourney {
  readonly match?: IngressMatch;
  /** The class, and whether there is one of the name: without it nobody serves the Ingress. */
  readonly ingressClass?: { readonly name: string; readonly isThere: boolean };
  readonly service?: Service;
  readonly port?: ServicePort;
  readonly ready?: readonly PortBackend[];
  readonly backend?: PortBackend;
  readonly outcome:
    | { readonly is: 'reached'; readonly pod?: Pod; readonly address: string; readonly port: number }
    /** The controller answers itself. */
    | { readonly is: 'answered'; readonly status: 404 | 502 | 503; readonly why: string };
}

/** Whether some Ingress names the host: then requests for it go to a controller. */
export const hasIngress = (host: string, view: View): boolean =>
  ingressesFor(host, view).some((ingress) => namesHost(ingress, host));

/** The way of a request through an Ingress controller, which picks among the ready endpoints itself. */
export function travelIngress({ host, path }: WebRequest, view: View, chance: Rng): IngressJourney {
  const match = matchIngress([...ingressesFor(host, view), ...catchAlls(view)], host, path);
  if (match === undefined)
    return { outcome: { is: 'answered', status: 404, why: `no Ingress has a rule for ${host}${path}` } };
  const known = { match, ...classFor(match, view) };
  const { namespace = '' } = match.ingress.metadata;
  const { name = '', port: asked = {} } = match.backend.service ?? {};
  const service = view.reader.find(Service, { namespace, name });
  const unavailable = (why: string) => ({ is: 'answered' as const, status: 503 as const, why });
  if (service === undefined)
    return { ...known, outcome: unavailable(`there is no service ${namespace}/${name}`) };
  const port = service.spec.ports?.find((own) =>
    asked.name ? own.name === asked.name : own.port === asked.number,
  );
  if (port === undefined)
    return {
      ...known,
      service,
      outcome: unavailable(`service ${namespace}/${name} has no port ${asked.name || asked.number}`),
    };
  const ready = backendsOn(service, port, view).filter((one) => one.ready);
  const backend = ready[chance.fork('endpoint').integer(Math.max(1, ready.length))];
  if (backend === undefined)
    return {
      ...known,
      service,
      port,
      ready,
      outcome: unavailable(`service ${namespace}/${name} has no endpoints`),
    };
  return { ...known, service, port, ready, backend, outcome: arrival(backend, view) };
}

function classFor({ ingress }: IngressMatch, { reader }: View): Pick<IngressJourney, 'ingressClass'> {
  const name = classOf(ingress);
  if (name === undefined) return {};
  const isThere = reader.find(IngressClass, { namespace: '', name }) !== undefined;
  return { ingressClass: { name, isThere } };
}

function arrival({ pod: ref, address, port }: PortBackend, { reader }: View): IngressJourney['outcome'] {
  const pod = ref === undefined ? undefined : reader.find(Pod, ref);
  if (pod !== undefined && listenerAt(pod, port) === 'nothing')
    return {
      is: 'answered',
      status: 502,
      why: `nothing in pod ${pod.metadata.namespace}/${pod.metadata.name} listens at port ${port}`,
    };
  return { is: 'reached', address, port, ...(pod === undefined ? {} : { pod }) };
}
