import { expect, test } from 'vitest';
import type { JsonSchema } from '../../../../src/kinds/apiextensions/customresourcedefinition/schema-types.ts';
import { defaulted } from '../../../../src/kinds/custom/defaulting.ts';
import { showUntyped } from '../../../../src/kinds/custom/go-value.ts';
import { validateListTypes } from '../../../../src/kinds/custom/list-types.ts';
import { compileGoPattern } from '../../../../src/kinds/custom/pattern.ts';
import { pruned } from '../../../../src/kinds/custom/pruning.ts';
import { fieldErrorText } from '../../../../src/machinery/field-path.ts';

const schema: JsonSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        known: { type: 'string', default: 'yes' },
        open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        map: {
          type: 'object',
          additionalProperties: { type: 'object', properties: { a: { type: 'integer', default: 1 } } },
        },
        list: { type: 'array', items: { type: 'object', properties: { a: { type: 'integer' } } } },
        template: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          properties: { spec: { type: 'object' } },
        },
      },
    },
  },
};

test('fields that the schema does not know go, and are told by their paths', () => {
  const object = {
    apiVersion: 'a/v1',
    kind: 'A',
    metadata: { anything: 1 },
    extra: 1,
    spec: {
      known: 'a',
      unknown: 1,
      open: { deep: { er: 1 } },
      map: { x: { a: 1, b: 2 } },
      list: [{ a: 1 }, { b: 1 }],
      template: { kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [] } },
    },
  };
  const { value, unknown } = pruned(schema, object);
  expect(unknown).toEqual([
    'extra',
    'spec.list[1].b',
    'spec.map.x.b',
    'spec.template.spec.containers',
    'spec.unknown',
  ]);
  expect(value).toEqual({
    apiVersion: 'a/v1',
    kind: 'A',
    metadata: { anything: 1 },
    spec: {
      known: 'a',
      open: { deep: { er: 1 } },
      map: { x: { a: 1 } },
      list: [{ a: 1 }, {}],
      template: { kind: 'Pod', metadata: { name: 'x' }, spec: {} },
    },
  });
});

test('an object that holds nothing unknown is the same object', () => {
  const object = { spec: { known: 'a', list: [{ a: 1 }] } };
  expect(pruned(schema, object).value).toBe(object);
});

test('defaults are given where their parent is, and a null that may not be one is nothing', () => {
  expect(defaulted(schema, { spec: { map: { x: {} }, list: null } })).toEqual({
    spec: { known: 'yes', map: { x: { a: 1 } } },
  });
  expect(defaulted(schema, { spec: { known: null } })).toEqual({ spec: { known: 'yes' } });
  expect(defaulted(schema, {})).toEqual({});
});

test('what stands twice in a set or under a key is a duplicate', () => {
  const lists: JsonSchema = {
    type: 'object',
    properties: {
      set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      map: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name', 'port'],
        items: { type: 'object' },
      },
    },
  };
  const object = {
    set: ['a', 'b', 'a', 'a'],
    map: [
      { name: 'x', port: 1 },
      { name: 'x', port: 1, v: 2 },
    ],
  };
  expect(validateListTypes(lists, object, '').map(fieldErrorText)).toEqual([
    'set[2]: Duplicate value: "a"',
    'map[1]: Duplicate value: map[string]interface {}{"name":"x", "port":1}',
  ]);
});

test('values without a type are shown as Go shows them', () => {
  expect(showUntyped({ b: [1, null, 'x'], a: { c: true } })).toBe(
    'map[string]interface {}{"a":map[string]interface {}{"c":true}, "b":[]interface {}{1, interface {}(nil), "x"}}',
  );
});

function matchesPattern(pattern: string, text: string): boolean | string {
  const compiled = compileGoPattern(pattern);
  return compiled instanceof Error ? compiled.message : compiled.test(text);
}

test.each([
  ['(?i)^abc$', 'ABC', true],
  ['\\A[[:alpha:]]+\\z', 'ab1', false],
  ['(?P<year>\\d{4})', 'of 2026', true],
  ['\\pL', '1', false],
  ['(', '', 'error parsing regexp: missing closing ): `(`'],
  ['a(?=b)', 'ab', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
  ['x{1001}', '', 'error parsing regexp: invalid repeat count: `{1001}`'],
])('the pattern %s is understood as Go does', (pattern, text, answer) => {
  expect(matchesPattern(pattern, text)).toBe(answer);
});

test('a pattern that would try every way to match gives its answer at once', () => {
  expect(matchesPattern('^(a+)+$', `${'a'.repeat(5000)}b`)).toBe(false);
});
