import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { itself } from '../../client/triggers.ts';
import { isReady } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { fnv32a } from '../../machinery/hash.ts';
import { after, type Instant, milliseconds } from '../../machinery/instant.ts';
import { isTerminating, refOf } from '../../machinery/object-meta.ts';
import { freeAddress } from './addresses.ts';
import { cloudCame, hasCloud } from './presence.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
/** How long a cloud takes to make or change a load balancer. */
const SHORTEST = 2000;
const LONGEST = 8000;

/** What the cloud was last asked for, and when it is done. */
interface Row {
  readonly uid: string;
  readonly wish: number;
  readonly due?: Instant;
}

/** cloud-controller-manager's service controller: load balancers for Services (P-7). Without a cloud nobody makes any. */
export function loadBalancer({ isInstant }: { readonly isInstant: boolean }): Actor {
  return {
    name: 'service-controller',
    component: 'cloud-controller-manager',
    triggers: [itself(Service), cloudCame((reader) => reader.list(Service).filter(isWanted).map(refOf))],
    reconcile: (ref, context) => {
      const { client, memory } = context;
      const row = `service/${ref.namespace}/${ref.name}`;
      const service = client.find(Service, ref);
      const stored = memory.get(row) as Row | undefined;
      if (service === undefined || !(isWanted(service) || isHeld(service)) || !hasCloud(client)) {
        if (stored !== undefined) memory.set(row, undefined);
        return undefined;
      }
      if (!isWanted(service) || isTerminating(service)) {
        if (isHeld(service)) release(service, context);
        memory.set(row, undefined);
        return undefined;
      }
      const known = stored?.uid === service.metadata.uid ? stored : undefined;
      return ensure(service, known, isInstant, row, context);
    },
  };
}

/** Those of a class are somebody else's. */
const isWanted = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined;

const isHeld = ({ metadata }: Service): boolean => metadata.finalizers?.includes(FINALIZER) === true;

function ensure(
  service: Service,
  known: Row | undefined,
  isInstant: boolean,
  row: string,
  { client, memory, now, rng, event }: Context,
): LookAgain | undefined {
  const { uid } = service.metadata;
  const wish = wishOf(service);
  let due = known?.due;
  let held = service;
  if (known?.wish !== wish) {
    event(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    held = withFinalizer(service);
    if (held !== service) held = client.update(Service, held);
    if (!client.list(Node).some(isReady))
      event(service, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
    const length = SHORTEST + rng.fork(`${uid}/${wish}`).integer(LONGEST - SHORTEST);
    due = isInstant ? now : after(now, milliseconds(length));
  } else if (due === undefined) return undefined;
  if (due !== undefined && due > now) {
    memory.set(row, { uid, wish, due } satisfies Row);
    return { at: due, because: 'progress' };
  }
  memory.set(row, { uid, wish } satisfies Row);
  const given = held.status?.loadBalancer?.ingress?.[0]?.ip;
  const ip = held.spec.loadBalancerIP || given || freeAddress(client, rng.fork(uid));
  if (ip === undefined) {
    event(
      held,
      'Warning',
      'SyncLoadBalancerFailed',
      'Error syncing load balancer: failed to ensure load balancer: no address left',
    );
    return undefined;
  }
  event(held, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
  const ingress = [{ ip, ipMode: 'VIP' as const }];
  client.updateStatus(Service, { ...held, status: { ...held.status, loadBalancer: { ingress } } });
  return undefined;
}

/** What a load balancer is made of: another one of these, and the cloud is asked again (needsUpdate). */
function wishOf({ metadata, spec }: Service): number {
  const { ports, sessionAffinity, sessionAffinityConfig, loadBalancerIP, loadBalancerSourceRanges } = spec;
  const { externalIPs, externalTrafficPolicy, healthCheckNodePort, ipFamilies } = spec;
  const parts = [
    [ports, sessionAffinity, sessionAffinityConfig, loadBalancerIP, loadBalancerSourceRanges],
    [externalIPs, externalTrafficPolicy, healthCheckNodePort, ipFamilies?.length, metadata.annotations],
  ];
  return fnv32a(JSON.stringify(parts));
}

function withFinalizer(service: Service): Service {
  if (isHeld(service)) return service;
  const { metadata } = service;
  return { ...service, metadata: { ...metadata, finalizers: [...(metadata.finalizers ?? []), FINALIZER] } };
}

function release(service: Service, { client, event }: Context): void {
  event(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
  const { finalizers = [], ...metadata } = service.metadata;
  const left = finalizers.filter((finalizer) => finalizer !== FINALIZER);
  client.update(Service, {
    ...service,
    metadata: { ...metadata, ...(left.length === 0 ? {} : { finalizers: left }) },
  });
  event(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
}
