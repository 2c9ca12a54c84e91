import type { ApiRequest } from '../client/transport.ts';
import type { Column, Kind } from '../kinds/kind.ts';
import type { Instant } from '../machinery/instant.ts';
import type { KubeObject } from '../machinery/object-meta.ts';

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}
export interface TableRow {
  readonly cells: readonly (string | number | boolean | null)[];
  readonly conditions?: readonly unknown[];
  readonly object?: unknown;
}
/** What a list says of itself. */
export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}
/** meta.k8s.io/v1 Table. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: ListMeta;
  readonly columnDefinitions: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** Kinds without a printer of their own. */
const PLAIN: readonly Column<KubeObject>[] = [
  { name: 'Name', type: 'string', format: 'name', cell: (object) => object.metadata.name },
  { name: 'Created At', type: 'date', cell: (object) => object.metadata.creationTimestamp },
];

export function columnsOf(kind: Kind): readonly Column<KubeObject>[] {
  return kind.columns.length === 0 ? PLAIN : kind.columns;
}

export function columnDefinitions(kind: Kind): readonly TableColumn[] {
  return columnsOf(kind).map((column) => ({
    name: column.name,
    type: column.type,
    format: column.format ?? '',
    description: column.description ?? '',
    priority: column.priority ?? (column.wide ? 1 : 0),
  }));
}

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export function tableRow(kind: Kind, object: KubeObject, now: Instant, include: IncludeObject): TableRow {
  return {
    cells: columnsOf(kind).map((column) => column.cell(object, now)),
    ...(include === 'None' ? {} : { object: include === 'Object' ? object : partial(object) }),
  };
}

export function tableOf(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: ListMeta,
  now: Instant,
  include: IncludeObject,
): Table {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columnDefinitions(kind),
    rows: inOrder(kind, objects).map((object) => tableRow(kind, object, now, include)),
  };
}

const inOrder = ({ rowOrder }: Kind, objects: readonly KubeObject[]): readonly KubeObject[] =>
  rowOrder === undefined ? objects : objects.toSorted(rowOrder);

function partial(object: KubeObject): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** What a request wants to see of the object of each row. */
export function includeOf({ query }: ApiRequest): IncludeObject {
  const include = query['includeObject'];
  return include === 'None' || include === 'Object' ? include : 'Metadata';
}
