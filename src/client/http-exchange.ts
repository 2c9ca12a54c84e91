import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { HttpHead } from './http-request.ts';
import { COMMAND } from './http-words.ts';

/** An answer, whole. */
export interface HttpReply {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  /** What the JSON means, or the text of anything else. */
  readonly content: unknown;
  /** Texts of Warning headers, in order. */
  readonly warnings: readonly string[];
}

/** How a request travels. */
export interface Journey {
  readonly agent: Agent;
  /** `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly token?: string | undefined;
  /** After so many milliseconds without an answer it fails; never when absent. */
  readonly timeout?: number | undefined;
}

/** Sends one request and waits for all of its answer. Fails where the connection does. */
export function exchange(
  { agent, address, token, timeout }: Journey,
  { method, path, headers }: HttpHead,
  body: string | undefined,
): Promise<HttpReply> {
  const { hostname, port } = new URL(address);
  const more = {
    [COMMAND]: 'yes',
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    // Node leaves it out where a body is unusual: with DELETE.
    ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        agent,
        // The brackets of an IPv6 address belong to the URL.
        host: hostname.replace(/^\[|\]$/g, ''),
        port,
        method,
        path,
        headers: { ...headers, ...more },
        timeout,
      },
      (message) => resolve(readReply(message)),
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', ({ message }) => reject(new Error(`the server at ${address} is gone: ${message}`)));
    asked.end(body);
  });
}

async function readReply(message: IncomingMessage): Promise<HttpReply> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  const text = Buffer.concat(pieces).toString('utf8');
  const isJson = message.headers['content-type']?.startsWith('application/json') === true;
  return {
    code: message.statusCode ?? 0,
    headers: message.headers,
    content: isJson ? (JSON.parse(text) as unknown) : text,
    warnings: (message.headersDistinct['warning'] ?? []).map(warningText),
  };
}

/** The text of `299 - "text"`, where a backslash stands before quotes. */
function warningText(header: string): string {
  const quoted = /^\d+ \S+ "(.*)"/.exec(Buffer.from(header, 'latin1').toString('utf8'))?.[1] ?? header;
  return quoted.replace(/\\(.)/g, '$1');
}
