import { ageSince } from '../machinery/duration.ts';
import type { Instant } from '../machinery/instant.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import type { Column } from './kind.ts';

/** The first column of nearly every kind. */
export const nameColumn: Column<KubeObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: (object) => object.metadata.name,
};

/** How long ago the object was created. */
export const ageColumn: Column<KubeObject> = {
  name: 'Age',
  type: 'string',
  cell: (object, now: Instant) => ageSince(object.metadata.creationTimestamp, now),
};

/** What a kind without a printer of its own shows: the creation time as it is stored. */
export const defaultColumns: readonly Column<KubeObject>[] = [
  nameColumn,
  {
    name: 'Created At',
    type: 'date',
    cell: (object) => object.metadata.creationTimestamp,
  },
];
