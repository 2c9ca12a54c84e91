import { type FieldError, invalid } from '../../machinery/field-path.ts';
import {
  itemsOf,
  type JsonSchema,
  valuesOf,
} from '../apiextensions/customresourcedefinition/schema-types.ts';

/** Faults after which rules in CEL could not be evaluated. */
const BLOCKING: readonly FieldError['type'][] = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

/** The faults, and of a schema with rules that those were not looked at, where upstream says so. */
export function withRulesUnchecked(
  schema: JsonSchema,
): (faults: readonly FieldError[]) => readonly FieldError[] {
  let found: boolean | undefined;
  return (faults) => {
    if (!faults.some(({ type }) => BLOCKING.includes(type))) return faults;
    found ??= hasRules(schema);
    if (!found) return faults;
    const why =
      'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
    return [...faults, invalid('<nil>', null, why)];
  };
}

function hasRules(schema: JsonSchema): boolean {
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) return true;
  const parts = [itemsOf(schema), valuesOf(schema), ...Object.values(schema.properties ?? {})];
  return parts.some((part) => part !== undefined && hasRules(part));
}
