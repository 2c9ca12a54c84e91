import type { DecodeState } from './decode-state.ts';
import { foundWord, Stop } from './scalars.ts';
import { type GoType, structOf } from './type-tree.ts';

type Decode = (type: GoType, raw: unknown, state: DecodeState) => unknown;

/**
 * The parts of a CustomResourceDefinition's schema that may be one thing or another. They read their JSON
 * themselves, without strictness: an unknown field inside them is dropped and not told.
 */
export function readSelfReading(
  form: 'schema-or-bool' | 'schema-or-list' | 'schema-or-strings',
  raw: unknown,
  state: DecodeState,
  decode: Decode,
): unknown {
  switch (form) {
    case 'schema-or-bool':
      if (typeof raw === 'boolean') return raw;
      if (foundWord(raw) === 'object') return readSchema(raw, state, decode);
      throw new Stop({ as: 'text', text: 'boolean or JSON schema expected' });
    case 'schema-or-list':
      if (Array.isArray(raw)) return raw.map((item) => readSchema(item, state, decode));
      return foundWord(raw) === 'object' ? readSchema(raw, state, decode) : undefined;
    case 'schema-or-strings':
      if (Array.isArray(raw)) return raw.map((item) => readString(item));
      return foundWord(raw) === 'object' ? readSchema(raw, state, decode) : undefined;
  }
}

function readSchema(raw: unknown, state: DecodeState, decode: Decode): unknown {
  const inner: DecodeState = { ...state, saved: undefined, strictErrors: new Set() };
  const value = decode(structOf('apiextensions.k8s.io/v1.JSONSchemaProps'), raw, inner);
  // An error of the inner decoder ends the outer one at once.
  if (inner.saved !== undefined) throw new Stop({ as: 'text', text: inner.saved });
  return value;
}

function readString(item: unknown): string {
  if (typeof item === 'string') return item;
  throw new Stop({ as: 'type', found: foundWord(item), go: 'string' });
}
