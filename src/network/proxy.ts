import type { ServiceSpec } from '../kinds/core/service/types.ts';
import type { PortBackend } from './endpoints.ts';

/** Where kube-proxy works: each node has its own rules. */
export interface Place {
  readonly node?: string;
  readonly zone?: string;
}

/** How a packet meets a Service: at its cluster IP, or at an address that it has outside. */
export type Way = 'internal' | 'external';

/** What a node's rules do with a packet for a Service. */
export type Routing =
  | {
      readonly does: 'forward';
      /** One of them gets it. */
      readonly among: readonly PortBackend[];
      readonly policy: 'Cluster' | 'Local';
      /** Only endpoints that are hinted for the node, or its zone, are taken. */
      readonly hints?: 'PreferSameNode' | 'PreferSameZone';
      /** Nobody is ready: those that are ending and still serve are taken. */
      readonly isTerminating: boolean;
    }
  /** No endpoint anywhere: who asks is told at once. */
  | { readonly does: 'reject' }
  /** No endpoint on the node, and others may not be taken: the packet is lost. */
  | { readonly does: 'drop' };

/** What kube-proxy on a node does with a packet (CategorizeEndpoints, and the filter rules beside it). */
export function route(
  spec: ServiceSpec,
  backends: readonly PortBackend[],
  way: Way,
  place: Place,
  from: 'cluster' | 'outside',
): Routing {
  const isAnywhere = backends.some((one) => one.ready || isFading(one));
  if (!isAnywhere) return { does: 'reject' };
  const policy = way === 'internal' ? spec.internalTrafficPolicy : spec.externalTrafficPolicy;
  // What comes from within the cluster takes the short way, whatever holds for the outside.
  if (policy !== 'Local' || (way === 'external' && from === 'cluster'))
    return throughCluster(backends, place);
  const local = backends.filter(({ nodeName }) => nodeName !== undefined && nodeName === place.node);
  const among = serving(local);
  if (among.length === 0) return { does: 'drop' };
  return { does: 'forward', among, policy: 'Local', isTerminating: !among.some(({ ready }) => ready) };
}

function throughCluster(backends: readonly PortBackend[], place: Place): Routing {
  const ready = backends.filter((one) => one.ready);
  if (ready.length === 0)
    return { does: 'forward', among: backends.filter(isFading), policy: 'Cluster', isTerminating: true };
  const hints = hintsFor(ready, place);
  const among = hints === undefined ? ready : ready.filter((one) => isHinted(one, hints, place));
  return {
    does: 'forward',
    among,
    policy: 'Cluster',
    isTerminating: false,
    ...(hints === undefined ? {} : { hints }),
  };
}

const isFading = ({ ready, serving: serves, terminating }: PortBackend): boolean =>
  !ready && serves && terminating;

function serving(backends: readonly PortBackend[]): readonly PortBackend[] {
  const ready = backends.filter((one) => one.ready);
  return ready.length > 0 ? ready : backends.filter(isFading);
}

/** Hints count where every endpoint has one and some are for the place (topologyModeFromHints). */
function hintsFor(
  ready: readonly PortBackend[],
  place: Place,
): 'PreferSameNode' | 'PreferSameZone' | undefined {
  // By default in 1.33 only zones are looked at: PreferSameTrafficDistribution is alpha.
  const areHinted = ready.every(({ forZones }) => forZones.length > 0);
  return areHinted && ready.some((one) => isHinted(one, 'PreferSameZone', place))
    ? 'PreferSameZone'
    : undefined;
}

function isHinted(
  { forZones, forNodes }: PortBackend,
  hints: 'PreferSameNode' | 'PreferSameZone',
  { node = '', zone = '' }: Place,
): boolean {
  return hints === 'PreferSameNode' ? forNodes.includes(node) : forZones.includes(zone);
}
