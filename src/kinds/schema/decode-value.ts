import { compareText, isFields } from '../../machinery/json.ts';
import { addStrictError, type DecodeState, save } from './decode-state.ts';
import { encodeStruct, zeroOf } from './encode.ts';
import { foundWord, readScalar } from './scalars.ts';
import { readSelfReading } from './self-reading.ts';
import type { GoType, StructType } from './type-tree.ts';

/** The value's JSON form; undefined stands for Go's zero value. */
export function decodeValue(type: GoType, raw: unknown, state: DecodeState): unknown {
  if (raw === undefined) return undefined;
  switch (type.form) {
    case 'pointer':
      return raw === null ? undefined : (decodeValue(type.to, raw, state) ?? zeroOf(type.to));
    case 'struct':
      return decodeStructValue(type, raw, state);
    case 'list':
      return decodeList(type, raw, state);
    case 'map':
      return decodeMap(type, raw, state);
    case 'schema-or-bool':
    case 'schema-or-list':
    case 'schema-or-strings':
      return readSelfReading(type.form, raw, state, decodeValue);
    case 'quantity':
    case 'int-or-string':
      return readScalar(type, raw, (fault) => save(fault, state));
    default:
      return raw === null ? undefined : readScalar(type, raw, (fault) => save(fault, state));
  }
}

function decodeStructValue(type: StructType, raw: unknown, state: DecodeState): unknown {
  if (raw === null) return undefined;
  if (!isFields(raw)) {
    save({ as: 'type', found: foundWord(raw), go: type.go }, state);
    return undefined;
  }
  const outer = state.struct;
  const values: unknown[] = [];
  for (const key of Object.keys(raw)) {
    const index = type.byName.get(key);
    const field = index === undefined ? undefined : type.fields[index];
    if (index === undefined || field === undefined) {
      addStrictError(`unknown field ${JSON.stringify(pathTo(key, state))}`, state);
      continue;
    }
    state.struct = type.go.slice(type.go.indexOf('.') + 1);
    state.fields.push(key);
    state.path.push(state.path.length === 0 ? key : `.${key}`);
    values[index] = decodeValue(field.type, raw[key], state);
    state.fields.pop();
    state.path.pop();
    state.struct = outer;
  }
  return encodeStruct(type, values);
}

const pathTo = (key: string, { path }: DecodeState): string =>
  path.length === 0 ? key : `${path.join('')}.${key}`;

function decodeList(type: GoType & { form: 'list' }, raw: unknown, state: DecodeState): unknown {
  if (raw === null) return undefined;
  if (!Array.isArray(raw)) {
    save({ as: 'type', found: foundWord(raw), go: type.go }, state);
    return undefined;
  }
  return raw.map((item, index) => {
    state.path.push(`[${index}]`);
    const value = decodeValue(type.element, item, state) ?? zeroOf(type.element);
    state.path.pop();
    return value;
  });
}

function decodeMap(type: GoType & { form: 'map' }, raw: unknown, state: DecodeState): unknown {
  if (raw === null) return undefined;
  if (!isFields(raw)) {
    save({ as: 'type', found: foundWord(raw), go: type.go }, state);
    return undefined;
  }
  const keys = Object.keys(raw);
  const map: Record<string, unknown> = {};
  for (const key of keys) {
    state.path.push(state.path.length === 0 ? key : `.${key}`);
    map[key] = decodeValue(type.value, raw[key], state) ?? zeroOf(type.value);
    state.path.pop();
  }
  return inOrder(keys) ? map : sortedByKey(map);
}

const inOrder = (keys: readonly string[]): boolean =>
  keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') <= key);

/** Go's encoder writes maps by key. */
function sortedByKey(map: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareText(a, b)));
}
