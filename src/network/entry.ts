import { isReady } from '../kinds/core/node/conditions.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { Service } from '../kinds/core/service/kind.ts';
import type { ServicePort } from '../kinds/core/service/types.ts';
import { createRng, type Rng } from '../simulation/rng.ts';
import { contains } from './addresses.ts';
import { chainsOf } from './chains.ts';
import type { PortBackend } from './endpoints.ts';
import { type Place, type Routing, route } from './proxy.ts';
import type { Source } from './source.ts';
import type { View } from './view.ts';

const ZONE = 'topology.kubernetes.io/zone';

/** A packet at a Service: by which of its addresses, on which node, and what the rules there make of it. */
export interface Entry {
  readonly service: Service;
  readonly port: ServicePort;
  readonly by: 'cluster IP' | 'node port' | 'load balancer' | 'external IP';
  readonly node: string | undefined;
  /** The chains of the nat table that it goes through. */
  readonly chains: readonly string[];
  readonly routing: Routing;
  readonly backends: readonly PortBackend[];
}

export function enter(
  service: Service,
  port: ServicePort,
  by: Entry['by'],
  backends: readonly PortBackend[],
  source: Source,
  view: View,
  chance: Rng,
): Entry {
  const isDirect = source.entry !== undefined && (source.from === 'cluster' || by === 'node port');
  const node = isDirect ? source.entry : balanced(service, backends, view, chance);
  const { name } = node?.metadata ?? {};
  const zone = node?.metadata.labels?.[ZONE];
  const place: Place = {
    ...(name === undefined ? {} : { node: name }),
    ...(zone === undefined ? {} : { zone }),
  };
  const way = by === 'cluster IP' ? 'internal' : 'external';
  const isKeptOut = by === 'load balancer' && !isLetIn(service, source);
  const routing: Routing = isKeptOut
    ? { does: 'drop' }
    : route(service.spec, backends, way, place, source.from);
  const chains = chainsOf(service, port);
  const last = routing.does === 'forward' && routing.policy === 'Local' ? chains.local : chains.cluster;
  return {
    service,
    port,
    by,
    node: name,
    chains: routing.does !== 'forward' ? [] : way === 'internal' ? [last] : [chains.external, last],
    routing,
    backends,
  };
}

/** Control planes take no traffic from outside, as kubeadm labels them. */
const isLeftOut = ({ metadata }: Node): boolean =>
  LEFT_OUT.some((label) => metadata.labels?.[label] !== undefined);

const LEFT_OUT = [
  'node.kubernetes.io/exclude-from-external-load-balancers',
  'node-role.kubernetes.io/control-plane',
];

/** The node that a load balancer sends to: any that is ready; under `Local` one that says that it has endpoints. */
function balanced(
  { spec }: Service,
  backends: readonly PortBackend[],
  { reader }: View,
  chance: Rng,
): Node | undefined {
  const nodes = reader.list(Node).filter((one) => isReady(one) && !isLeftOut(one));
  const holds = new Set(backends.filter(({ ready }) => ready).map(({ nodeName }) => nodeName));
  const healthy =
    spec.externalTrafficPolicy === 'Local' ? nodes.filter(({ metadata }) => holds.has(metadata.name)) : nodes;
  const candidates = healthy.length > 0 ? healthy : nodes;
  return candidates[chance.fork('balancer').integer(candidates.length)];
}

function isLetIn({ spec }: Service, { address, from }: Source): boolean {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  return ranges.length === 0 || from === 'cluster' || ranges.some((range) => contains(range, address));
}

/** By chance, each as likely; with session affinity always the same for one client, as long as it is there. */
export function chosen(
  { service, port }: Entry,
  among: readonly PortBackend[],
  source: Source,
  chance: Rng,
): PortBackend {
  if (service.spec.sessionAffinity !== 'ClientIP')
    return among[chance.fork('endpoint').integer(among.length)] as PortBackend;
  const label = `${service.metadata.uid} ${port.port} ${source.address}`;
  const liking = (one: PortBackend): number => createRng(0).fork(`${label} ${one.address}`).fraction();
  // Whoever comes or goes changes nothing for those who are with somebody else.
  return among.reduce((best, one) => (liking(one) > liking(best) ? one : best));
}
