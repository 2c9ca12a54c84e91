import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { isFields } from '../../../../machinery/json.ts';
import { badRequest } from '../../../../machinery/status.ts';
import type { Backstage } from '../../backstage.ts';
import { type Answered, type Ask, ForwardConnection } from './connection.ts';

const PROTOCOL = 'portforward.k8s.io';
/** kubectl since 1.31 speaks SPDY within a WebSocket. */
const TUNNEL = `SPDY/3.1+${PROTOCOL}`;

const PATH = /^(\/api\/v1\/namespaces\/[^/]+\/pods\/)([^/?]+)\/portforward(?:\?|$)/;

/** Whether somebody wants connections forwarded to a pod. */
export const isForward = ({ url = '', headers }: IncomingMessage): boolean =>
  headers.upgrade !== undefined && PATH.test(url);

const server = new WebSocketServer({ noServer: true });
// The name has a slash in it, which the library takes for no name: it is told beside it.
server.on('headers', (lines) => lines.push(`Sec-WebSocket-Protocol: ${TUNNEL}`));

/** Takes over the connection of a port-forward. Throws StatusError: then nothing was taken over. */
export function acceptForward(
  backstage: Backstage,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const [, pods = '', name = ''] = PATH.exec(message.url ?? '') ?? [];
  const connect = (stream: Duplex): ForwardConnection =>
    new ForwardConnection(stream, askerOf(backstage, `${pods}${name}`), (port) =>
      refusal(`${pods}${name}`, port),
    );
  const { headers } = message;
  if ((headers.upgrade ?? '').toLowerCase() === 'websocket') {
    if (
      !String(headers['sec-websocket-protocol'] ?? '')
        .split(/\s*,\s*/)
        .includes(TUNNEL)
    )
      throw badRequest(`unable to upgrade: no known protocol for ${PROTOCOL}`);
    delete headers['sec-websocket-protocol'];
    server.handleUpgrade(message, socket, head, (client) => connect(createWebSocketStream(client)));
    return;
  }
  const offered = String(headers['x-stream-protocol-version'] ?? '');
  if (!offered.split(/\s*,\s*/).includes(PROTOCOL))
    throw badRequest(`unable to upgrade: none of the protocols is known: ${offered}`);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${PROTOCOL}\r\n\r\n`,
  );
  const connection = connect(socket);
  if (head.length > 0) connection.take(head);
}

/** Asks by the way on which everybody asks a pod's servers: its proxy. */
function askerOf(backstage: Backstage, pod: string): Ask {
  return async (port, address): Promise<Answered> => {
    const { pathname, searchParams } = new URL(address, 'http://localhost');
    const { code, body, date } = await backstage.handle({
      method: 'GET',
      path: `${pod}:${port}/proxy${pathname}`,
      query: Object.fromEntries(searchParams),
      accept: 'json',
    });
    const message = isFields(body) ? String(body['message']) : '';
    const is = typeof body === 'string' ? 'page' : message.endsWith('EOF') ? 'silent' : 'refused';
    return { is, code, body: typeof body === 'string' ? body : '', date: new Date(date).toUTCString() };
  };
}

/** containerd's words when nothing listens. */
function refusal(pod: string, port: number): string {
  const sandbox = createHash('sha256').update(pod).digest('hex');
  const parts = [
    sandbox.slice(0, 8),
    sandbox.slice(8, 12),
    sandbox.slice(12, 16),
    sandbox.slice(16, 20),
    sandbox.slice(20, 32),
  ];
  const place = `/var/run/netns/cni-${parts.join('-')}`;
  return `error forwarding port ${port} to pod ${sandbox}, uid : failed to execute portforward in network namespace "${place}": failed to connect to localhost:${port} inside namespace "${sandbox}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found `;
}
