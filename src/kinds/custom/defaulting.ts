import { type Fields, isFields } from '../../machinery/json.ts';
import {
  itemsOf,
  type JsonSchema,
  valuesOf,
} from '../apiextensions/customresourcedefinition/schema-types.ts';

/** A value with its schema's defaults. A null that may not be one counts as nothing, and goes where nothing is given for it. */
export function defaulted(schema: JsonSchema | undefined, value: unknown): unknown {
  if (schema === undefined) return value;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    const next = value.map((item) =>
      item === null && items !== undefined && items.nullable !== true && items.default !== undefined
        ? items.default
        : defaulted(items, item),
    );
    return next.some((item, i) => item !== value[i]) ? next : value;
  }
  return isFields(value) ? defaultedFields(schema, value) : value;
}

function defaultedFields(schema: JsonSchema, value: Fields): Fields {
  const properties = schema.properties ?? {};
  const values = valuesOf(schema);
  const next: Record<string, unknown> = {};
  let changed = false;
  for (const [key, part] of Object.entries(value)) {
    const own = (Object.hasOwn(properties, key) ? properties[key] : undefined) ?? values;
    if (part === null && own !== undefined && own.nullable !== true) {
      changed = true;
      if (own.default !== undefined) next[key] = defaulted(own, own.default);
      continue;
    }
    next[key] = defaulted(own, part);
    changed ||= next[key] !== part;
  }
  for (const [key, property] of Object.entries(properties)) {
    if (property.default === undefined || Object.hasOwn(next, key)) continue;
    next[key] = defaulted(property, property.default);
    changed = true;
  }
  return changed ? next : value;
}
