import type { Reader } from '../client/client.ts';
import { Pod as PodKind } from '../kinds/core/pod/kind.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { Service } from '../kinds/core/service/kind.ts';
import { instantOf } from '../machinery/instant.ts';
import { imageOf } from './images/index.ts';

const DOMAIN = 'cluster.local';

/** What cluster DNS answers to a pod: Services, and pods behind a headless one, by short and by full names. */
export function lookUpName(
  name: string,
  pod: Pod,
  now: number,
  reader: Reader,
): { readonly name: string; readonly address: string } | undefined {
  const parts = name.replace(/\.$/, '').split('.');
  const bare = parts.slice(-2).join('.') === DOMAIN ? parts.slice(0, -2) : parts;
  const short = bare.at(-1) === 'svc' ? bare.slice(0, -1) : bare;
  const own = pod.metadata.namespace ?? 'default';
  const service = find(short[0] ?? '', short[1] ?? own, now, reader);
  if (service !== undefined && short.length <= 2) {
    const full = `${service.metadata.name}.${service.metadata.namespace}.svc.${DOMAIN}`;
    const { clusterIP = '' } = service.spec;
    const address = clusterIP === 'None' ? podsBehind(service, reader)[0]?.status?.podIP : clusterIP;
    return address ? { name: full, address } : undefined;
  }
  const headless = find(short[1] ?? '', short[2] ?? own, now, reader);
  const backing =
    headless === undefined
      ? undefined
      : podsBehind(headless, reader).find(({ metadata }) => metadata.name === short[0]);
  const address = backing?.status?.podIP;
  return address === undefined || headless === undefined
    ? undefined
    : { name: `${short[0]}.${headless.metadata.name}.${headless.metadata.namespace}.svc.${DOMAIN}`, address };
}

/** The Service, if it was there by then. */
function find(name: string, namespace: string, now: number, reader: Reader): Service | undefined {
  const service = reader.find(Service, { namespace, name });
  return service !== undefined && instantOf(service.metadata.creationTimestamp) <= now ? service : undefined;
}

function podsBehind({ metadata, spec }: Service, reader: Reader): readonly Pod[] {
  if (spec.selector === undefined) return [];
  const pods = reader.list(PodKind, {
    namespace: metadata.namespace ?? '',
    labels: { matchLabels: spec.selector },
  });
  return pods.filter(({ status }) => status?.podIP !== undefined && status.phase === 'Running');
}

const WELCOME =
  '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n';

/** What answers at a URL in the cluster: a pod of the Service that is ready, or the pod itself. */
export function fetchPage(url: string, pod: Pod, now: number, reader: Reader): string | undefined {
  const host = url.replace(/^\w+:\/\//, '').replace(/[:/?].*$/, '');
  const backing = host === 'localhost' || host === '127.0.0.1' ? pod : backingPod(host, pod, now, reader);
  if (backing === undefined) return undefined;
  const serves = backing.spec.containers.some(({ image = '' }) => imageOf(image).programs.has('nginx'));
  return serves ? WELCOME : '';
}

function backingPod(host: string, pod: Pod, now: number, reader: Reader): Pod | undefined {
  const { namespace = 'default' } = pod.metadata;
  if (/^[\d.]+$/.test(host)) {
    const service = reader.list(Service, { namespace }).find(({ spec }) => spec.clusterIP === host);
    if (service !== undefined) return podsBehind(service, reader)[0];
    return reader.list(PodKind, { namespace }).find(({ status }) => status?.podIP === host);
  }
  const parts = host.split('.');
  const service = find(parts[0] ?? '', parts[1] ?? namespace, now, reader);
  if (service !== undefined) return podsBehind(service, reader)[0];
  const address = lookUpName(host, pod, now, reader)?.address;
  return address === undefined ? undefined : backingPod(address, pod, now, reader);
}
