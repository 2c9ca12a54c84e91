import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { badRequest } from '../../../machinery/status.ts';
import type { Listener, Wire } from './wire.ts';

/** Channels of `channel.k8s.io`: the first byte of each message says which one it belongs to. */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** v5 can close a channel, v4 tells errors as a Status; the `base64` ones are for browsers, in text. */
const PROTOCOLS = [
  'v5.channel.k8s.io',
  'v4.channel.k8s.io',
  'v4.base64.channel.k8s.io',
  'channel.k8s.io',
  'base64.channel.k8s.io',
];

/** A message of one channel may be so long. */
const MESSAGE_MOST = 32 * 1024 * 1024;

const server = new WebSocketServer({
  noServer: true,
  maxPayload: MESSAGE_MOST,
  handleProtocols: (offered) => PROTOCOLS.find((one) => offered.has(one)) ?? false,
});

/** Called when the client is there; `isProxied`: the API server speaks to the kubelet for him. */
export type OnClient = (wire: Wire, isProxied: boolean) => Listener | undefined;

/** Takes over a connection that wants to speak by WebSocket. */
export function acceptWebSocket(
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  onClient: OnClient,
): void {
  const offered = message.headers['sec-websocket-protocol'];
  if (offered !== undefined && !offered.split(/\s*,\s*/).some((one) => PROTOCOLS.includes(one)))
    throw badRequest(`none of the protocols is known: ${offered}`);
  server.handleUpgrade(message, socket, head, (client) => {
    const isText = client.protocol.includes('base64');
    const send = (channel: number, bytes: Uint8Array): void => {
      if (client.readyState !== client.OPEN) return;
      client.send(
        isText
          ? String(channel) + Buffer.from(bytes).toString('base64')
          : Buffer.concat([Uint8Array.of(channel), bytes]),
      );
    };
    // That somebody is there is told by an empty message.
    send(CHANNEL.stdout, new Uint8Array());
    const wire: Wire = {
      output: (bytes) => send(CHANNEL.stdout, bytes),
      errors: (bytes) => send(CHANNEL.stderr, bytes),
      end: (status) => {
        send(CHANNEL.error, Buffer.from(JSON.stringify(status)));
        client.close(1000);
      },
    };
    listen(client, isText, onClient(wire, client.protocol === PROTOCOLS[0]));
  });
}

function listen(client: WebSocket, isText: boolean, listener: Listener | undefined): void {
  client.on('error', () => client.terminate());
  if (listener === undefined) return;
  client.on('message', (data) => {
    const bytes = bytesOfMessage(data, isText);
    const [channel] = bytes;
    if (channel === CHANNEL.stdin) listener.hear(bytes.subarray(1));
    else if (channel === CHANNEL.close && bytes[1] === CHANNEL.stdin) listener.close();
  });
}

function bytesOfMessage(data: RawData, isText: boolean): Uint8Array {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  if (!isText) return bytes;
  const text = bytes.toString('latin1');
  return Buffer.concat([Uint8Array.of(Number(text[0])), Buffer.from(text.slice(1), 'base64')]);
}
