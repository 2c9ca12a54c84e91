import { ageSince } from '../../machinery/duration.ts';
import { type Instant, instantOf, type Time } from '../../machinery/instant.ts';
import { printValues } from '../../machinery/json-path.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import type { PrinterColumn } from '../apiextensions/customresourcedefinition/types.ts';
import { nameColumn } from '../columns.ts';
import type { Column } from '../kind.ts';
import { finderOf } from './path.ts';

/** What stands in a table where a definition says nothing. */
const AGE: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
const AGE_MEANING =
  'CreationTimestamp is a timestamp representing the server time when this object was created. ' +
  'It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. ' +
  'It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. ' +
  'More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';

/** The columns of custom objects: additionalPrinterColumns, or the age. */
export function customColumns(
  definitions: readonly PrinterColumn[] | undefined,
): readonly Column<KubeObject>[] {
  const columns = definitions ?? [{ ...AGE, description: AGE_MEANING }];
  const made = columns.map(customColumn);
  // As upstream: from the first path on that cannot be read there are no columns.
  const broken = made.indexOf(undefined);
  const read = broken === -1 ? made : made.slice(0, broken);
  return [nameColumn, ...read.filter((one) => one !== undefined)];
}

function customColumn(definition: PrinterColumn): Column<KubeObject> | undefined {
  const { name, type, format = '', jsonPath, priority = 0 } = definition;
  const find = finderOf(jsonPath);
  if (find === undefined) return undefined;
  return {
    name,
    type: type as Column<KubeObject>['type'],
    description:
      definition.description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    ...(format === '' ? {} : { format }),
    ...(priority === 0 ? {} : { wide: true, priority }),
    cell: (object, now) => {
      const values = find(object);
      return values.length === 0 ? null : cellOf(type, values[0], now);
    },
  };
}

function cellOf(type: string, value: unknown, now: Instant): string | number | boolean | null {
  switch (type) {
    case 'string':
      return printValues([value]);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      if (typeof value !== 'string') return null;
      return Number.isNaN(instantOf(value)) ? '<invalid>' : ageSince(value as Time, now);
    default:
      return null;
  }
}
