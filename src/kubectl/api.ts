import type { ApiRequest, ApiResponse, Method, Transport, WatchEvent } from '../client/transport.ts';
import { isFields } from '../machinery/json.ts';
import { type Status, StatusError } from '../machinery/status.ts';
import type { Context, Writer } from './command.ts';

/** What every request needs of a context. */
export type Connection = Pick<Context, 'transport' | 'err'>;

export interface Request {
  readonly query?: Readonly<Record<string, string>>;
  readonly accept?: 'json' | 'table';
  readonly contentType?: string;
  readonly body?: unknown;
}

const warned = new WeakMap<Writer, Set<string>>();

/** Sends one request; an answer of code >= 400 is thrown as {@link StatusError}, warnings go to stderr once. */
export async function send(
  connection: Connection,
  method: Method,
  path: string,
  request: Request = {},
): Promise<ApiResponse> {
  const response = await connection.transport.send(requestOf(method, path, request));
  warn(connection.err, response.warnings);
  if (response.code >= 400) throw new StatusError(statusOf(response));
  return response;
}

/** As {@link send}, giving the body as the type the caller knows it to have. */
export async function fetchObject<T>(
  connection: Connection,
  method: Method,
  path: string,
  request: Request = {},
): Promise<T> {
  return (await send(connection, method, path, request)).body as T;
}

/** The events of a watch; an ERROR event is thrown. */
export async function* watch(
  transport: Transport,
  path: string,
  request: Request,
  patience: 'wait' | 'follow',
): AsyncGenerator<WatchEvent> {
  const query = { ...request.query, watch: 'true' };
  for await (const event of transport.watch(requestOf('GET', path, { ...request, query }), patience)) {
    if (event.type === 'ERROR') throw new StatusError(event.object as Status);
    yield event;
  }
}

/** What somebody sees who looks on, until `--request-timeout` of the cluster's time has passed: who sets it waits for that. */
export function follow(
  { transport, requestTimeout }: Pick<Context, 'transport' | 'requestTimeout'>,
  path: string,
  request: Request,
): AsyncGenerator<WatchEvent> {
  if (requestTimeout === undefined) return watch(transport, path, request, 'follow');
  const timeoutSeconds = String(Math.ceil(requestTimeout / 1000));
  return watch(transport, path, { ...request, query: { ...request.query, timeoutSeconds } }, 'wait');
}

function requestOf(method: Method, path: string, request: Request): ApiRequest {
  return {
    method,
    path,
    query: request.query ?? {},
    accept: request.accept ?? 'json',
    ...(request.contentType === undefined ? {} : { contentType: request.contentType }),
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

/** How many warnings have been told. */
export const warningCount = (err: Writer): number => warned.get(err)?.size ?? 0;

/** kubectl tells each warning once a run. */
export function warn(err: Writer, warnings: readonly string[]): void {
  const told = warned.get(err) ?? new Set<string>();
  warned.set(err, told);
  for (const text of warnings) {
    if (told.has(text)) continue;
    told.add(text);
    err.line(`Warning: ${text}`);
  }
}

function statusOf(response: ApiResponse): Status {
  if (isStatus(response.body)) return response.body;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    code: response.code,
  };
}

function isStatus(body: unknown): body is Status {
  return isFields(body) && body['kind'] === 'Status';
}
