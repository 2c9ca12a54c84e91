import { encodeGoString } from '../go-json.ts';
import { compareText, type Fields, isFields } from '../json.ts';
import { storedQuantity } from '../quantity.ts';
import { type GoHashField, type GoHashTypes, type GoShape, shapeOf } from './go-types.ts';

interface Encoder {
  readonly encode: (value: unknown) => string;
  /** What `omitempty` leaves out. A struct never is empty. */
  readonly isEmpty: (value: unknown) => boolean;
}

/** Encodes a struct's members as Go's JSON encoder does with sorted keys: `"a":1,"b":{}` without the braces. */
export function compileMembers(type: string, types: GoHashTypes): (value: Fields) => string {
  const encoders = new Map<string, Encoder>();

  const encoderOf = (name: string): Encoder => {
    const known = encoders.get(name);
    if (known !== undefined) return known;
    const made = compile(shapeOf(name, types));
    encoders.set(name, made);
    return made;
  };

  const compile = (shape: GoShape): Encoder => {
    switch (shape.shape) {
      case 'pointer':
        return {
          encode: (value) => (isNil(value) ? 'null' : encoderOf(shape.of).encode(value)),
          isEmpty: isNil,
        };
      case 'list':
        return {
          encode: (value) => encodeList(value, encoderOf(shape.of).encode),
          isEmpty: (value) => !items(value),
        };
      case 'map':
        return {
          encode: (value) => encodeMap(value, encoderOf(shape.of).encode),
          isEmpty: (value) => !members(value),
        };
      case 'struct': {
        const encodeMembers = structEncoder(shape.fields, types, encoderOf);
        return { encode: (value) => `{${encodeMembers(isFields(value) ? value : {})}}`, isEmpty: never };
      }
      default:
        return PLAIN[shape.shape];
    }
  };

  const shape = shapeOf(type, types);
  return structEncoder(shape.shape === 'struct' ? shape.fields : [], types, encoderOf);
}

/** A struct's members sorted by name; `encoderOf` is asked only for those that are there. */
function structEncoder(
  fields: readonly GoHashField[],
  types: GoHashTypes,
  encoderOf: (type: string) => Encoder,
): (value: Fields) => string {
  const flat = flattened(fields, types).toSorted((a, b) => compareText(a.json, b.json));
  return (value) => {
    const parts: string[] = [];
    for (const { json, type, omitempty } of flat) {
      const content = value[json];
      if (content === undefined && omitempty === true && !isStruct(type, types)) continue;
      const encoder = encoderOf(type);
      if (omitempty !== true || !encoder.isEmpty(content)) parts.push(`"${json}":${encoder.encode(content)}`);
    }
    return parts.join(',');
  };
}

const isStruct = (type: string, types: GoHashTypes): boolean => {
  const { shape } = shapeOf(type, types);
  return shape === 'struct' || shape === 'time' || shape === 'quantity' || shape === 'intstr';
};

function flattened(fields: readonly GoHashField[], types: GoHashTypes): readonly GoHashField[] {
  return fields.flatMap((field) => {
    if (field.inline !== true) return [field];
    const shape = shapeOf(field.type.replace(/^\*/, ''), types);
    return shape.shape === 'struct' ? flattened(shape.fields, types) : [];
  });
}

const isNil = (value: unknown): boolean => value === undefined || value === null;
const never = (): boolean => false;
const items = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const members = (value: unknown): boolean => isFields(value) && Object.keys(value).length > 0;

const PLAIN: Readonly<Record<'string' | 'bool' | 'number' | 'quantity' | 'intstr' | 'time', Encoder>> = {
  string: {
    encode: (value) => encodeGoString(isNil(value) ? '' : String(value)),
    isEmpty: (value) => isNil(value) || value === '',
  },
  bool: { encode: (value) => (value === true ? 'true' : 'false'), isEmpty: (value) => value !== true },
  number: {
    encode: (value) => (isNil(value) ? '0' : String(value)),
    isEmpty: (value) => isNil(value) || value === 0,
  },
  quantity: {
    encode: (value) =>
      isNil(value)
        ? '"0"'
        : encodeGoString(storedQuantity(typeof value === 'number' ? value : String(value))),
    isEmpty: never,
  },
  intstr: {
    encode: (value) =>
      typeof value === 'string' ? encodeGoString(value) : isNil(value) ? '0' : String(value),
    isEmpty: never,
  },
  // Templates bear no times; Go writes the zero time as null.
  time: { encode: () => 'null', isEmpty: never },
};

function encodeList(value: unknown, item: (value: unknown) => string): string {
  return Array.isArray(value) && value.length > 0 ? `[${value.map(item).join(',')}]` : 'null';
}

function encodeMap(value: unknown, item: (value: unknown) => string): string {
  const keys = isFields(value) ? Object.keys(value).toSorted(compareText) : [];
  if (!isFields(value) || keys.length === 0) return 'null';
  return `{${keys.map((key) => `${encodeGoString(key)}:${item(value[key])}`).join(',')}}`;
}
