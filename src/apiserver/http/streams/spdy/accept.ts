import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { badRequest } from '../../../../machinery/status.ts';
import type { Listener, Wire } from '../wire.ts';
import { controlFrame, dataFrames, type Frame, FrameReader, KIND, streamIn } from './frames.ts';
import { emptyHeaders, HeaderReader } from './headers.ts';

const PROTOCOL = 'v4.channel.k8s.io';
/** How long a client may take to open its streams (upstream: DefaultStreamCreationTimeout). */
const OPENING_MILLISECONDS = 30_000;
/** How long he may take to hang up when all has been said. */
const CLOSING_MILLISECONDS = 30_000;

/** Takes over a connection that wants to speak SPDY/3.1, as kubectl did before it knew WebSockets. */
export function acceptSpdy(
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  onClient: (wire: Wire) => Listener | undefined,
): void {
  const offered = String(message.headers['x-stream-protocol-version'] ?? '');
  if (!offered.split(/\s*,\s*/).includes(PROTOCOL))
    throw badRequest(`unable to upgrade: none of the protocols is known: ${offered}`);
  socket.on('error', () => socket.destroy());
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${PROTOCOL}\r\n\r\n`,
  );
  const connection = new Connection(socket, streamsOf(message.url ?? ''), onClient);
  const late = setTimeout(() => connection.isOpen() || socket.destroy(), OPENING_MILLISECONDS);
  socket.on('close', () => clearTimeout(late));
  // Connections of HTTP servers stay half open otherwise.
  socket.on('end', () => socket.end());
  socket.on('data', (piece: Buffer) => connection.take(piece));
  if (head.length > 0) connection.take(head);
}

/** The streams that a client opens for what it asks. */
function streamsOf(url: string): readonly string[] {
  const asked = new URL(url, 'http://localhost').searchParams;
  const has = (name: string): boolean => asked.get(name) === 'true';
  return [
    'error',
    ...['stdin', 'stdout', 'stderr'].filter((name) => has(name) && !(name === 'stderr' && has('tty'))),
  ];
}

/** One client's streams by their names. */
class Connection implements Wire {
  private readonly socket: Duplex;
  private readonly expected: readonly string[];
  private readonly onClient: (wire: Wire) => Listener | undefined;
  private readonly frames = new FrameReader();
  private readonly headers = new HeaderReader(() => this.socket.destroy());
  private readonly streams = new Map<string, number>();
  private replies = 0;
  private begun = false;
  private listener: Listener | undefined;

  constructor(socket: Duplex, expected: readonly string[], onClient: (wire: Wire) => Listener | undefined) {
    this.socket = socket;
    this.expected = expected;
    this.onClient = onClient;
  }

  isOpen(): boolean {
    return this.begun;
  }

  take(piece: Buffer): void {
    for (const frame of this.frames.read(piece)) this.handle(frame);
  }

  output(bytes: Uint8Array): void {
    this.send('stdout', bytes, false);
  }

  errors(bytes: Uint8Array): void {
    this.send('stderr', bytes, false);
  }

  end(status: unknown): void {
    for (const name of ['stdout', 'stderr']) this.send(name, new Uint8Array(), true);
    this.send('error', Buffer.from(JSON.stringify(status)), true);
    // Who is hung up on throws away what he has not read yet (spdystream): he hangs up himself when he has.
    const late = setTimeout(() => this.socket.destroy(), CLOSING_MILLISECONDS);
    this.socket.on('close', () => clearTimeout(late));
  }

  private send(name: string, bytes: Uint8Array, isLast: boolean): void {
    const stream = this.streams.get(name);
    if (stream !== undefined && this.socket.writable) this.socket.write(dataFrames(stream, bytes, isLast));
  }

  private handle(frame: Frame): void {
    if (frame.type === 'data') {
      if (frame.stream !== this.streams.get('stdin')) return;
      if (frame.bytes.length > 0) this.listener?.hear(frame.bytes);
      if (frame.isLast) this.listener?.close();
    } else if (frame.kind === KIND.ping) this.socket.write(controlFrame(KIND.ping, frame.bytes));
    else if (frame.kind === KIND.synStream)
      this.headers.read(frame.bytes.subarray(10), (headers) => this.open(streamIn(frame.bytes), headers));
    else if (frame.kind === KIND.headers) this.headers.read(frame.bytes.subarray(4), () => {});
  }

  private open(stream: number, headers: ReadonlyMap<string, string>): void {
    this.streams.set(headers.get('streamtype') ?? '', stream);
    const id = Buffer.alloc(4);
    id.writeUInt32BE(stream);
    const reply = Buffer.concat([id, emptyHeaders(this.replies++ === 0)]);
    this.socket.write(controlFrame(KIND.synReply, reply));
    if (this.begun || !this.expected.every((name) => this.streams.has(name))) return;
    this.begun = true;
    this.listener = this.onClient(this);
  }
}
