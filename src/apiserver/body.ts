import type { ApiRequest } from '../client/transport.ts';
import { kinds } from '../kinds/index.ts';
import type { Kind } from '../kinds/kind.ts';
import { decode } from '../kinds/schema/decode.ts';
import { type Fields, isFields } from '../machinery/json.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { badRequest } from '../machinery/status.ts';
import { storedAs } from './faces.ts';
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

/** The object that a request brings. Throws BadRequest where what it brings is none. */
export function readRequest(kind: Kind, { body, fault, duplicates = [], query }: ApiRequest): Body {
  if (fault !== undefined)
    throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): ${fault}`);
  return readBody(kind, body, fieldValidationOf(query), duplicates);
}

/** Decodes a request's body as one kind: type errors and (strictly) unknown fields are BadRequest with the server's text. */
export function readBody(
  kind: Kind,
  raw: unknown,
  validation: FieldValidation,
  duplicates: readonly string[] = [],
): Body {
  const { object, strictErrors: unknown } = decodeBody(kind, raw);
  const strictErrors = [...duplicates, ...unknown];
  if (strictErrors.length > 0 && validation === 'Strict') {
    throw badRequest(`${cannotBeHandled(kind)}: strict decoding error: ${strictErrors.join(', ')}`);
  }
  return {
    object: kind.defaults(storedAs(kind, object)),
    warnings: validation === 'Warn' ? strictErrors : [],
  };
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
  refuseOtherKind(kind, raw);
  const { object, strictErrors } =
    kind.ownSchema?.decode(raw) ?? decode(kind.schema, raw, { apiVersion, kind: kind.kind });
  return {
    object: {
      ...object,
      apiVersion,
      kind: kind.kind,
      metadata: { ...object.metadata, ...managedFieldsReset(raw) },
    } as KubeObject,
    strictErrors,
  };
}

/** Decoding leaves out a list that is empty; of managedFields it says as much as a list with one empty entry. */
function managedFieldsReset({ metadata }: Fields): Fields {
  const entries = isFields(metadata) ? metadata['managedFields'] : undefined;
  return Array.isArray(entries) && entries.length === 0 ? { managedFields: [{}] } : {};
}

/** A body that says it is something else: of a kind nobody knows, of one that cannot become this one, of another version. */
function refuseOtherKind(kind: Kind, { kind: told, apiVersion }: Fields): void {
  const expected = apiVersionOf(kind);
  if (typeof told !== 'string' || typeof apiVersion !== 'string' || told === '' || apiVersion === '') return;
  if (told === kind.kind && apiVersion === expected) return;
  if (told === kind.kind)
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const isKnown = kinds.some((one) => one.kind === told && apiVersionOf(one) === apiVersion);
  const why = isKnown
    ? `converting (${version}.${told}) to (${goPackage(kind)}.${kind.kind}): unknown conversion`
    : `no kind ${JSON.stringify(told)} is registered for version ${JSON.stringify(apiVersion)} in scheme ${SCHEME}`;
  throw badRequest(
    `${told} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: ${why}`,
  );
}

/** Where upstream makes its scheme: the server says so. */
const SCHEME = '"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"';

/** The package of a kind's internal type. */
const goPackage = ({ group }: Kind): string => (group === '' ? 'core' : (group.split('.')[0] ?? ''));

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
