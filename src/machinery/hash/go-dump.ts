import { compareText, type Fields, isFields } from '../json.ts';
import { parseQuantity, scaledInteger, storedQuantity } from '../quantity.ts';
import { type GoHashField, type GoHashTypes, shapeOf } from './go-types.ts';

type Dump = (value: unknown) => string;

/** Prints values of a type as spew does with the hash's settings: each field in Go's order, also empty ones (H-2). */
export function compileDump(type: string, types: GoHashTypes): Dump {
  const bodies = new Map<string, Dump>();

  const bodyOf = (name: string): Dump => {
    const known = bodies.get(name);
    if (known !== undefined) return known;
    const made = compileBody(name);
    bodies.set(name, made);
    return made;
  };

  const compileBody = (name: string): Dump => {
    const shape = shapeOf(name, types);
    switch (shape.shape) {
      case 'list':
        return dumpList(untyped(shape.of));
      case 'map':
        return dumpMap(untyped(shape.of));
      case 'struct':
        return dumpStruct(shape.fields.map((field) => compileField(field, typed(field.type))));
      case 'pointer':
        return typed(name);
      default:
        return PLAIN[shape.shape];
    }
  };

  /** The value behind its type: `(v1.Protocol)TCP`, `(*int64)30`. */
  const typed = (name: string): Dump => {
    const head = `(${name.replaceAll('v1meta.', 'v1.')})`;
    if (!name.startsWith('*')) return (value) => head + bodyOf(name)(value);
    return (value) => head + (isNil(value) ? '<nil>' : bodyOf(name.slice(1))(value));
  };

  /** Items of lists and maps stand without their type; pointers are marked only. */
  const untyped = (name: string): Dump => {
    if (!name.startsWith('*')) return (value) => bodyOf(name)(value);
    return (value) => (isNil(value) ? '<nil>' : `<*>${bodyOf(name.slice(1))(value)}`);
  };

  return typed(type);
}

const isNil = (value: unknown): boolean => value === undefined || value === null;

const PLAIN: Readonly<Record<'string' | 'bool' | 'number' | 'quantity' | 'intstr' | 'time', Dump>> = {
  string: (value) => (isNil(value) ? '' : String(value)),
  bool: (value) => (value === true ? 'true' : 'false'),
  number: (value) => (isNil(value) ? '0' : String(value)),
  quantity: dumpQuantity,
  intstr: (value) => {
    const number = `IntVal:(int32)${typeof value === 'number' ? value : 0}`;
    return typeof value === 'string'
      ? `{Type:(intstr.Type)1 ${number} StrVal:(string)${value}}`
      : `{Type:(intstr.Type)0 ${number} StrVal:(string)}`;
  },
  time: () => '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}',
};

/** Lists and maps without items are nil by the time they come from storage. */
const dumpList =
  (item: Dump): Dump =>
  (value) =>
    Array.isArray(value) && value.length > 0 ? `[${value.map(item).join(' ')}]` : '<nil>';

const dumpMap =
  (item: Dump): Dump =>
  (value) => {
    const keys = isFields(value) ? Object.keys(value) : [];
    if (!isFields(value) || keys.length === 0) return '<nil>';
    return `map[${keys
      .toSorted(compareText)
      .map((key) => `${key}:${item(value[key])}`)
      .join(' ')}]`;
  };

interface FieldDump {
  readonly go: string;
  readonly json: string;
  readonly inline: boolean;
  readonly dump: Dump;
  /** Most fields are empty: their text is made once. */
  absent: string | undefined;
}

const compileField = (field: GoHashField, dump: Dump): FieldDump => ({
  go: field.go,
  json: field.json,
  inline: field.inline === true,
  dump,
  absent: undefined,
});

const dumpStruct =
  (fields: readonly FieldDump[]): Dump =>
  (value) => {
    const struct: Fields = isFields(value) ? value : {};
    let text = '{';
    for (const field of fields) {
      if (text.length > 1) text += ' ';
      const content = field.inline ? struct : struct[field.json];
      if (content === undefined) {
        field.absent ??= `${field.go}:${field.dump(undefined)}`;
        text += field.absent;
      } else text += `${field.go}:${field.dump(content)}`;
    }
    return `${text}}`;
  };

const NO_AMOUNT = 'i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0}';

/** The struct that parsing the stored text yields: upstream keeps big numbers as words of 64 bits at nano scale. */
function dumpQuantity(value: unknown): string {
  if (isNil(value))
    return `{${NO_AMOUNT} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string) Format:(resource.Format)}`;
  const quantity = parseQuantity(storedQuantity(typeof value === 'number' ? value : String(value)));
  const { unscaled, scale, format, text, decimal } = quantity;
  if (!decimal) {
    const amount = `i:(resource.int64Amount){value:(int64)${unscaled} scale:(resource.Scale)${scale}}`;
    return `{${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${format}}`;
  }
  const words: bigint[] = [];
  const nanos = scaledInteger(quantity, -9);
  for (let rest = nanos < 0n ? -nanos : nanos; rest > 0n; rest >>= 64n) words.push(BigInt.asUintN(64, rest));
  const number = `unscaled:(big.Int){neg:(bool)${nanos < 0n} abs:(big.nat)[${words.join(' ')}]} scale:(inf.Scale)9`;
  return `{${NO_AMOUNT} d:(resource.infDecAmount){Dec:(*inf.Dec){${number}}} s:(string) Format:(resource.Format)${format}}`;
}
