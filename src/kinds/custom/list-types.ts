import { duplicate, type FieldError, invalid } from '../../machinery/field-path.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import {
  itemsOf,
  type JsonSchema,
  valuesOf,
} from '../apiextensions/customresourcedefinition/schema-types.ts';
import { showUntyped } from './go-value.ts';

/** ValidateListSetsAndMaps: what stands in a set, or under a key, stands there once. */
export function validateListTypes(schema: JsonSchema, value: unknown, field: string): readonly FieldError[] {
  if (Array.isArray(value)) return validateList(schema, value, field);
  if (!isFields(value)) return [];
  const values = valuesOf(schema);
  return Object.entries(value).flatMap(([name, part]) => {
    const property = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (property !== undefined)
      return validateListTypes(property, part, field === '' ? name : `${field}.${name}`);
    return values === undefined ? [] : validateListTypes(values, part, `${field}[${name}]`);
  });
}

function validateList(schema: JsonSchema, list: readonly unknown[], field: string): readonly FieldError[] {
  const items = itemsOf(schema);
  const within =
    items === undefined ? [] : list.flatMap((item, i) => validateListTypes(items, item, `${field}[${i}]`));
  return [...ownFaults(schema, list, field), ...within];
}

function ownFaults(schema: JsonSchema, list: readonly unknown[], field: string): readonly FieldError[] {
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return repeated(list).map((i) => repeatedFault(`${field}[${i}]`, list[i]));
    case 'map': {
      const wrong = list.findIndex((item) => item !== null && !isFields(item));
      if (wrong !== -1) {
        const why = 'must be an object for an array of list-type map';
        return [invalid(`${field}[${wrong}]`, list[wrong], why)];
      }
      const keys = list.map((item) => keyOf(isFields(item) ? item : {}, schema));
      return repeated(keys).map((i) => repeatedFault(`${field}[${i}]`, keys[i]));
    }
    default:
      return [];
  }
}

function keyOf(item: Fields, schema: JsonSchema): Fields {
  const names = schema['x-kubernetes-list-map-keys'] ?? [];
  return Object.fromEntries(names.flatMap((name) => (name in item ? [[name, item[name]]] : [])));
}

const repeatedFault = (field: string, value: unknown): FieldError => ({
  ...duplicate(field, value),
  shown: showUntyped(value),
});

/** Where something stands for the second time; a third is not told. */
function repeated(list: readonly unknown[]): readonly number[] {
  const seen = new Map<string, number>();
  return list.flatMap((item, i) => {
    const text = JSON.stringify(item);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return times === 2 ? [i] : [];
  });
}
