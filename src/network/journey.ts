import { isFinished } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import type { Service } from '../kinds/core/service/kind.ts';
import type { ServicePort } from '../kinds/core/service/types.ts';
import type { Rng } from '../simulation/rng.ts';
import { exposedAt, nodeAt, nodePortServices, podAt, serviceAt } from './addresses.ts';
import { isAddress } from './dns/names.ts';
import { isOutsideAddress } from './dns/outside.ts';
import { addressesIn, type Lookup, lookUp, type Resolver } from './dns/resolver.ts';
import { backendsOn, type PortBackend } from './endpoints.ts';
import { chosen, type Entry, enter } from './entry.ts';
import { listenerAt } from './listening.ts';
import { type Denial, denialOf, type End } from './policies.ts';
import type { Source } from './source.ts';
import type { View } from './view.ts';

/** Where somebody wants to get to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** What happened on the way, in order. */
export type Step =
  | { readonly what: 'looked up'; readonly lookup: Lookup; readonly resolver: Resolver }
  | ({ readonly what: 'entered' } & Entry)
  | { readonly what: 'chose'; readonly entry: Entry; readonly backend: PortBackend }
  | { readonly what: 'denied'; readonly denial: Denial };

/** How it ended. */
export type Outcome =
  | {
      readonly is: 'reached';
      readonly address: string;
      readonly port: number;
      /** Absent for the API server, and for what is no pod. */
      readonly pod?: Pod;
      readonly speaks: 'http' | 'other';
    }
  | { readonly is: 'outside'; readonly address: string }
  | { readonly is: 'unknown host' | 'refused' | 'timed out'; readonly why: string };

export interface Journey {
  readonly steps: readonly Step[];
  readonly outcome: Outcome;
}

/** The way of one connection (TCP) through the cluster's network: name, Service, endpoint, policies, listener. */
export function travel(to: Destination, source: Source, view: View, chance: Rng): Journey {
  const steps: Step[] = [];
  const address = addressOf(to.host, source, view, steps);
  if (typeof address !== 'string') return { steps, outcome: address };
  if (address === '127.0.0.1')
    return source.pod === undefined
      ? { steps, outcome: refused('nothing of the cluster listens at localhost') }
      : { steps, outcome: arrive({ address, port: to.port, pod: source.pod }) };
  const outcome = connect({ host: address, port: to.port }, source, view, chance, steps);
  return { steps, outcome };
}

const refused = (why: string): Outcome => ({ is: 'refused', why });

function addressOf(host: string, source: Source, view: View, steps: Step[]): string | Outcome {
  if (isAddress(host)) return host;
  if (host === 'localhost' || host === source.pod?.metadata.name) return '127.0.0.1';
  const alias = source.pod?.spec.hostAliases?.find(({ hostnames = [] }) => hostnames.includes(host));
  if (alias?.ip !== undefined) return alias.ip;
  if (source.resolver === undefined)
    return { is: 'unknown host', why: 'names of the cluster are known inside of it only' };
  const denial = dnsDenial(source, view);
  if (denial !== undefined) {
    steps.push({ what: 'denied', denial });
    return { is: 'unknown host', why: "the cluster's DNS cannot be reached" };
  }
  const lookup = lookUp(host, 'A', source.resolver, view);
  steps.push({ what: 'looked up', lookup, resolver: source.resolver });
  const [address] = addressesIn(lookup);
  return address ?? { is: 'unknown host', why: `no such name: ${lookup.answer.code}` };
}

/** A pod that may not send to kube-dns cannot resolve anything. */
function dnsDenial(source: Source, view: View): Denial | undefined {
  const dns: End = { address: '', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
  return denialOf(source, dns, { port: 53, protocol: 'UDP' }, view);
}

function connect(to: Destination, source: Source, view: View, chance: Rng, steps: Step[]): Outcome {
  const { host: address, port } = to;
  const own = serviceAt(address, view);
  if (own !== undefined) return throughService(own, to, 'cluster IP', source, view, chance, steps);
  for (const service of exposedAt(address, view)) {
    const isExternal = service.spec.externalIPs?.includes(address) === true;
    return throughService(
      service,
      to,
      isExternal ? 'external IP' : 'load balancer',
      source,
      view,
      chance,
      steps,
    );
  }
  const node = nodeAt(address, view);
  if (node !== undefined) {
    const service = nodePortServices(port, view).find(({ spec }) =>
      spec.ports?.some((each) => each.nodePort === port && each.protocol === 'TCP'),
    );
    if (service !== undefined)
      return throughService(service, to, 'node port', { ...source, entry: node }, view, chance, steps);
    return onNode(node.metadata.name, to, view);
  }
  const pod = podAt(address, view);
  if (pod !== undefined) return toPod({ address, port, pod }, source, view, steps);
  if (isOutsideAddress(address)) return { is: 'outside', address };
  return { is: 'timed out', why: `nobody has the address ${address}` };
}

function throughService(
  service: Service,
  to: Destination,
  by: Entry['by'],
  source: Source,
  view: View,
  chance: Rng,
  steps: Step[],
): Outcome {
  const { name, namespace } = service.metadata;
  const port = portOf(service, to.port, by);
  // Addresses of Services exist in kube-proxy's rules alone: no rule, no answer.
  if (port === undefined)
    return {
      is: by === 'cluster IP' ? 'timed out' : 'refused',
      why: `service ${namespace}/${name} has no port ${to.port}`,
    };
  const entry = enter(service, port, by, backendsOn(service, port, view), source, view, chance);
  steps.push({ what: 'entered', ...entry });
  const { routing } = entry;
  if (routing.does === 'reject') return refused(`${namespace}/${name} has no endpoints`);
  if (routing.does === 'drop')
    return {
      is: 'timed out',
      why: `${namespace}/${name} has no local endpoints on ${entry.node ?? 'the node'}`,
    };
  const backend = chosen(entry, routing.among, source, chance);
  steps.push({ what: 'chose', entry, backend });
  const pod = backend.pod === undefined ? undefined : view.reader.find(Pod, backend.pod);
  const { address, port: number } = backend;
  if (pod === undefined) return { is: 'reached', address, port: number, speaks: 'http' };
  return toPod({ address, port: number, pod }, source, view, steps);
}

function portOf({ spec }: Service, port: number, by: Entry['by']): ServicePort | undefined {
  return spec.ports?.find(
    (own) => own.protocol === 'TCP' && (by === 'node port' ? own.nodePort : own.port) === port,
  );
}

interface Arrival {
  readonly address: string;
  readonly port: number;
  readonly pod: Pod;
}

function toPod(arrival: Arrival, source: Source, view: View, steps: Step[]): Outcome {
  const { pod, address, port } = arrival;
  const end: End = {
    address,
    pod,
    namespace: pod.metadata.namespace ?? '',
    labels: pod.metadata.labels ?? {},
  };
  const denial =
    source.pod?.metadata.uid === pod.metadata.uid
      ? undefined
      : denialOf(source, end, { port, protocol: 'TCP' }, view);
  if (denial === undefined) return arrive(arrival);
  steps.push({ what: 'denied', denial });
  return { is: 'timed out', why: `NetworkPolicy ${denial.policies.join(', ')} lets nothing of it through` };
}

function arrive({ address, port, pod }: Arrival): Outcome {
  const { name, namespace } = pod.metadata;
  if (!isRunning(pod)) return refused(`pod ${namespace}/${name} does not run`);
  const speaks = listenerAt(pod, port);
  if (speaks === 'nothing') return refused(`nothing in pod ${namespace}/${name} listens at port ${port}`);
  return { is: 'reached', address, port, pod, speaks };
}

const isRunning = (pod: Pod): boolean => pod.status?.phase === 'Running' && !isFinished(pod);

/** A pod in the node's own network has the node's address. */
function onNode(node: string, { host, port }: Destination, { reader }: View): Outcome {
  const pods = reader.list(Pod, { node }).filter((pod) => pod.spec.hostNetwork === true && isRunning(pod));
  const pod = pods.find((one) => listenerAt(one, port) !== 'nothing');
  const hostPort = reader.list(Pod, { node }).find((one) => isRunning(one) && opensHostPort(one, port));
  if (pod !== undefined) return arrive({ address: host, port, pod });
  if (hostPort !== undefined) return { is: 'reached', address: host, port, pod: hostPort, speaks: 'http' };
  return refused(`nothing on node ${node} listens at port ${port}, and no Service has it as its node port`);
}

const opensHostPort = ({ spec }: Pod, port: number): boolean =>
  spec.containers.some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort === port));
