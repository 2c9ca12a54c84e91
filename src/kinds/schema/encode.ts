import { isFields } from '../../machinery/json.ts';
import type { Field, GoType, StructType } from './type-tree.ts';

/** A struct as Go writes it, its fields' values given in Go's order; undefined stands for one that was never set. */
export function encodeStruct(type: StructType, values: readonly unknown[]): unknown {
  const out: Record<string, unknown> = {};
  for (let index = 0; index < type.fields.length; index++) {
    const field = type.fields[index];
    if (field === undefined) continue;
    const value = values[index];
    if (!(field.omitEmpty && isEmpty(field, value))) out[field.json] = value ?? zeroOf(field.type);
  }
  return out;
}

/** Go's omitempty: structs are never empty, pointers only when nil. */
function isEmpty({ type }: Field, value: unknown): boolean {
  switch (type.form) {
    case 'string':
    case 'bool':
    case 'int':
    case 'float':
    case 'bytes':
      return value === undefined || value === '' || value === false || value === 0;
    case 'list':
      return value === undefined || (Array.isArray(value) && value.length === 0);
    case 'map':
      return value === undefined || (isFields(value) && Object.keys(value).length === 0);
    case 'pointer':
      return value === undefined;
    default:
      return false;
  }
}

/** How Go writes a value that was never set. */
export function zeroOf(type: GoType): unknown {
  switch (type.form) {
    // Bytes are kept as protobuf, which knows no null.
    case 'string':
    case 'bytes':
      return '';
    case 'bool':
      return false;
    case 'int':
    case 'float':
    case 'int-or-string':
      return 0;
    case 'quantity':
      return '0';
    case 'duration':
      return '0s';
    case 'schema-or-bool':
      return false;
    case 'struct':
      return encodeStruct(type, []);
    default:
      return null;
  }
}
