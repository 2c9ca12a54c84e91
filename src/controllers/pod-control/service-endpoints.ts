import type { Pod } from '../../kinds/core/pod/kind.ts';
import type { Service } from '../../kinds/core/service/kind.ts';
import type { ServicePort } from '../../kinds/core/service/types.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import { matchesLabels } from './service-selector.ts';

/** A pod as a Service sees it. */
export interface Backing {
  readonly pod: Pod;
  readonly ip: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** Set when the pod has a DNS name of its own under this Service (P-11). */
  readonly hostname: string | undefined;
}

export interface ResolvedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly appProtocol?: string;
}

const isFinished = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';
const isPodReady = ({ status }: Pod): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;

/** The pods behind a Service, in name order, as EndpointSlices tell them (P-9). */
export function backingsOf(service: Service, pods: readonly Pod[]): readonly Backing[] {
  const always = service.spec.publishNotReadyAddresses === true;
  return pods
    .filter(
      (pod) =>
        pod.status?.podIP && !isFinished(pod) && matchesLabels(service.spec.selector, pod.metadata.labels),
    )
    .map((pod) => {
      const serving = isPodReady(pod);
      const terminating = isTerminating(pod);
      const named = pod.spec.hostname && pod.spec.subdomain === service.metadata.name;
      return {
        pod,
        ip: pod.status?.podIP ?? '',
        serving,
        terminating,
        ready: always || (serving && !terminating),
        hostname: named ? pod.spec.hostname : undefined,
      };
    });
}

/** The ports of a Service on one pod: a named target is looked up there, and a pod without it serves nothing (P-10). */
export function portsOn(service: Service, pod: Pod): readonly ResolvedPort[] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const target = targetOn(port, pod);
    if (target === undefined) return [];
    const { name = '', protocol, appProtocol } = port;
    return [{ name, port: target, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function targetOn({ targetPort, port, protocol }: ServicePort, pod: Pod): number | undefined {
  if (typeof targetPort === 'number') return targetPort === 0 ? port : targetPort;
  const containers = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ];
  for (const { ports } of containers) {
    const found = ports?.find((own) => own.name === targetPort && (own.protocol ?? 'TCP') === protocol);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

export function targetRefOf(pod: Pod) {
  const { namespace = '', name, uid } = pod.metadata;
  return { kind: 'Pod', namespace, name, uid };
}

/** The Services whose selector takes the pod. */
export function servicesOf(pod: Pod, services: readonly Service[]): readonly Ref[] {
  return services.filter((service) => matchesLabels(service.spec.selector, pod.metadata.labels)).map(refOf);
}

/** Whether anything a Service tells of a pod differs between the two. */
export function servesDifferently(before: Pod, after: Pod): boolean {
  return (
    before.status?.podIP !== after.status?.podIP ||
    isPodReady(before) !== isPodReady(after) ||
    isTerminating(before) !== isTerminating(after) ||
    isFinished(before) !== isFinished(after) ||
    before.metadata.labels !== after.metadata.labels
  );
}
