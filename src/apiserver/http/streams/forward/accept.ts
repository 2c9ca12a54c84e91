import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { badRequest } from '../../../../machinery/status.ts';
import { apiRequest } from '../../api-request.ts';
import type { Backstage } from '../../backstage.ts';
import { forwardRefusal } from './admission.ts';
import { ForwardConnection } from './connection.ts';
import { askerOf, refusal } from './pod-port.ts';

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
export async function acceptForward(
  backstage: Backstage,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const { method = 'GET', url = '/', headers: given } = message;
  const refused = await forwardRefusal(
    backstage,
    apiRequest({ method, url, headers: given }, 'json', undefined),
  );
  if (refused !== undefined) throw refused;
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
