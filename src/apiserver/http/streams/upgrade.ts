import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiRequest } from '../../../client/transport.ts';
import { badRequest, StatusError } from '../../../machinery/status.ts';
import { apiRequest } from '../api-request.ts';
import type { Backstage } from '../backstage.ts';
import { LateWire } from './late-wire.ts';
import { internalError, remoteCommand } from './remote-command.ts';
import { acceptWebSocket } from './websocket.ts';
import type { Listener } from './wire.ts';

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
  const protocol = message.headers.upgrade ?? '';
  if (protocol.toLowerCase() !== 'websocket')
    throw badRequest(`unable to upgrade: ${protocol} is not spoken here`);
  acceptWebSocket(message, socket, head, (client, isProxied) => {
    wire.connect(client);
    if (!(begun instanceof StatusError)) return begun;
    // The API server speaks to the kubelet for those who know v5: what went wrong there is its own error.
    client.end(internalError(`${isProxied ? 'Internal error occurred: ' : ''}${begun.message}`));
    return undefined;
  });
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
  };
  return apiRequest({ method, url, headers }, 'json', { body });
}
