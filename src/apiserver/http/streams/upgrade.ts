import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiRequest } from '../../../client/transport.ts';
import { badRequest, StatusError } from '../../../machinery/status.ts';
import { isNotConnected } from '../../subresources/exec.ts';
import { apiRequest } from '../api-request.ts';
import type { Backstage } from '../backstage.ts';
import { LateWire } from './late-wire.ts';
import { internalError, remoteCommand } from './remote-command.ts';
import { acceptSpdy } from './spdy/accept.ts';
import { acceptWebSocket } from './websocket.ts';
import type { Listener, Wire } from './wire.ts';

const COMMAND = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(?:exec|attach)(?:\?|$)/;

/** Whether a request asks for a connection of another kind, and may have it. */
export const isUpgrade = ({ url = '', headers }: IncomingMessage): boolean =>
  headers.upgrade !== undefined && COMMAND.test(url);

/** Takes over the connection of an exec or attach. Throws StatusError: then nothing was taken over. */
export function acceptUpgrade(
  backstage: Backstage,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const wire = new LateWire();
  const begun = begin(backstage, commandRequest(message), wire);
  if (!(begun instanceof StatusError)) socket.once('close', begun.leave);
  const speak = (client: Wire, isProxied: boolean): Listener | undefined => {
    wire.connect(client);
    if (!(begun instanceof StatusError)) return begun;
    // The API server speaks to the kubelet for those who know v5: what went wrong there is its own error.
    client.end(internalError(`${isProxied ? 'Internal error occurred: ' : ''}${begun.message}`));
    return undefined;
  };
  const protocol = (message.headers.upgrade ?? '').toLowerCase();
  if (protocol === 'websocket') acceptWebSocket(message, socket, head, speak);
  else if (protocol !== 'spdy/3.1') throw badRequest(`unable to upgrade: missing upgrade headers in request`);
  // Who has no stream of the API server's own is answered by the kubelet.
  else if (begun instanceof StatusError && isNotConnected(begun)) throw begun;
  else acceptSpdy(message, socket, head, (client) => speak(client, false));
}

/** What goes wrong behind the API server is told by the stream, all else before there is one. */
function begin(backstage: Backstage, request: ApiRequest, wire: LateWire): Listener | StatusError {
  try {
    return remoteCommand(backstage, request, wire);
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 500) return error;
    throw error;
  }
}

/** PodExecOptions and PodAttachOptions stand in the query; a command has several words. */
function commandRequest({ method = 'GET', url = '', headers }: IncomingMessage): ApiRequest {
  const asked = new URL(url, 'http://localhost').searchParams;
  const body = {
    container: asked.get('container') ?? '',
    command: asked.getAll('command'),
    tty: asked.get('tty') === 'true',
    isHeard: asked.get('stdin') === 'true',
  };
  return apiRequest({ method, url, headers }, 'json', { body });
}
