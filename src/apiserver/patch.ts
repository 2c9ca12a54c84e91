import type { Kind } from '../kinds/kind.ts';
import { patchSchemaOf } from '../kinds/schema/patch-schema.ts';
import { invalid } from '../machinery/field-path.ts';
import { showGoValue } from '../machinery/go-json.ts';
import type { KubeObject, Ref } from '../machinery/object-meta.ts';
import { applyJsonPatch } from '../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../machinery/patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../machinery/patch/strategic-merge-patch.ts';
import { failure, hasReason, invalidObject, type StatusError } from '../machinery/status.ts';
import type { Backend } from './backend.ts';
import { type Body, type FieldValidation, readBody } from './body.ts';
import { shownAs } from './faces.ts';
import { settled } from './managed-fields/deferred.ts';
import { PATCH_TYPES } from './patch-types.ts';
import { storedObject } from './stored.ts';
import { type UpdateOptions, updateObject } from './update.ts';

/** PATCH of an object or its status: patches the stored JSON, then goes the way of an update. */
export function patchObject(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  patch: { readonly contentType: string; readonly body: unknown; readonly validation: FieldValidation },
  options: UpdateOptions = {},
): KubeObject {
  const before = settled(storedObject(backend, kind, ref));
  const { object, warnings } = patchedBody(kind, before, patch);
  backend.warnFirst?.(warnings);
  return updateObject(backend, kind, ref, object, { ...options, patched: true });
}

export function patchedBody(
  kind: Kind,
  before: KubeObject,
  {
    contentType,
    body,
    validation,
  }: { readonly contentType: string; readonly body: unknown; readonly validation: FieldValidation },
): Body {
  const patched = applyPatch(kind, shownAs(kind, before), contentType, body);
  try {
    return readBody(kind, patched, validation);
  } catch (error) {
    throw contentType === PATCH_TYPES.strategic
      ? patchRefusal(error, showGoValue(body), unconverted)
      : patchRefusal(error, JSON.stringify(patched));
  }
}

/** What a patch made of the object cannot be decoded: the fault is the patch's, not the object's. */
function patchRefusal(error: unknown, shown: string, reworded = (why: string): string => why): unknown {
  if (!hasReason(error, 'BadRequest')) return error;
  const why = (error as StatusError).message.replace(/^.*? cannot be handled as a \w+: /, '');
  return invalidObject({ group: '', kind: '' }, '', [invalid('patch', shown, reworded(why))]);
}

/** A strategic patch is applied to Go values without going through JSON: a value that does not fit is told otherwise. */
function unconverted(why: string): string {
  const [, found = '', type = ''] = /^json: cannot unmarshal (\w+).* of type (\S+)$/.exec(why) ?? [];
  const from = GO_KINDS[found];
  if (from === undefined) return why;
  if (type.startsWith('map[')) return `cannot restore map from ${from}`;
  if (type.startsWith('[]')) return `cannot restore slice from ${from}`;
  if (type.includes('.')) return `cannot restore struct from: ${from}`;
  if (from === 'int64' && type === 'string') return 'cannot convert int64 to string';
  return `unrecognized type: ${type}`;
}

/** What JSON calls a value, and the kind of Go value that holds it. */
const GO_KINDS: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'int64',
  bool: 'bool',
  object: 'map',
  array: 'slice',
};

function applyPatch(kind: Kind, before: KubeObject, contentType: string, body: unknown): unknown {
  switch (contentType) {
    case PATCH_TYPES.json:
      return applyJsonPatch(before, body);
    case PATCH_TYPES.merge:
      return applyMergePatch(before, body);
    case PATCH_TYPES.strategic:
      if (kind.ownSchema !== undefined) throw unknownFormat(UNTYPED_PATCHES);
      return applyStrategicMergePatch(before, body, patchSchemaOf(kind.schema));
    default:
      throw unknownFormat(Object.values(PATCH_TYPES));
  }
}

/** What is not of a Go type has no strategies. */
const UNTYPED_PATCHES = Object.values(PATCH_TYPES).filter((type) => type !== PATCH_TYPES.strategic);

const unknownFormat = (accepted: readonly string[]): StatusError =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
