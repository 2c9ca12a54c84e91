import { expect, test } from 'vitest';
import type { JsonSchema } from '../../../../src/kinds/apiextensions/customresourcedefinition/schema-types.ts';
import { validateValue } from '../../../../src/kinds/custom/value-validation.ts';
import { fieldErrorText } from '../../../../src/machinery/field-path.ts';

const faults = (schema: JsonSchema, value: unknown, before?: unknown): readonly string[] =>
  validateValue(schema, value, { prefix: '', name: '' }, before).faults.map(fieldErrorText);

const spec = (properties: Readonly<Record<string, JsonSchema>>, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties: { spec: { type: 'object', properties, ...more } },
});

test.each<{ readonly says: string; readonly schema: JsonSchema; readonly value: unknown }>([
  {
    says: 'spec.n: Invalid value: "string": spec.n in body must be of type integer: "string"',
    schema: { type: 'integer' },
    value: 'three',
  },
  {
    says: 'spec.n: Invalid value: "null": spec.n in body must be of type integer: "null"',
    schema: { type: 'integer' },
    value: null,
  },
  {
    says: 'spec.n: Invalid value: "number": spec.n in body must be of type integer: "number"',
    schema: { type: 'integer' },
    value: 1.5,
  },
  {
    says: 'spec.n: Invalid value: "boolean": spec.n in body must be of type integer,string: "boolean"',
    schema: { 'x-kubernetes-int-or-string': true },
    value: true,
  },
  {
    says: 'spec.n: Invalid value: -1: spec.n in body should be greater than or equal to 0',
    schema: { type: 'integer', minimum: 0 },
    value: -1,
  },
  {
    says: 'spec.n: Invalid value: 3: spec.n in body should be less than 3',
    schema: { type: 'integer', maximum: 3, exclusiveMaximum: true },
    value: 3,
  },
  {
    says: 'spec.n: Invalid value: 5: spec.n in body should be a multiple of 2',
    schema: { type: 'integer', multipleOf: 2 },
    value: 5,
  },
  {
    says: 'spec.n: Invalid value: "": spec.n in body should be at least 1 chars long',
    schema: { type: 'string', minLength: 1 },
    value: '',
  },
  {
    says: 'spec.n: Too long: may not be more than 2 bytes',
    schema: { type: 'string', maxLength: 2 },
    value: 'abc',
  },
  {
    says: `spec.n: Invalid value: "A": spec.n in body should match '^[a-z]+$'`,
    schema: { type: 'string', pattern: '^[a-z]+$' },
    value: 'A',
  },
  {
    says: 'spec.n: Invalid value: "soon": spec.n in body must be of type date-time: "soon"',
    schema: { type: 'string', format: 'date-time' },
    value: 'soon',
  },
  {
    says: 'spec.n: Unsupported value: "c": supported values: "a", "b"',
    schema: { type: 'string', enum: ['a', 'b'] },
    value: 'c',
  },
  {
    says: 'spec.n: Too many: 3: must have at most 2 items',
    schema: { type: 'array', items: { type: 'integer' }, maxItems: 2 },
    value: [1, 2, 3],
  },
  {
    says: 'spec.n: Invalid value: 0: spec.n in body should have at least 1 items',
    schema: { type: 'array', items: { type: 'integer' }, minItems: 1 },
    value: [],
  },
  {
    says: 'spec.n[1]: Invalid value: "string": spec.n[1] in body must be of type integer: "string"',
    schema: { type: 'array', items: { type: 'integer' } },
    value: [1, 'two'],
  },
  {
    says: 'spec.n.a: Invalid value: "integer": spec.n.a in body must be of type string: "integer"',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    value: { a: 1 },
  },
  {
    says: 'spec.n: Too many: 2: must have at most 1 items',
    schema: { type: 'object', maxProperties: 1 },
    value: { a: 1, b: 2 },
  },
])('$says', ({ says, schema, value }) => {
  expect(faults(spec({ n: schema }), { spec: { n: value } })).toEqual([says]);
});

test('what is required and not there is told by its name alone', () => {
  const schema: JsonSchema = { type: 'object', required: ['spec'], properties: {} };
  expect(faults(schema, {})).toEqual(['spec: Required value']);
  expect(faults(spec({}, { required: ['a'] }), { spec: {} })).toEqual(['spec.a: Required value']);
});

test('a null may stand where the schema says so', () => {
  expect(faults(spec({ n: { type: 'integer', nullable: true } }), { spec: { n: null } })).toEqual([]);
});

test('of alternatives that all fail the likeliest is told beside the rule', () => {
  const either: JsonSchema = { oneOf: [{ required: ['a'] }, { required: ['b'] }] };
  expect(faults(spec({}, either), { spec: {} })).toEqual([
    '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found none valid',
    'spec.a: Required value',
  ]);
  expect(faults(spec({}, either), { spec: { a: 1, b: 2 } })).toEqual([
    '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives',
  ]);
});

test('what did not change is not found fault with', () => {
  const schema = spec({ n: { type: 'integer', minimum: 0 }, m: { type: 'integer', minimum: 0 } });
  expect(faults(schema, { spec: { n: -1, m: -2 } }, { spec: { n: -1, m: 0 } })).toEqual([
    'spec.m: Invalid value: -2: spec.m in body should be greater than or equal to 0',
  ]);
});
