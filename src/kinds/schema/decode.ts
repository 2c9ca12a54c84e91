import { compareText, isFields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { badRequest } from '../../machinery/status.ts';
import { type Fault, foundWord, readScalar, Stop } from './scalars.ts';
import { readSelfReading } from './self-reading.ts';
import { type Field, type GoType, type StructType, structOf } from './type-tree.ts';

export interface Decoded {
  /** The body as the server stores it: known fields in Go's order, empty ones as omitempty says. */
  readonly object: KubeObject;
  /** `unknown field "spec.foo"`, in the body's order, at most 100. */
  readonly strictErrors: readonly string[];
}

export interface GroupVersionKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Upstream's bound on strict errors, so that a hostile body cannot grow the answer. */
const STRICT_ERRORS_MOST = 100;

/** Where the decoder is: what Go's errorContext and strict field stack hold. */
export interface DecodeState {
  struct: string;
  readonly fields: string[];
  readonly path: string[];
  /** The first value that did not fit; decoding goes on, a later {@link Stop} wins over it. */
  saved: string | undefined;
  readonly strictErrors: Set<string>;
}

/** What Go's decoding of a body and its re-encoding make of it. Throws BadRequest with the server's words. */
export function decode(schema: string, raw: unknown, { apiVersion, kind }: GroupVersionKind): Decoded {
  const type = structOf(schema);
  const state = newState();
  const value = decodeWhole(type, raw, state, (text) => {
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    throw badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${text}`);
  });
  const object: Record<string, unknown> = Object.assign({ kind, apiVersion }, value, { kind, apiVersion });
  // Only inside templates an unset creationTimestamp stays: here the server sets it.
  const { metadata } = object;
  if (isFields(metadata) && metadata['creationTimestamp'] === null) {
    const { creationTimestamp: _, ...rest } = metadata;
    object['metadata'] = rest;
  }
  const whole: unknown = object;
  return { object: whole as KubeObject, strictErrors: [...state.strictErrors] };
}

/** The text that decoding gives for a struct that is not a whole object; undefined where it fits. */
export function decodeStruct(schema: string, raw: unknown, refuse: (text: string) => never): unknown {
  return decodeWhole(structOf(schema), raw, newState(), refuse);
}

/** A struct inside a body that has no type of its own: `path` is where it stands. */
export function decodePart(
  schema: string,
  raw: unknown,
  path: string,
  refuse: (text: string) => never,
): { readonly value: unknown; readonly strictErrors: readonly string[] } {
  const state = { ...newState(), path: [path] };
  const value = decodeWhole(structOf(schema), raw, state, refuse);
  return { value, strictErrors: [...state.strictErrors] };
}

/** The object as Go would write it: for objects that did not come through {@link decode}. */
export function normalise<T>(schema: string, object: T): T {
  return decodeStruct(schema, object, (text) => {
    throw badRequest(text);
  }) as T;
}

const newState = (): DecodeState => ({
  struct: '',
  fields: [],
  path: [],
  saved: undefined,
  strictErrors: new Set(),
});

function decodeWhole(
  type: StructType,
  raw: unknown,
  state: DecodeState,
  refuse: (text: string) => never,
): unknown {
  try {
    const value = decodeValue(type, raw, state);
    if (state.saved !== undefined) return refuse(state.saved);
    return value ?? encodeStruct(type, []);
  } catch (error) {
    if (error instanceof Stop) return refuse(faultText(error.fault, state));
    throw error;
  }
}

/** Go's words for a value that does not fit, naming the innermost struct field that is being read. */
function faultText(fault: Fault, { struct, fields }: DecodeState): string {
  if (fault.as === 'text') return fault.text;
  const place = fields.length === 0 ? 'Go value' : `Go struct field ${struct}.${fields.join('.')}`;
  return `json: cannot unmarshal ${fault.found} into ${place} of type ${fault.go}`;
}

function save(fault: Fault, state: DecodeState): void {
  state.saved ??= faultText(fault, state);
}

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
      return readSelfReading(type.form, raw, state);
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

function addStrictError(text: string, { strictErrors }: DecodeState): void {
  if (strictErrors.size < STRICT_ERRORS_MOST) strictErrors.add(text);
}

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

function encodeStruct(type: StructType, values: readonly unknown[]): unknown {
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
function zeroOf(type: GoType): unknown {
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
