import type { Kind } from '../kinds/kind.ts';
import { type Fields, isFields } from '../machinery/json.ts';
import type { KubeObject } from '../machinery/object-meta.ts';

/** The object in the version and the group of the request. */
export function shownAs(kind: Kind, object: KubeObject): KubeObject {
  return kind.face === undefined ? object : kind.face.shown(object);
}

/** The object as it is stored. */
export function storedAs(kind: Kind, object: KubeObject): KubeObject {
  return kind.face === undefined ? object : kind.face.stored(object);
}

/** An answer with its objects, one or many, in the version and the group of the request. */
export function shownAnswer(kind: Kind, body: unknown): unknown {
  if (kind.face === undefined || !isFields(body)) return body;
  if (Array.isArray(body['items']))
    return { ...body, items: body['items'].map((item) => shownIf(kind, item)) };
  if (Array.isArray(body['rows'])) return { ...body, rows: body['rows'].map((row) => shownRow(kind, row)) };
  return shownIf(kind, body);
}

function shownRow(kind: Kind, row: Fields): Fields {
  return row['object'] === undefined ? row : { ...row, object: shownIf(kind, row['object']) };
}

/** A Status and the metadata of an object are the same in every version. */
function shownIf(kind: Kind, value: unknown): unknown {
  return isFields(value) && value['kind'] === kind.kind ? shownAs(kind, value as Fields & KubeObject) : value;
}
