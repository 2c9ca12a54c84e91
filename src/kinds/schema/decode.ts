import { isFields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { badRequest } from '../../machinery/status.ts';
import { type DecodeState, faultText, newState } from './decode-state.ts';
import { decodeValue } from './decode-value.ts';
import { encodeStruct } from './encode.ts';
import { Stop } from './scalars.ts';
import { type StructType, structOf } from './type-tree.ts';

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
