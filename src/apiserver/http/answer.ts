import { createHash } from 'node:crypto';
import { dump } from 'js-yaml';
import type { ApiResponse } from '../../client/transport.ts';
import type { Instant } from '../../machinery/instant.ts';
import type { Status } from '../../machinery/status.ts';
import { isNoPage } from '../routes.ts';
import { type AnswerForm, contentTypeOf } from './media-types.ts';
import { encodeOpenApiV2 } from './openapi-protobuf.ts';
import { partialMetadata } from './partial-metadata.ts';
import { warningHeaders } from './warnings.ts';

/** An answer as it goes over the wire. */
export interface HttpAnswer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

/** Discovery and schemas: clients keep the answers, and ask again with If-None-Match. */
const KEPT_BY_CLIENTS = /^\/(api(\/[^/]+)?|apis(\/[^/]+){0,2}|openapi\/v2|openapi\/v3(\/.*)?)$/;

/** Writes what the API server answered in the form that was asked for. */
export function httpAnswer(
  { code, body, warnings, date, headers: own }: ApiResponse,
  form: AnswerForm,
  path: string,
  knownTag?: string,
): HttpAnswer {
  if (isNoPage(body)) return { code, headers: textHeaders(date), body: '404 page not found\n' };
  const isText = typeof body === 'string';
  const shaped = form === 'partial-object-metadata' ? partialMetadata(body) : body;
  const text = isText ? body : written(shaped, form);
  const headers: Record<string, string | readonly string[]> = {
    'Content-Type': isText
      ? 'text/plain; charset=utf-8'
      : code < 400
        ? contentTypeOf(form)
        : 'application/json',
    'Cache-Control': 'no-cache, private',
    Date: new Date(date).toUTCString(),
    ...own,
  };
  const retryAfter = (body as Partial<Status> | undefined)?.details?.retryAfterSeconds;
  if (code >= 400 && retryAfter !== undefined) headers['Retry-After'] = String(retryAfter);
  if (warnings.length > 0) headers['Warning'] = warningHeaders(warnings);
  if (code !== 200 || !KEPT_BY_CLIENTS.test(path)) return { code, headers, body: text };
  const tag = `"${createHash('sha512').update(text).digest('hex').toUpperCase()}"`;
  headers['Etag'] = tag;
  headers['Vary'] = 'Accept';
  return tag === knownTag ? { code: 304, headers, body: '' } : { code, headers, body: text };
}

function written(body: unknown, form: AnswerForm): string | Uint8Array {
  if (form === 'openapi-v2-protobuf') return encodeOpenApiV2(body);
  return form === 'yaml' ? dump(body) : `${JSON.stringify(body)}\n`;
}

const textHeaders = (date: Instant): HttpAnswer['headers'] => ({
  'Content-Type': 'text/plain; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  Date: new Date(date).toUTCString(),
});
