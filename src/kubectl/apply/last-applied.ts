import { encodeGoJson } from '../../machinery/go-json.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import { type AnyObject, withMetadata } from '../resources/object.ts';

/** Where apply keeps what was applied last: the third side of its merge. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manifest as the annotation holds it: compact JSON of the object without the annotation itself, and a line end. */
export function configurationText(object: AnyObject): string {
  return `${encodeGoJson(withoutLastApplied(object))}\n`;
}

/** The object without the annotation; annotations are there in any case, if only as an empty map. */
export function withoutLastApplied(object: AnyObject): AnyObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata?.annotations ?? {};
  return withMetadata(object, { annotations });
}

/** The object with its own configuration in the annotation. */
export function withLastApplied(object: AnyObject): AnyObject {
  return withMetadata(object, {
    annotations: { ...object.metadata?.annotations, [LAST_APPLIED]: configurationText(object) },
  });
}

/** What was applied last; undefined where the object was made some other way. */
export function lastApplied(object: AnyObject): Fields | undefined {
  const text = object.metadata?.annotations?.[LAST_APPLIED];
  if (text === undefined || text === '') return undefined;
  const value: unknown = JSON.parse(text);
  return isFields(value) ? value : undefined;
}

/** As `create --save-config` and the commands that keep an annotation that is there. */
export function savedConfig(object: AnyObject, save: 'always' | 'if present'): AnyObject {
  const present = (object.metadata?.annotations?.[LAST_APPLIED] ?? '') !== '';
  return save === 'always' || present ? withLastApplied(object) : object;
}
