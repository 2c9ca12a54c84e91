import type { Protocol } from '../kinds/core/common-types.ts';
import type { Service } from '../kinds/core/service/kind.ts';
import type { ServicePort } from '../kinds/core/service/types.ts';
import { EndpointSlice } from '../kinds/discovery/endpointslice/kind.ts';
import type { Endpoint, EndpointSlicePort } from '../kinds/discovery/endpointslice/types.ts';
import { compareText } from '../machinery/json.ts';
import { type View, wasReady } from './view.ts';

const SERVICE_NAME = 'kubernetes.io/service-name';

/** One address behind a Service, as EndpointSlices tell of it. */
export interface Backend {
  readonly address: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** Its DNS name under a headless Service. */
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly zone?: string;
  readonly forZones: readonly string[];
  readonly forNodes: readonly string[];
  /** The pod that has the address, where it is one. */
  readonly pod?: { readonly namespace: string; readonly name: string };
}

/** A backend on the port that a port of the Service leads to. */
export interface PortBackend extends Backend {
  readonly port: number;
}

/** A set of backends with the ports they have in common. */
export interface Subset {
  readonly backends: readonly Backend[];
  readonly ports: readonly EndpointSlicePort[];
}

/** What the Service's slices hold. O(slices of the Service). */
export function subsetsOf({ metadata }: Service, view: View): readonly Subset[] {
  const slices = view.reader.list(EndpointSlice, {
    namespace: metadata.namespace ?? '',
    labels: { matchLabels: { [SERVICE_NAME]: metadata.name } },
  });
  return slices
    .filter(({ addressType }) => addressType === 'IPv4')
    .map(({ endpoints, ports }) => ({
      backends: (endpoints ?? []).flatMap((endpoint) => backendsOf(endpoint, view)),
      ports: ports ?? [],
    }));
}

/** The backends of one port of the Service, each address once, in the order kube-proxy writes its rules in. */
export function backendsOn(service: Service, port: ServicePort, view: View): readonly PortBackend[] {
  const found = new Map<string, PortBackend>();
  for (const { backends, ports } of subsetsOf(service, view)) {
    const own = ports.find((one) => isPort(one, port.name ?? '', port.protocol));
    if (own?.port === undefined) continue;
    for (const backend of backends) {
      const place = `${backend.address}:${own.port}`;
      // Of two that tell of one address the one that serves counts.
      if (found.get(place)?.ready !== true) found.set(place, { ...backend, port: own.port });
    }
  }
  return [...found.entries()].sort(([a], [b]) => compareText(a, b)).map(([, backend]) => backend);
}

const isPort = (one: EndpointSlicePort, name: string, protocol: Protocol): boolean =>
  (one.name ?? '') === name && (one.protocol ?? 'TCP') === protocol;

function backendsOf(endpoint: Endpoint, view: View): readonly Backend[] {
  const { addresses, conditions = {}, hostname, nodeName, zone, hints, targetRef } = endpoint;
  const { namespace = '', name = '' } = targetRef ?? {};
  const pod = targetRef?.kind === 'Pod' ? { namespace, name } : undefined;
  // Conditions that are not said mean that it serves (discovery.EndpointConditions).
  const { ready = true, terminating = false } = conditions;
  const was = !ready || pod === undefined || wasReady(pod, view);
  const backend = {
    ready: ready && was,
    serving: (conditions.serving ?? ready) && was,
    terminating,
    forZones: (hints?.forZones ?? []).map((each) => each.name),
    forNodes: (hints?.forNodes ?? []).map((each) => each.name),
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(zone === undefined ? {} : { zone }),
    ...(pod === undefined ? {} : { pod }),
  };
  return addresses.map((address) => ({ address, ...backend }));
}
