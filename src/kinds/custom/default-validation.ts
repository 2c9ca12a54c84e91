import type { FieldError } from '../../machinery/field-path.ts';
import {
  itemsOf,
  type JsonSchema,
  valuesOf,
} from '../apiextensions/customresourcedefinition/schema-types.ts';
import { defaulted } from './defaulting.ts';
import { validateValue } from './value-validation.ts';

/** ValidateDefaults: a default is itself what its schema asks for. */
export function schemaFaults(schema: JsonSchema, field: string): readonly FieldError[] {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  return [
    ...(schema.default === undefined ? [] : ownFaults(schema, field)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      schemaFaults(property, `${field}.properties[${name}]`),
    ),
    ...(items === undefined ? [] : schemaFaults(items, `${field}.items`)),
    ...(values === undefined ? [] : schemaFaults(values, `${field}.additionalProperties`)),
  ];
}

function ownFaults(schema: JsonSchema, field: string): readonly FieldError[] {
  const value = defaulted(schema, schema.default);
  return validateValue(schema, value, { prefix: `${field}.default`, name: '' }).faults;
}
