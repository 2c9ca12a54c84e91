import type { KubeObject } from '../machinery/object-meta.ts';
import { type Connection, fetchObject } from './api.ts';
import { asError } from './errors.ts';
import { type Related, type RelatedQuery, relatedFrom } from './kinds/describer.ts';

/** Objects a page of a list; kubectl's default. */
export const CHUNK = 500;

/** Sends all queries; those that may fail are told about by {@link Related.error}. */
export async function fetchRelated(
  connection: Connection,
  queries: Readonly<Record<string, RelatedQuery>>,
  chunk: number,
): Promise<Related> {
  const found: Record<string, readonly KubeObject[] | KubeObject | Error> = {};
  for (const [name, query] of Object.entries(queries)) {
    try {
      found[name] = await fetchOne(connection, query, chunk);
    } catch (error) {
      if (query.failure === 'fails') throw error;
      found[name] = asError(error);
    }
  }
  return relatedFrom(found);
}

async function fetchOne(
  connection: Connection,
  { type, path, query = {} }: RelatedQuery,
  chunk: number,
): Promise<readonly KubeObject[] | KubeObject> {
  return type === 'list'
    ? fetchList(connection, path, query, chunk)
    : fetchObject<KubeObject>(connection, 'GET', path);
}

/** A list as it travels. */
export interface ObjectList<T = KubeObject> {
  readonly items?: readonly T[] | null;
  readonly metadata: { readonly continue?: string; readonly resourceVersion: string };
  readonly apiVersion: string;
  readonly kind: string;
}

/** An item with the apiVersion and kind that lists leave out. */
export function withType<T extends KubeObject>(item: T, list: ObjectList<unknown>): T {
  const type = { apiVersion: list.apiVersion, kind: list.kind.replace(/List$/, '') };
  return { ...type, ...item };
}

/** A whole list, page by page; items get the apiVersion and kind that lists leave out. */
export async function fetchList<T extends KubeObject>(
  connection: Connection,
  path: string,
  query: Readonly<Record<string, string>>,
  chunk: number,
): Promise<readonly T[]> {
  const items: T[] = [];
  let next = '';
  do {
    const page = await fetchObject<ObjectList<T>>(connection, 'GET', path, {
      query: {
        ...query,
        ...(chunk > 0 ? { limit: String(chunk) } : {}),
        ...(next === '' ? {} : { continue: next }),
      },
    });
    for (const item of page.items ?? []) items.push(withType(item, page));
    next = page.metadata.continue ?? '';
  } while (next !== '');
  return items;
}
