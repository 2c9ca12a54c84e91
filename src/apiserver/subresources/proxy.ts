import type { ApiRequest } from '../../client/transport.ts';
import type { Pod } from '../../kinds/core/pod/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { badRequest, failure, methodNotAllowed, type StatusError } from '../../machinery/status.ts';
import type { Answer } from '../answer.ts';
import type { Backend } from '../backend.ts';
import { storedObject } from '../stored.ts';

const HTTP_PORT = 80;
/** The API server as pods see it. */
const CLIENT = '127.0.0.1';

/** GET pods/NAME:PORT/proxy/PATH: what a server in the pod answers. `scheme:NAME:PORT` is understood, `NAME` alone as well. */
export function proxyToPod(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  if (request.method !== 'GET') throw methodNotAllowed(kind, request.method.toLowerCase());
  const { name, port: asked } = destination(ref.name);
  const pod = storedObject(backend, kind, { ...ref, name }) as Pod;
  const address = pod.status?.podIP ?? '';
  if (address === '') throw failure(500, 'InternalError', 'address not allowed', {});
  const port = asked ?? firstPort(pod);
  const host = `${address}:${port}`;
  const page = backend.containers?.visit(
    pod,
    { port, path: pathIn(request), host, client: CLIENT },
    backend.now(),
  );
  if (page === undefined || page === 'refused')
    throw unreachable(`dial tcp ${host}: connect: connection refused`);
  if (page === 'silent') throw unreachable('EOF');
  return { code: page.status, body: page.body };
}

/** Nobody answered whom the API server asked for somebody else. */
const unreachable = (why: string): StatusError =>
  failure(503, 'ServiceUnavailable', `error trying to reach service: ${why}`);

function destination(words: string): { readonly name: string; readonly port: number | undefined } {
  const parts = words.split(':');
  const [name = '', port = ''] = parts.length === 3 ? parts.slice(1) : parts;
  if (parts.length > 3 || !/^\d*$/.test(port))
    throw badRequest(`invalid pod request ${JSON.stringify(words)}`);
  return { name, port: port === '' ? undefined : Number(port) };
}

const firstPort = ({ spec }: Pod): number =>
  spec.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort ?? HTTP_PORT;

/** The path behind `/proxy`, with what was asked. */
function pathIn({ path, query }: ApiRequest): string {
  const rest = path.replace(/^.*?\/proxy(?=\/|$)/, '') || '/';
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? rest : `${rest}?${asked}`;
}
