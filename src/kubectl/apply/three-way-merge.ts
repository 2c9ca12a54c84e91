import { encodeGoJson } from '../../machinery/go-json.ts';
import type { Fields } from '../../machinery/json.ts';
import { changesIdentity, createThreeWayJsonMergePatch } from '../../machinery/patch/merge-patch.ts';
import type { PatchSchema } from '../../machinery/patch/patch-schema.ts';
import { patchFault } from '../../machinery/patch/refusal.ts';
import { createThreeWayMergePatch } from '../../machinery/patch/strategic-diff.ts';
import type { PatchType } from '../change.ts';
import type { AnyObject } from '../resources/object.ts';
import { lastApplied, withLastApplied } from './last-applied.ts';

/** What apply would send to make the live object what the manifest says. */
export interface ApplyPatch {
  readonly type: PatchType;
  readonly patch: Fields;
}

/**
 * Fields the manifest sets are set, fields it set last time and no longer names are removed, what others set stays.
 * Built-in kinds merge lists by key; for the rest a plain merge patch must do.
 */
export function applyPatch(
  manifest: AnyObject,
  current: AnyObject,
  schema: PatchSchema | undefined,
): ApplyPatch {
  return threeWayPatch(withLastApplied(manifest), current, schema);
}

/** As {@link applyPatch}, for a manifest that already bears the annotation it is to have. */
export function threeWayPatch(
  modified: AnyObject,
  current: AnyObject,
  schema: PatchSchema | undefined,
): ApplyPatch {
  const original = lastApplied(current) ?? {};
  try {
    if (schema !== undefined) {
      return { type: 'strategic', patch: createThreeWayMergePatch(original, modified, current, schema) };
    }
    const patch = createThreeWayJsonMergePatch(original, modified, current);
    if (changesIdentity(patch)) throw new Error('At least one of apiVersion, kind and name was changed');
    return { type: 'merge', patch };
  } catch (error) {
    const sides = [original, modified, current].map(encodeGoJson);
    throw new Error(
      `creating patch with:\noriginal:\n${sides[0]}\nmodified:\n${sides[1]}\ncurrent:\n${sides[2]}\nfor:: ${patchFault(error)}`,
    );
  }
}
