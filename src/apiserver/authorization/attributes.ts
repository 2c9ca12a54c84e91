import type { ApiRequest, Method } from '../../client/transport.ts';
import { failure, qualified, type StatusError } from '../../machinery/status.ts';
import type { User } from './user.ts';

/** What is asked, as authorization sees it. */
export interface Attributes {
  readonly verb: string;
  /** Of requests for no resource; then everything below is empty. */
  readonly path?: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  /** '' for the whole cluster. */
  readonly namespace: string;
}

const VERBS: Readonly<Record<Method, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

export const NO_RESOURCE = { group: '', resource: '', subresource: '', name: '', namespace: '' } as const;

/** Reads a request as upstream's RequestInfo does: from the path alone, whether anything is served there or not. */
export function attributesOf({ method, path, query }: ApiRequest): Attributes {
  const [root, ...parts] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const rest = root === 'api' ? parts.slice(1) : root === 'apis' ? parts.slice(2) : [];
  if (rest.length === 0) return { ...NO_RESOURCE, verb: method.toLowerCase(), path };
  const group = root === 'apis' ? (parts[0] ?? '') : '';
  const { namespace, words } = placeOf(rest);
  const [resource = '', named = '', subresource = ''] = words;
  const name = named === '' ? nameIn(query['fieldSelector'] ?? '') : named;
  return { verb: verbOf(method, named, query), group, resource, subresource, name, namespace };
}

function placeOf(rest: readonly string[]): { readonly namespace: string; readonly words: readonly string[] } {
  const [first, namespace, third] = rest;
  if (first !== 'namespaces' || namespace === undefined) return { namespace: '', words: rest };
  const isInside = third !== undefined && third !== 'status' && third !== 'finalize';
  return { namespace, words: isInside ? rest.slice(2) : rest };
}

function verbOf(method: Method, name: string, query: ApiRequest['query']): string {
  if (name !== '') return VERBS[method];
  if (method === 'GET') return query['watch'] === 'true' || query['watch'] === '1' ? 'watch' : 'list';
  return method === 'DELETE' ? 'deletecollection' : VERBS[method];
}

const nameIn = (fieldSelector: string): string =>
  /(?:^|,)metadata\.name==?([^,]*)/.exec(fieldSelector)?.[1] ?? '';

/** Forbidden, in the words of the API server. */
export function forbidden(user: User, attributes: Attributes, reason: string): StatusError {
  const { group, resource, name, path } = attributes;
  const why = `${refusalText(user, attributes)}${reason === '' ? '' : `: ${reason}`}`;
  if (path !== undefined) return failure(403, 'Forbidden', `forbidden: ${why}`, {});
  const about = `${qualified(group, resource)}${name === '' ? '' : ` ${JSON.stringify(name)}`}`;
  return failure(403, 'Forbidden', `${about} is forbidden: ${why}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    kind: resource,
  });
}

function refusalText(
  user: User,
  { verb, path, group, resource, subresource, namespace }: Attributes,
): string {
  const who = `User ${JSON.stringify(user.name)} cannot ${verb}`;
  if (path !== undefined) return `${who} path ${JSON.stringify(path)}`;
  const what = JSON.stringify(subresource === '' ? resource : `${resource}/${subresource}`);
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return `${who} resource ${what} in API group ${JSON.stringify(group)} ${where}`;
}
