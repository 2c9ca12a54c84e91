import type { Kind } from '../kinds/kind.ts';
import { decode } from '../kinds/schema/decode.ts';
import { isFields } from '../machinery/json.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { badRequest } from '../machinery/status.ts';
import { apiVersionOf } from './registry.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export interface Body {
  /** Decoded, defaulted. */
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

export function fieldValidationOf(query: Readonly<Record<string, string>>): FieldValidation {
  const value = query['fieldValidation'];
  return value === 'Strict' || value === 'Ignore' ? value : 'Warn';
}

/** Decodes a request's body as one kind: type errors and (strictly) unknown fields are BadRequest with the server's text. */
export function readBody(kind: Kind, raw: unknown, validation: FieldValidation): Body {
  const { object, strictErrors } = decodeBody(kind, raw);
  if (strictErrors.length > 0 && validation === 'Strict') {
    throw badRequest(`${cannotBeHandled(kind)}: strict decoding error: ${strictErrors.join(', ')}`);
  }
  return { object: kind.defaults(object), warnings: validation === 'Warn' ? strictErrors : [] };
}

export function decodeBody(
  kind: Kind,
  raw: unknown,
): { readonly object: KubeObject; readonly strictErrors: readonly string[] } {
  const apiVersion = apiVersionOf(kind);
  if (!isFields(raw))
    throw badRequest(
      `${cannotBeHandled(kind)}: json: cannot unmarshal ${jsonWord(raw)} into Go value of type ${goType(kind)}`,
    );
  const told = { apiVersion: raw['apiVersion'], kind: raw['kind'] };
  if (
    told.kind !== undefined &&
    told.apiVersion !== undefined &&
    (told.kind !== kind.kind || told.apiVersion !== apiVersion)
  ) {
    const version = String(told.apiVersion).split('/').at(-1);
    throw badRequest(
      told.kind === kind.kind
        ? `the API version in the data (${told.apiVersion}) does not match the expected API version (${apiVersion})`
        : `${told.kind} in version "${version}" cannot be handled as a ${kind.kind}: converting (${told.apiVersion}.${told.kind}) to (${apiVersion}.${kind.kind}): unknown conversion`,
    );
  }
  const { object, strictErrors } = decode(kind.schema, raw, { apiVersion, kind: kind.kind });
  return {
    object: { ...object, apiVersion, kind: kind.kind, metadata: object.metadata ?? {} } as KubeObject,
    strictErrors,
  };
}

function cannotBeHandled(kind: Kind): string {
  return `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}`;
}

function goType(kind: Kind): string {
  return `${kind.version}.${kind.kind}`;
}

function jsonWord(raw: unknown): string {
  if (Array.isArray(raw)) return 'array';
  return raw === null ? 'null' : typeof raw === 'boolean' ? 'bool' : typeof raw;
}
