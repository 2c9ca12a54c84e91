import { Agent } from 'node:http';
import type { Instant } from '../machinery/instant.ts';
import { exchange, type HttpReply } from './http-exchange.ts';
import { type HttpHead, requestHead } from './http-request.ts';
import { CHECKPOINT_PATH, CLOCK, MORE, PACE, PATIENCE, PAUSE_PATH, ROWS } from './http-words.ts';
import type { ApiRequest, ApiResponse, Patience, Transport, WatchEvent } from './transport.ts';

/** How much of the object behind a row of a table is asked for: namespace and labels are all that is shown of it. */
export type TableRows = 'lean' | 'whole';

export interface HttpServer {
  /** `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly token?: string | undefined;
  readonly rows: TableRows;
}

/** The transport of a command whose cluster another process serves. */
export interface HttpTransport extends Transport {
  /** The answer to the first request, which must not write; undefined where no server of ours answers. */
  greet(request: ApiRequest): Promise<ApiResponse | undefined>;
  /** The pace of the cluster's time, as the newest answer told it. */
  pace(): string;
  /** Lets everybody react to what was done, and waits until it is saved. */
  end(): Promise<void>;
}

/** One part of a watch. */
interface Batch {
  readonly events: readonly WatchEvent[];
  readonly over: boolean;
}

/** A server that is stopped (by Ctrl-Z) keeps its port and says nothing. */
const GREETING_MILLISECONDS = 2000;

/** A transport to `server`. `onSaved` is called when all that was done is saved and the command is going to wait. */
export function createHttpTransport(server: HttpServer, onSaved: () => void): HttpTransport {
  return new ServedTransport(server, onSaved);
}

class ServedTransport implements HttpTransport {
  private readonly server: HttpServer;
  private readonly onSaved: () => void;
  private readonly agent = new Agent({ keepAlive: true });
  private clock = 0 as Instant;
  private paceName = '';
  private hasUnsaved = false;

  constructor(server: HttpServer, onSaved: () => void) {
    this.server = server;
    this.onSaved = onSaved;
  }

  now(): Instant {
    return this.clock;
  }

  pace(): string {
    return this.paceName;
  }

  async greet(request: ApiRequest): Promise<ApiResponse | undefined> {
    try {
      const response = await this.request(request, GREETING_MILLISECONDS);
      if (this.clock > 0) return response;
    } catch {
      // Nobody is there, or nobody answers.
    }
    this.agent.destroy();
    return undefined;
  }

  send(request: ApiRequest): Promise<ApiResponse> {
    if (request.method !== 'GET') this.hasUnsaved = true;
    return this.request(request);
  }

  async pause(milliseconds: number): Promise<void> {
    await this.checkpoint();
    this.onSaved();
    this.hasUnsaved = true;
    await this.post(`${PAUSE_PATH}?milliseconds=${milliseconds}`);
  }

  async *watch(request: ApiRequest, patience: Patience): AsyncIterable<WatchEvent> {
    // A watch lives as long as its connection: the server needs no other sign that nobody watches any more.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = withHeaders(requestHead(request), { [PATIENCE]: patience });
    const next = withHeaders(first, { [MORE]: 'yes' });
    try {
      for (let head = first; ; head = next) {
        if (patience === 'wait') this.hasUnsaved = true;
        const { code, content } = await this.ask(agent, head);
        if (code >= 400) yield { type: 'ERROR', object: content, date: this.clock };
        if (code >= 400) return;
        const { events, over } = content as Batch;
        yield* events;
        if (over) return;
        // Nothing to tell: the server has saved everything, and rests.
        if (events.length === 0) {
          this.hasUnsaved = false;
          this.onSaved();
        }
      }
    } finally {
      agent.destroy();
    }
  }

  async end(): Promise<void> {
    await this.checkpoint();
    this.agent.destroy();
  }

  private async checkpoint(): Promise<void> {
    if (this.hasUnsaved) await this.post(CHECKPOINT_PATH);
    this.hasUnsaved = false;
  }

  private async request(request: ApiRequest, timeout?: number): Promise<ApiResponse> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const head = withHeaders(requestHead(request), { [ROWS]: this.server.rows });
    const reply = await this.ask(this.agent, head, body, timeout);
    const { code, content, warnings, headers } = reply;
    const { location } = headers;
    const own = location === undefined ? {} : { headers: { Location: location } };
    return { code, body: content, warnings, date: this.clock, ...own };
  }

  private post(path: string): Promise<HttpReply> {
    return this.ask(this.agent, { method: 'POST', path, headers: {} });
  }

  private async ask(agent: Agent, head: HttpHead, body?: string, timeout?: number): Promise<HttpReply> {
    const reply = await exchange({ agent, ...this.server, timeout }, head, body);
    const clock = Number(reply.headers[CLOCK] ?? 0) as Instant;
    if (clock > 0) this.clock = clock;
    this.paceName = String(reply.headers[PACE] ?? this.paceName);
    return reply;
  }
}

const withHeaders = (head: HttpHead, more: HttpHead['headers']): HttpHead => ({
  ...head,
  headers: { ...head.headers, ...more },
});
