import { ageSince } from '../machinery/duration.ts';
import type { Instant } from '../machinery/instant.ts';
import { formatSelector, type LabelSelector } from '../machinery/labels.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import type { PodTemplateSpec } from './core/pod/types.ts';
import type { Column } from './kind.ts';

type Cell<T> = Column<T>['cell'];

/** A column of text; also of numbers where upstream declares the column as a string. */
export const column = <T>(name: string, cell: Cell<T>): Column<T> => ({ name, type: 'string', cell });
export const wideColumn = <T>(name: string, cell: Cell<T>): Column<T> => ({
  ...column(name, cell),
  wide: true,
});
export const integerColumn = <T>(name: string, cell: Cell<T>): Column<T> => ({ name, type: 'integer', cell });
export const booleanColumn = <T>(name: string, cell: Cell<T>): Column<T> => ({ name, type: 'boolean', cell });

/** The first column of nearly every kind. */
export const nameColumn: Column<KubeObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: (object) => object.metadata.name,
};

/** How long ago the object was created. */
export const ageColumn: Column<KubeObject> = column('Age', (object, now: Instant) =>
  ageSince(object.metadata.creationTimestamp, now),
);

/** CONTAINERS and IMAGES: what everything with a pod template shows in wide tables. */
export function containerColumns<T>(templateOf: (object: T) => PodTemplateSpec): readonly Column<T>[] {
  const containersOf = (object: T) => templateOf(object).spec.containers ?? [];
  return [
    wideColumn('Containers', (object) =>
      containersOf(object)
        .map(({ name }) => name)
        .join(','),
    ),
    wideColumn('Images', (object) =>
      containersOf(object)
        .map(({ image = '' }) => image)
        .join(','),
    ),
  ];
}

export const selectorColumn = <T>(selectorOf: (object: T) => LabelSelector | undefined): Column<T> =>
  wideColumn('Selector', (object) => formatSelector(selectorOf(object)));

/** A map of labels as tables show it: `a=b,c=d`, `<none>` where there is none. */
export function labelsCell(labels: Readonly<Record<string, string>> | undefined): string {
  const keys = Object.keys(labels ?? {}).sort();
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${labels?.[key]}`).join(',');
}

/** The first three, and how many there are beyond them. */
export function firstThree(items: readonly string[], separator = ','): string {
  const shown = items.slice(0, 3).join(separator);
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}
