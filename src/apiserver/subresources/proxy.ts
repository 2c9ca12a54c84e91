import type { ApiRequest } from '../../client/transport.ts';
import { Endpoints } from '../../kinds/core/endpoints/kind.ts';
import type { EndpointAddress } from '../../kinds/core/endpoints/types.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Service } from '../../kinds/core/service/types.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { badRequest, failure, type StatusError } from '../../machinery/status.ts';
import type { Answer } from '../answer.ts';
import type { Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';
import { storedObject } from '../stored.ts';
import { withLinksThrough } from './proxied-links.ts';

/** The API server as pods see it. */
const CLIENT = '127.0.0.1';
const PORTS: Readonly<Record<'http' | 'https', number>> = { http: 80, https: 443 };

/** pods/NAME:PORT/proxy/PATH: what a server in the pod answers. */
export function proxyToPod(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  const { scheme, name, port: asked } = destination(ref.name, 'pod');
  const pod = storedObject(backend, kind, { ...ref, name }) as Pod;
  const address = pod.status?.podIP ?? '';
  if (address === '') throw badRequest('address not allowed');
  const port = asked === '' ? (firstPort(pod) ?? PORTS[scheme]) : numberOf(asked);
  return answerAt({ pod, place: `${address}:${port}`, port, scheme }, backend, request);
}

/** services/NAME:PORT/proxy/PATH: what an endpoint of the Service answers; which of them is left to chance. */
export function proxyToService(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  const { scheme, name, port: asked } = destination(ref.name, 'service');
  const own = { ...ref, name };
  const portName = /^[+-]?\d+$/.test(asked)
    ? nameOfPort(storedObject(backend, kind, own) as Service, Number(asked))
    : asked;
  const { subsets = [] } = storedObject(backend, erased(Endpoints), own) as Endpoints;
  if (subsets.length === 0) throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  const chance = backend.rng.fork(`proxy ${ref.namespace}/${name} ${backend.now()}`);
  for (const { addresses = [], ports = [] } of rotated(subsets, chance.integer(subsets.length))) {
    const port = ports.find((each) => (each.name ?? '') === portName)?.port;
    if (port === undefined || addresses.length === 0) continue;
    for (const address of rotated(addresses, chance.integer(addresses.length))) {
      const pod = podBehind(address, ref.namespace, backend);
      if (pod === undefined) continue;
      return answerAt({ pod, place: `${address.ip}:${port}`, port, scheme }, backend, request);
    }
  }
  throw unavailable(`no endpoints available for service ${JSON.stringify(ref.name)}`);
}

interface Place {
  readonly pod: Pod;
  /** As messages name it. */
  readonly place: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
}

function answerAt(to: Place, backend: Backend, request: ApiRequest): Answer {
  const { pod, place, port, scheme } = to;
  const path = pathIn(request);
  // Links of the first page lead astray unless its address ends in a slash.
  if (path === '' && request.method === 'GET')
    return { code: 301, body: '', headers: { Location: `${request.path}/${queryIn(request)}` } };
  if (pod.status?.phase !== 'Running') throw unreachable(`dial tcp ${place}: connect: no route to host`);
  const asked = { port, path: path + queryIn(request), host: place, client: CLIENT, method: request.method };
  const page = backend.containers?.visit(pod, asked, backend.now());
  if (page === undefined || page === 'refused')
    throw unreachable(`dial tcp ${place}: connect: connection refused`);
  if (page === 'silent') throw unreachable('EOF');
  if (scheme === 'https') throw unreachable('http: server gave HTTP response to HTTPS client');
  if (request.asWritten === true) return { code: page.status, body: page.body };
  const isHtml = page.body.startsWith('<');
  const own = path === '' ? request.path : request.path.slice(0, -path.length);
  const body = isHtml ? withLinksThrough(own, place, page.body) : page.body;
  const headers = { 'Content-Type': isHtml ? 'text/html' : 'text/plain; charset=utf-8' };
  return { code: page.status, body, headers };
}

const unavailable = (message: string): StatusError => failure(503, 'ServiceUnavailable', message);

/** Nobody answered whom the API server asked for somebody else. */
const unreachable = (why: string): StatusError => unavailable(`error trying to reach service: ${why}`);

/** `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT` (utilnet.SplitSchemeNamePort). */
function destination(words: string, what: 'pod' | 'service') {
  const parts = words.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  const isKnown = scheme === '' || scheme === 'http' || scheme === 'https';
  if (parts.length > 3 || name === '' || !isKnown)
    throw badRequest(`invalid ${what} request ${JSON.stringify(words)}`);
  return { scheme: scheme || 'http', name, port } as const;
}

/** Well-known ports have names. */
function numberOf(port: string): number {
  const number = Object.hasOwn(PORTS, port) ? PORTS[port as keyof typeof PORTS] : Number(port);
  if (Number.isNaN(number)) throw unreachable(`dial tcp: lookup tcp/${port}: unknown port`);
  return number;
}

const firstPort = ({ spec }: Pod): number | undefined =>
  spec.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;

function nameOfPort({ spec, metadata }: Service, port: number): string {
  const found = (spec.ports ?? []).find((own) => own.port === port);
  if (found !== undefined) return found.name ?? '';
  throw unavailable(`no service port ${port} found for service ${JSON.stringify(metadata.name)}`);
}

/** Only pods are led to; others could be addresses of whatever somebody wishes. */
function podBehind({ ip, targetRef }: EndpointAddress, namespace: string, { store }: Backend) {
  if (targetRef?.namespace !== namespace) return undefined;
  const found = store.get(keyOf(erased(Pod), namespace, targetRef.name ?? ''))?.value as Pod | undefined;
  return found?.status?.podIPs?.some((own) => own.ip === ip) === true ? found : undefined;
}

const rotated = <T>(all: readonly T[], start: number): readonly T[] => [
  ...all.slice(start),
  ...all.slice(0, start),
];

/** The path behind `/proxy`. */
const pathIn = ({ path }: ApiRequest): string => path.replace(/^.*?\/proxy(?=\/|$)/, '');

function queryIn({ query }: ApiRequest): string {
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? '' : `?${asked}`;
}
