import { type Fields, isFields } from '../../machinery/json.ts';
import type { ObjectMeta } from '../../machinery/object-meta.ts';

/** Any object as it travels: kubectl knows no more of most kinds than this. */
export interface AnyObject extends Fields {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<ObjectMeta>;
}

/** A list is whatever carries items. */
export interface AnyList extends AnyObject {
  readonly items: readonly AnyObject[];
}

export function isList(object: Fields): object is AnyList {
  return Array.isArray(object['items']);
}

/** A server-rendered table. */
export interface Table extends Fields {
  readonly columnDefinitions?: readonly TableColumn[] | null;
  readonly rows: readonly TableRow[];
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}
export interface TableColumn {
  readonly name: string;
  readonly type?: string;
  readonly format?: string;
  readonly priority?: number;
}
export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object?: AnyObject | null;
}

export function isTable(object: Fields): object is Table {
  return Array.isArray(object['rows']);
}

/** The group an apiVersion names; '' for core. */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

/** `deployment.apps/web`, `pod/web-0`: how results name an object. */
export function displayName(object: Pick<AnyObject, 'apiVersion' | 'kind' | 'metadata'>): string {
  const group = groupOf(object.apiVersion);
  const kind = object.kind.toLowerCase();
  return `${group === '' ? kind : `${kind}.${group}`}/${object.metadata?.name ?? ''}`;
}

/** The object with some metadata set; undefined takes a field away. */
export function withMetadata(object: AnyObject, changes: Fields): AnyObject {
  const metadata = Object.entries({ ...object.metadata, ...changes }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...object, metadata: Object.fromEntries(metadata) };
}

/** The value a path of names leads to. */
export function valueAt(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isFields(value) ? value[name] : undefined), object);
}
