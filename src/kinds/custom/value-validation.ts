import {
  type FieldError,
  invalid,
  required,
  tooLong,
  tooMany,
  unsupported,
} from '../../machinery/field-path.ts';
import { equalJson, type Fields, isFields } from '../../machinery/json.ts';
import { itemsOf, type JsonSchema } from '../apiextensions/customresourcedefinition/schema-types.ts';
import { type At, fieldOf } from './at.ts';
import { validateConnectives } from './connectives.ts';
import { hasFormat, isKnownFormat } from './formats.ts';
import { showUntyped } from './go-value.ts';
import { NO_FAULTS, type Outcome, Outcomes } from './outcome.ts';
import { compileGoPattern } from './pattern.ts';

/** What an OpenAPI schema finds wrong with a value, in the words of kube-openapi; what did not change is let be. */
export function validateValue(schema: JsonSchema, value: unknown, at: At, before?: unknown): Outcome {
  if (before !== undefined && equalJson(value, before)) return NO_FAULTS;
  const all = new Outcomes();
  if (value === null || value === undefined) {
    all.add(typeOutcome(schema, value, at));
    all.add(enumOutcome(schema, value ?? null, at));
    return all.outcome();
  }
  if (hasType(schema)) all.step(typeOutcome(schema, value, at));
  all.step(validateConnectives(schema, value, at, validateValue));
  if (typeof value === 'string') {
    all.step(stringOutcome(schema, value, at));
    if (schema.format) all.step(formatOutcome(schema.format, value, at));
  }
  if (typeof value === 'number') all.step(numberOutcome(schema, value, at));
  if (Array.isArray(value)) all.step(listOutcome(schema, value, at));
  all.step(enumOutcome(schema, value, at));
  if (isFields(value)) all.step(objectOutcome(schema, value, at, before));
  all.count();
  return all.outcome();
}

const fault = (error: FieldError): Outcome => ({ faults: [error], matches: 0 });
const one: Outcome = { faults: [], matches: 1 };
const invalidAt = (at: At, value: unknown, words: string): Outcome =>
  fault(invalid(fieldOf(at), value, `${at.name} in body ${words}`));

const typesOf = (schema: JsonSchema): readonly string[] =>
  schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : schema.type ? [schema.type] : [];

const hasType = (schema: JsonSchema): boolean => typesOf(schema).length > 0;

function typeOutcome(schema: JsonSchema, value: unknown, at: At): Outcome {
  const types = typesOf(schema);
  const wrong = (found: string): Outcome => {
    const words = `${at.name} in body must be of type ${types.join(',')}: ${JSON.stringify(found)}`;
    return fault({ ...invalid(fieldOf(at), found, words), type: 'FieldValueTypeInvalid' });
  };
  if (value === null || value === undefined)
    return types.length === 0 || schema.nullable === true ? one : wrong('null');
  const found = typeWord(value);
  const fits =
    types.includes(found) ||
    (found === 'integer' && types.includes('number')) ||
    (found === 'number' && types.includes('integer') && Number.isInteger(value)) ||
    // A format stands for the type of texts and lists.
    (schema.format !== undefined &&
      isKnownFormat(schema.format) &&
      !types.includes('number') &&
      !types.includes('integer') &&
      (found === 'string' || found === 'array'));
  return fits ? one : wrong(found);
}

function typeWord(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function stringOutcome({ maxLength, minLength, pattern }: JsonSchema, value: string, at: At): Outcome {
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) return fault(tooLong(fieldOf(at), maxLength));
  if (minLength !== undefined && length < minLength)
    return invalidAt(at, value, `should be at least ${minLength} chars long`);
  if (pattern && !matchesPattern(pattern, value)) return invalidAt(at, value, `should match '${pattern}'`);
  return NO_FAULTS;
}

/** A definition with a pattern that is none is refused: one that was stored all the same asks for nothing. */
function matchesPattern(pattern: string, value: string): boolean {
  const compiled = compileGoPattern(pattern);
  return compiled instanceof Error || compiled.test(value);
}

function formatOutcome(format: string, value: string, at: At): Outcome {
  if (hasFormat(format, value)) return NO_FAULTS;
  const words = `${at.name} in body must be of type ${format}: ${JSON.stringify(value)}`;
  return fault({ ...invalid(fieldOf(at), value, words), type: 'FieldValueTypeInvalid' });
}

function numberOutcome(schema: JsonSchema, value: number, at: At): Outcome {
  const { multipleOf, maximum, exclusiveMaximum = false, minimum, exclusiveMinimum = false } = schema;
  const all = new Outcomes();
  if (multipleOf !== undefined && multipleOf > 0 && !Number.isInteger(value / multipleOf))
    all.add(invalidAt(at, value, `should be a multiple of ${multipleOf}`));
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
    all.add(invalidAt(at, value, `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`));
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
    all.add(
      invalidAt(at, value, `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`),
    );
  all.count();
  return all.outcome();
}

function listOutcome(schema: JsonSchema, value: readonly unknown[], at: At): Outcome {
  const { minItems, maxItems } = schema;
  const items = itemsOf(schema);
  const all = new Outcomes();
  if (items !== undefined)
    value.forEach((item, i) => {
      all.add(validateValue(items, item, { ...at, name: `${at.name}[${i}]` }));
    });
  if (minItems !== undefined && value.length < minItems)
    all.add(invalidAt(at, value.length, `should have at least ${minItems} items`));
  if (maxItems !== undefined && value.length > maxItems)
    all.add(fault(tooMany(fieldOf(at), value.length, maxItems)));
  all.count();
  return all.outcome();
}

function enumOutcome({ enum: allowed = [] }: JsonSchema, value: unknown, at: At): Outcome {
  if (allowed.length === 0 || allowed.some((known) => equalJson(known, value))) return NO_FAULTS;
  const words = allowed.map((known) => (typeof known === 'string' ? known : JSON.stringify(known)));
  return fault({ ...unsupported(fieldOf(at), value, words), shown: showUntyped(value) });
}

function objectOutcome(schema: JsonSchema, value: Fields, at: At, before: unknown): Outcome {
  const { minProperties, maxProperties, properties = {}, additionalProperties } = schema;
  const count = Object.keys(value).length;
  if (minProperties !== undefined && count < minProperties)
    return invalidAt(at, count, `should have at least ${minProperties} properties`);
  if (maxProperties !== undefined && count > maxProperties)
    return fault(tooMany(fieldOf(at), count, maxProperties));
  const all = new Outcomes();
  const old = isFields(before) ? before : {};
  for (const [key, part] of Object.entries(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const name = known !== undefined && at.name === '' ? key : `${at.name}.${key}`;
    if (known !== undefined) all.add(validateValue(known, part, { ...at, name }, old[key]));
    else if (additionalProperties === false)
      all.add(fault(invalid(fieldOf(at), key, `${at.name}.${key} in body is a forbidden property`)));
    else if (typeof additionalProperties === 'object')
      all.add(validateValue(additionalProperties, part, { ...at, name }, old[key]));
  }
  for (const key of schema.required ?? [])
    if (!Object.hasOwn(value, key)) all.add(fault(required(fieldOf({ ...at, name: `${at.name}.${key}` }))));
  return all.outcome();
}
