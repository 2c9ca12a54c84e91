import { isNotFound, StatusError } from '../../machinery/status.ts';
import { type Connection, fetchObject } from '../api.ts';
import { asError } from '../errors.ts';
import { type Mapping, resourcePath } from './mapper.ts';
import type { AnyObject } from './object.ts';

/** One thing a command works on: where it is, and its object as far as it is known. */
export interface Info {
  readonly mapping: Mapping;
  readonly namespace: string;
  readonly name: string;
  /** The file it came from; '' for what was named or listed. */
  readonly source: string;
  readonly subresource: string;
  /** An object, a list or a table; undefined when it has only been named. */
  readonly object: AnyObject | undefined;
}

/** The path of an item's own resource. */
export const infoPath = ({ mapping, namespace, name, subresource }: Info): string =>
  resourcePath(mapping, namespace, name, subresource);

/** Asks the server for the item; when its whole namespace is missing that is what the error says. */
export async function retrieve(
  connection: Connection,
  info: Info,
  accept: 'json' | 'table' = 'json',
): Promise<Info> {
  refuseName(info.name);
  try {
    const object = await fetchObject<AnyObject>(connection, 'GET', infoPath(info), { accept });
    return { ...info, object };
  } catch (error) {
    throw isNotFound(error) ? await missingNamespace(connection, info.namespace, error) : error;
  }
}

async function missingNamespace(connection: Connection, namespace: string, error: unknown): Promise<Error> {
  if (namespace === '' || namespace === 'default') return asError(error);
  try {
    await fetchObject(connection, 'GET', `/api/v1/namespaces/${encodeURIComponent(namespace)}`);
    return asError(error);
  } catch (missing) {
    return asError(isNotFound(missing) ? missing : error);
  }
}

/** client-go refuses names that would not be one part of a path. */
export function refuseName(name: string): void {
  if (name === '') throw new Error('resource name may not be empty');
  const faults = [
    ...(name === '.' || name === '..' ? [`may not be '${name}'`] : []),
    ...['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`),
  ];
  if (faults.length > 0)
    throw new Error(`invalid resource name ${JSON.stringify(name)}: [${faults.join(' ')}]`);
}

export interface ListOptions {
  readonly selector: string;
  readonly fieldSelector: string;
  readonly accept: 'json' | 'table';
  /** Objects a page; 0 asks for all at once. */
  readonly chunk: number;
  readonly query?: Readonly<Record<string, string>>;
}

/** The lists a selection answers with, page by page. */
export async function* listPages(
  connection: Connection,
  mapping: Mapping,
  namespace: string,
  options: ListOptions,
): AsyncGenerator<AnyObject> {
  let next = '';
  do {
    const query = {
      ...options.query,
      ...(options.selector === '' ? {} : { labelSelector: options.selector }),
      ...(options.fieldSelector === '' ? {} : { fieldSelector: options.fieldSelector }),
      ...(options.chunk > 0 ? { limit: String(options.chunk) } : {}),
      ...(next === '' ? {} : { continue: next }),
    };
    const page = await listPage(connection, mapping, namespace, options, query);
    yield page;
    next = String((page.metadata as { readonly continue?: string } | undefined)?.continue ?? '');
  } while (next !== '');
}

async function listPage(
  connection: Connection,
  mapping: Mapping,
  namespace: string,
  { accept, selector, fieldSelector }: ListOptions,
  query: Readonly<Record<string, string>>,
): Promise<AnyObject> {
  try {
    return await fetchObject<AnyObject>(connection, 'GET', resourcePath(mapping, namespace), {
      accept,
      query,
    });
  } catch (error) {
    throw tellSelectors(error, resourceString(mapping), selector, fieldSelector);
  }
}

/** How Go prints a GroupVersionResource: `/v1, Resource=pods`. */
export const resourceString = ({ group, version, resource }: Mapping): string =>
  `${group}/${version}, Resource=${resource}`;

/** How Go prints a GroupVersionKind: `/v1, Kind=Pod`. */
export const kindString = ({ group, version, kind }: Mapping): string => `${group}/${version}, Kind=${kind}`;

function tellSelectors(error: unknown, subject: string, selector: string, fieldSelector: string): Error {
  if (!(error instanceof StatusError)) return asError(error);
  const { reason, message = '' } = error.status;
  if (reason !== 'BadRequest' && reason !== 'NotFound') return error;
  const told =
    selector === '' && fieldSelector === ''
      ? `Unable to list ${JSON.stringify(subject)}: ${message}`
      : `Unable to find ${JSON.stringify(subject)} that match label selector ${JSON.stringify(selector)}, ` +
        `field selector ${JSON.stringify(fieldSelector)}: ${message}`;
  return new StatusError({ ...error.status, message: told });
}
