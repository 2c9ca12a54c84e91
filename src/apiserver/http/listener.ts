import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiRequest } from '../../client/transport.ts';
import { isWatch } from '../../client/watch-address.ts';
import { badRequest, failure, StatusError } from '../../machinery/status.ts';
import { isPlainPage } from '../plain-pages.ts';
import { isProxied } from '../routes.ts';
import { type HttpAnswer, httpAnswer } from './answer.ts';
import { addressOf, apiRequest } from './api-request.ts';
import type { Backstage } from './backstage.ts';
import { OBJECT_TYPES, parseBody } from './body-parser.ts';
import { readBytes } from './body-reader.ts';
import { Broadcasts } from './broadcast.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { CommandDesk } from './command-desk.ts';
import { type GuardOptions, refusalOf } from './guard.ts';
import { isFollowedLog, streamLog } from './log-stream.ts';
import { type AnswerForm, acceptedForm, mediaTypeOf } from './media-types.ts';
import { acceptForward, isForward } from './streams/forward/accept.ts';
import { acceptUpgrade, isUpgrade } from './streams/upgrade.ts';
import { streamWatch } from './watch-stream.ts';

/** A half-open connection, and a client that sends its body byte by byte, are let go after so long. */
const HEADERS_MILLISECONDS = 10_000;
const REQUEST_MILLISECONDS = 60_000;
/** A client that does not read its answer is let go after so long without a byte. */
const ANSWER_MILLISECONDS = 60_000;
/** As upstream: a client that uses its connection again must not find it closed. */
const IDLE_MILLISECONDS = 90_000;
/** net/http's DefaultMaxHeaderBytes. */
const HEADER_BYTES = 1024 * 1024;

/** The API over HTTP. What it is asked goes through the same function as every command. */
export function createListener(backstage: Backstage, guard: GuardOptions): Server {
  const broadcasts = new Broadcasts(backstage);
  const desk = backstage.commands === undefined ? undefined : new CommandDesk(backstage.commands);
  const server = createServer({ maxHeaderSize: HEADER_BYTES }, (message, response) => {
    response.on('error', () => response.destroy());
    serve({ backstage, broadcasts, desk, guard }, message, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, errorAnswer(error, backstage), message.method);
    });
  });
  server.on('upgrade', (message, socket, head) => {
    const answered = (): ServerResponse => answerOn(message, socket);
    const refuse = (error: unknown): void => send(answered(), errorAnswer(error, backstage), message.method);
    try {
      const refusal = refusalOf(message.headers, guard);
      if (refusal !== undefined) throw refusal;
      if (isUpgrade(message)) acceptUpgrade(backstage, message, socket, head);
      else if (isForward(message)) acceptForward(backstage, message, socket, head).catch(refuse);
      else if (message.method === 'GET') server.emit('request', message, answered());
      // What it would have to read is not read any more.
      else throw badRequest('only streams of pods can be upgraded');
    } catch (error) {
      refuse(error);
    }
  });
  server.headersTimeout = HEADERS_MILLISECONDS;
  server.requestTimeout = REQUEST_MILLISECONDS;
  server.keepAliveTimeout = IDLE_MILLISECONDS;
  server.on('clientError', answerBrokenRequest);
  return server;
}

/** Who asked for another kind of connection is answered as everybody else, and let go. */
function answerOn(message: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(message);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  response.on('finish', () => socket.end());
  return response;
}

interface Surroundings {
  readonly backstage: Backstage;
  readonly broadcasts: Broadcasts;
  readonly desk: CommandDesk | undefined;
  readonly guard: GuardOptions;
}

async function serve(
  { backstage, broadcasts, desk, guard }: Surroundings,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(message.headers, guard);
  if (refusal !== undefined) throw refusal;
  const { path } = addressOf(message.url ?? '/');
  const form = isPlainPage(path) ? 'json' : acceptedForm(message.headers.accept, path);
  if (form === undefined) throw notAcceptable();
  const request = await requestFrom(message, form);
  const told = await desk?.answer(request, form, message);
  if (told !== undefined) {
    send(response, told, message.method);
    return;
  }
  if (message.method === 'GET' && isWatch(request)) {
    streamWatch(backstage, broadcasts, request, form, response);
    return;
  }
  const answer = await backstage.handle(request);
  if (answer.code === 200 && isFollowedLog(request)) {
    streamLog(backstage, request, response);
    return;
  }
  send(response, httpAnswer(answer, form, path, message.headers['if-none-match']), message.method);
}

async function requestFrom(message: IncomingMessage, form: AnswerForm): Promise<ApiRequest> {
  const { method = 'GET', url = '/', headers } = message;
  const bytes = method === 'GET' || method === 'HEAD' ? new Uint8Array() : await readBytes(message);
  const isOurs = !isProxied(url.replace(/\?.*$/, ''));
  const hasBody = isOurs && (bytes.length > 0 || method === 'POST' || method === 'PUT' || method === 'PATCH');
  const parsed = hasBody ? parseBody(bytes, mediaTypeOf(headers['content-type'])) : undefined;
  return apiRequest({ method, url, headers }, form, parsed);
}

const notAcceptable = (): StatusError =>
  failure(
    406,
    'NotAcceptable',
    `only the following media types are accepted: ${OBJECT_TYPES.slice(0, 2).join(', ')}`,
  );

/** What is read here is read by functions that call themselves: nesting ends where the stack does. */
const isTooDeep = (error: unknown): boolean =>
  error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
const TOO_DEEP = failure(400, 'BadRequest', 'exceeded max depth');

function errorAnswer(error: unknown, backstage: Backstage): HttpAnswer {
  // A fault of ours must not end the server, nor show its insides.
  const { status } =
    error instanceof StatusError
      ? error
      : isTooDeep(error)
        ? TOO_DEEP
        : failure(500, 'InternalError', 'Internal error occurred');
  return httpAnswer(
    { code: status.code ?? 500, body: status, warnings: [], date: backstage.now() },
    'json',
    '',
  );
}

function send(response: ServerResponse, { code, headers, body }: HttpAnswer, method = 'GET'): void {
  response.setTimeout(ANSWER_MILLISECONDS, () => response.destroy());
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // Bytes: with a text Node would encode the header fields like the body.
  const bytes = Buffer.from(body);
  response.setHeader('Content-Length', bytes.length);
  response.writeHead(code);
  response.end(method === 'HEAD' || code === 304 ? undefined : bytes);
}
