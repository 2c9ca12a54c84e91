import type { Duplex } from 'node:stream';
import { controlFrame, dataFrames, type Frame, FrameReader, KIND, streamIn } from '../spdy/frames.ts';
import { emptyHeaders, HeaderReader } from '../spdy/headers.ts';
import { type Asked, RequestReader, written } from './conversation.ts';

/** What a pod answers at a port; a text says why nobody does. */
export type Ask = (port: number, path: string) => Promise<Answered>;

export interface Answered {
  readonly is: 'page' | 'silent' | 'refused';
  readonly code: number;
  readonly body: string;
  readonly date: string;
}

/** One connection that somebody made to his end: a stream for what is said, and one for what goes wrong. */
interface Forwarded {
  readonly port: number;
  readonly errors: number;
  readonly reader: RequestReader;
  isOver: boolean;
}

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
  private readonly forwarded = new Map<number, Forwarded>();
  private readonly early = new Map<number, Early[]>();
  private replies = 0;
  /** Answers leave in the order of their questions. */
  private turn: Promise<void> = Promise.resolve();

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
    else if (frame.kind === KIND.rstStream) this.forwarded.delete(streamIn(frame.bytes));
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
    const forwarded = { port, errors, reader: new RequestReader(), isOver: false };
    this.forwarded.set(stream, forwarded);
    this.inTurn(async () => {
      const { is } = await this.ask(port, '/');
      if (is === 'refused') this.end(stream, forwarded, this.refusal(port));
    });
  }

  private hear(stream: number, bytes: Buffer, isLast: boolean): void {
    this.early.get(stream)?.push({ bytes, isLast });
    const forwarded = this.forwarded.get(stream);
    if (forwarded === undefined) return;
    for (const asked of forwarded.reader.read(bytes))
      this.inTurn(() => this.answer(stream, forwarded, asked));
    if (isLast) this.inTurn(async () => this.end(stream, forwarded, ''));
  }

  private async answer(stream: number, forwarded: Forwarded, asked: Asked): Promise<void> {
    const { is, code, body, date } = await this.ask(forwarded.port, asked.path);
    if (forwarded.isOver || is !== 'page') return;
    this.send(stream, written(asked, code, body, date), false);
    if (!asked.staysOpen) this.end(stream, forwarded, '');
  }

  private end(stream: number, forwarded: Forwarded, why: string): void {
    if (forwarded.isOver) return;
    forwarded.isOver = true;
    this.forwarded.delete(stream);
    this.send(forwarded.errors, Buffer.from(why), true);
    this.send(stream, new Uint8Array(), true);
  }

  private send(stream: number, bytes: Uint8Array, isLast: boolean): void {
    if (this.socket.writable) this.socket.write(dataFrames(stream, bytes, isLast));
  }

  private inTurn(act: () => Promise<void>): void {
    this.turn = this.turn.then(act).catch(() => void this.socket.destroy());
  }
}
