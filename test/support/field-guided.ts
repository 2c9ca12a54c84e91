import fc from 'fast-check';
import type { GoType, StructType } from '../../src/kinds/schema/type-tree.ts';
import { structOf } from '../../src/kinds/schema/type-tree.ts';
import { isFields } from '../../src/machinery/json.ts';

const DEPTH = 9;

const TEXTS = [
  ...['', 'a', 'web', 'A_b', 'Not A Name', '-x-', 'x'.repeat(300), 'é', '%s', 'None', 'null', '\u0000', '{}'],
  ...['10.96.0.1', '10.96.255.256', '1.2.3.4/8', '::1', 'http', '80', '25%', '-5%', '100%', '0', '-1'],
  ...[
    'Always',
    'Never',
    'OnFailure',
    'RollingUpdate',
    'Recreate',
    'OnDelete',
    'TCP',
    'udp',
    'Retain',
    'Delete',
  ],
  ...['ReadWriteOnce', 'Exists', 'In', 'NotIn', 'DoesNotExist', 'Gt', 'Equal', 'NoSchedule', 'NoExecute'],
  ...['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'Local', 'Indexed', 'NonIndexed', 'Forbid'],
  ...['kubernetes.io/hostname', 'example.com/x', '/a', 'a=b,c', '$(A)', '../..', 'foregroundDeletion'],
  ...[
    '2026-01-01T00:00:00Z',
    '2026-13-45',
    '*/1 * * * *',
    '@hourly',
    '* * *',
    'v1',
    'apps/v1',
    'Pod',
    'Deployment',
  ],
  ...['metadata.name', 'limits.cpu', 'storage', 'cpu', 'memory', 'requests.cpu', 'Resource', 'Utilization'],
];
// Nothing between a few hundred and more than 32 bits hold: so many replicas would be made.
const NUMBERS = [0, 1, -1, 2, 5, 80, 443, 2 ** 31, -(2 ** 31), 2 ** 53, 1.5, 1e21];
const AMOUNTS = [
  0,
  1,
  '1',
  '0',
  '-1',
  '100m',
  '1.5',
  '1Gi',
  '1e3',
  '999999999999999999Ei',
  'abc',
  '',
  '1 Gi',
  '+5k',
];

const text = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...TEXTS) }, fc.string({ maxLength: 12 }));
const number = fc.constantFrom(...NUMBERS);
const amount = fc.constantFrom(...AMOUNTS);
const anything = fc.jsonValue({ maxDepth: 2 });

/** Bodies of a kind: its own fields, filled with what fits, what nearly fits, and what does not fit at all. */
export function bodiesOf(schema: string): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: structValue(structOf(schema), DEPTH) },
    { weight: 1, arbitrary: anything },
  );
}

function anyValue(type: GoType, depth: number): fc.Arbitrary<unknown> {
  const fitting = fittingValue(type, depth);
  return fc.oneof(
    { weight: 30, arbitrary: fitting },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

function fittingValue(type: GoType, depth: number): fc.Arbitrary<unknown> {
  switch (type.form) {
    case 'pointer':
      return anyValue(type.to, depth);
    case 'struct':
      return depth <= 0 ? fc.constant({}) : structValue(type, depth);
    case 'list':
      return depth <= 0 ? fc.constant([]) : listValue(type.element, depth);
    case 'map':
      return depth <= 0
        ? fc.constant({})
        : fc.dictionary(text, anyValue(type.value, depth - 1), { maxKeys: 2 });
    case 'bool':
      return fc.boolean();
    case 'int':
    case 'float':
      return number;
    case 'quantity':
      return amount;
    case 'int-or-string':
      return fc.oneof(number, text);
    case 'string':
      return type.values === undefined ? text : fc.oneof(fc.constantFrom(...type.values), text);
    default:
      return fc.oneof(text, anything);
  }
}

function listValue(element: GoType, depth: number): fc.Arbitrary<unknown> {
  return fc.array(
    fc.constant(undefined).chain(() => anyValue(element, depth - 1)),
    { maxLength: 2 },
  );
}

/** Some of the fields; the required ones nearly always. Made when asked for: types hold themselves. */
function structValue(type: StructType, depth: number): fc.Arbitrary<unknown> {
  const names = type.fields.map(({ json }) => json);
  return fc
    .tuple(fc.shuffledSubarray(names, { maxLength: Math.min(5, names.length) }), fc.nat(20))
    .chain(([chosen, whim]) => {
      const unknown = whim === 1 ? { nobodyKnowsThis: anything } : {};
      const entries = type.fields
        .filter(({ json, required }) => chosen.includes(json) || (required && whim > 0))
        .map((field) => [field.json, anyValue(field.type, depth - 1)] as const);
      return fc.record({ ...Object.fromEntries(entries), ...unknown });
    });
}

/** A good body of a kind with one field put in or changed, wherever in it. */
export function nearlyGood(schema: string, good: object): fc.Arbitrary<unknown> {
  return oneField(structOf(schema), DEPTH).map((change) => merged(good, change));
}

/** An object that holds nothing but one field, some way down. */
function oneField(type: GoType, depth: number): fc.Arbitrary<unknown> {
  if (type.form === 'pointer') return oneField(type.to, depth);
  if (type.form === 'list')
    return fc.oneof(
      oneField(type.element, depth - 1).map((item) => [item]),
      anyValue(type, 1),
    );
  if (type.form !== 'struct' || depth <= 0 || type.fields.length === 0) return anyValue(type, 1);
  return fc
    .constantFrom(...type.fields)
    .chain((field) =>
      fc
        .oneof(
          { weight: 4, arbitrary: fc.constant(undefined).chain(() => oneField(field.type, depth - 1)) },
          { weight: 1, arbitrary: anyValue(field.type, 2) },
        )
        .map((value) => ({ [field.json]: value })),
    );
}

function merged(base: unknown, change: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(change)) {
    const length = Math.max(base.length, change.length);
    return Array.from({ length }, (_, index) =>
      index < change.length
        ? index < base.length
          ? merged(base[index], change[index])
          : change[index]
        : base[index],
    );
  }
  if (!isFields(base) || !isFields(change)) return change;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change))
    result[key] = key in base ? merged(base[key], value) : value;
  return result;
}
