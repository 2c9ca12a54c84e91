import type { ApiRequest, Impersonation } from './transport.ts';

/** What comes before the body of a request. */
export interface HttpHead {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

const ACCEPT: Readonly<Record<ApiRequest['accept'], string>> = {
  json: 'application/json',
  table: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  'aggregated-discovery': 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'aggregated-discovery-beta': 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
};

/** A request as HTTP carries it, all but its body. */
export function requestHead({ method, path, query, accept, body, ...rest }: ApiRequest): HttpHead {
  const words = new URLSearchParams(query).toString();
  const contentType = rest.contentType ?? (body === undefined ? undefined : 'application/json');
  return {
    method,
    path: (words === '' ? path : `${path}?${words}`).replace(/[^\x21-\x7e]+/g, encodeURIComponent),
    headers: {
      Accept: ACCEPT[accept],
      ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
      ...(rest.agent === undefined ? {} : { 'User-Agent': rest.agent }),
      ...(rest.impersonate === undefined ? {} : impersonationHeaders(rest.impersonate)),
    },
  };
}

function impersonationHeaders({ user, uid, groups, extra = {} }: Impersonation): HttpHead['headers'] {
  return {
    'Impersonate-User': bytes(user),
    ...(uid === undefined ? {} : { 'Impersonate-Uid': bytes(uid) }),
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': groups.map(bytes) }),
    ...Object.fromEntries(
      Object.entries(extra).map(([key, values]) => [
        `Impersonate-Extra-${encodeURIComponent(key)}`,
        values.map(bytes),
      ]),
    ),
  };
}

/** Headers are bytes, and these are those of UTF-8. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1');
