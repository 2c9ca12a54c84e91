import type { Duplex } from 'node:stream';
import { controlFrame, dataFrames, type Frame, FrameReader, KIND, streamIn } from '../spdy/frames.ts';
import { emptyHeaders, HeaderReader } from '../spdy/headers.ts';
import { type Ask, Visitor } from './visitor.ts';

/** What was said before it was known over which stream. */
interface Early {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Connections that are forwarded to a pod over one connection of SPDY/3.1. */
export class ForwardConnection {
  private readonly socket: Duplex;
  private readonly ask: Ask;
  private readonly refusal: (port: number) => string;
  private readonly frames = new FrameReader();
  private readonly headers = new HeaderReader(() => this.socket.destroy());
  private readonly errorStreams = new Map<string, number>();
  /** One for each connection that somebody made to his end, by the stream for what is said. */
  private readonly visitors = new Map<number, Visitor>();
  private readonly early = new Map<number, Early[]>();
  private replies = 0;

  constructor(socket: Duplex, ask: Ask, refusal: (port: number) => string) {
    this.socket = socket;
    this.ask = ask;
    this.refusal = refusal;
    socket.on('error', () => socket.destroy());
    // Connections of HTTP servers stay half open otherwise.
    socket.on('end', () => socket.end());
    socket.on('data', (piece: Buffer) => this.take(piece));
  }

  take(piece: Buffer): void {
    for (const frame of this.frames.read(piece)) this.handle(frame);
  }

  private handle(frame: Frame): void {
    if (frame.type === 'data') this.hear(frame.stream, frame.bytes, frame.isLast);
    else if (frame.kind === KIND.ping) this.socket.write(controlFrame(KIND.ping, frame.bytes));
    else if (frame.kind === KIND.rstStream) this.leave(streamIn(frame.bytes));
    else if (frame.kind === KIND.synStream) this.await(streamIn(frame.bytes), frame.bytes.subarray(10));
    else if (frame.kind === KIND.headers) this.headers.read(frame.bytes.subarray(4), () => {});
  }

  /** Headers are not read at once: what is said meanwhile is held back. */
  private await(stream: number, block: Buffer): void {
    const early: Early[] = [];
    this.early.set(stream, early);
    this.headers.read(block, (headers) => {
      this.early.delete(stream);
      this.open(stream, headers);
      for (const { bytes, isLast } of early) this.hear(stream, bytes, isLast);
    });
  }

  private open(stream: number, headers: ReadonlyMap<string, string>): void {
    const id = Buffer.alloc(4);
    id.writeUInt32BE(stream);
    const reply = Buffer.concat([id, emptyHeaders(this.replies++ === 0)]);
    this.socket.write(controlFrame(KIND.synReply, reply));
    const request = headers.get('requestid') ?? '';
    if (headers.get('streamtype') === 'error') {
      this.errorStreams.set(request, stream);
      return;
    }
    const port = Number(headers.get('port'));
    const errors = this.errorStreams.get(request) ?? 0;
    this.errorStreams.delete(request);
    const end = (isRefused: boolean): void => {
      this.visitors.delete(stream);
      this.send(errors, Buffer.from(isRefused ? this.refusal(port) : ''), true);
      this.send(stream, new Uint8Array(), true);
    };
    const hear = (bytes: Uint8Array): void => this.send(stream, bytes, false);
    this.visitors.set(stream, new Visitor(port, this.ask, { hear, end }));
  }

  private hear(stream: number, bytes: Buffer, isLast: boolean): void {
    this.early.get(stream)?.push({ bytes, isLast });
    const visitor = this.visitors.get(stream);
    visitor?.say(bytes);
    if (isLast) visitor?.close();
  }

  private leave(stream: number): void {
    this.visitors.get(stream)?.leave();
    this.visitors.delete(stream);
  }

  private send(stream: number, bytes: Uint8Array, isLast: boolean): void {
    if (this.socket.writable) this.socket.write(dataFrames(stream, bytes, isLast));
  }
}
