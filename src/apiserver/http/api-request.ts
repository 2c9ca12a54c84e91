import type { ApiRequest, Impersonation, Method } from '../../client/transport.ts';
import { withoutWatchPath } from '../../client/watch-address.ts';
import { badRequest, failure } from '../../machinery/status.ts';
import { isProxied } from '../routes.ts';
import type { ParsedBody } from './body-parser.ts';
import { type AnswerForm, mediaTypeOf } from './media-types.ts';

/** The parts of an HTTP request that say what is asked. */
export interface HttpParts {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies readonly Method[];

/** The request as the API server takes it. Throws MethodNotAllowed and BadRequest. */
export function apiRequest(parts: HttpParts, form: AnswerForm, parsed: ParsedBody | undefined): ApiRequest {
  const { path, query } = addressOf(parts.url);
  const impersonate = impersonationOf(parts.headers);
  const contentType = mediaTypeOf(textOf(parts.headers['content-type']));
  const agent = textOf(parts.headers['user-agent'])?.split('/')[0];
  return {
    method: methodOf(parts.method),
    path,
    query,
    accept: askedFor(form),
    ...(contentType === '' ? {} : { contentType }),
    ...parsed,
    ...(agent === undefined ? {} : { agent }),
    ...(impersonate === undefined ? {} : { impersonate }),
  };
}

/** Some forms are made here, of what the API server answers as JSON. */
function askedFor(form: AnswerForm): ApiRequest['accept'] {
  return form === 'yaml' || form === 'partial-object-metadata' || form === 'openapi-v2-protobuf'
    ? 'json'
    : form;
}

/** Path and query of a request line; of a name that stands twice the first counts. Throws BadRequest. */
export function addressOf(url: string): {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
} {
  const mark = url.indexOf('?');
  const given = mark === -1 ? url : url.slice(0, mark);
  const path = given.length > 1 && given.endsWith('/') && !isProxied(given) ? given.slice(0, -1) : given;
  if (!isDecodable(path))
    throw badRequest(`the path ${JSON.stringify(path)} is not encoded as a URL's has to be`);
  // No name of ours: values come from the wire.
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)))
    query[name] ??= value;
  return withoutWatchPath({ path, query });
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function methodOf(method: string): Method {
  if (method === 'HEAD') return 'GET';
  if (METHODS.includes(method)) return method as Method;
  throw failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
}

function impersonationOf(headers: HttpParts['headers']): Impersonation | undefined {
  const [user] = textsOf(headers['impersonate-user']);
  if (user === undefined) return undefined;
  const [uid] = textsOf(headers['impersonate-uid']);
  const extra = extraOf(headers);
  return {
    user,
    ...(uid === undefined ? {} : { uid }),
    groups: textsOf(headers['impersonate-group']),
    ...(extra === undefined ? {} : { extra }),
  };
}

const EXTRA = 'impersonate-extra-';

/** Keys are escaped, for not everything may stand in the name of a header. */
function extraOf(headers: HttpParts['headers']): Impersonation['extra'] {
  const named = Object.keys(headers).filter((name) => name.startsWith(EXTRA));
  if (named.length === 0) return undefined;
  return Object.fromEntries(
    named.map((name) => [unescaped(name.slice(EXTRA.length)), textsOf(headers[name])]),
  );
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Headers of one name are joined on their way here; their bytes are those of UTF-8. */
function textsOf(header: string | readonly string[] | undefined): readonly string[] {
  if (header === undefined) return [];
  const texts = typeof header === 'string' ? header.split(', ') : header;
  return texts.map((text) => Buffer.from(text, 'latin1').toString('utf8'));
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}
