import { applyJsonPatch } from '../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../machinery/patch/merge-patch.ts';
import { patchFault } from '../machinery/patch/refusal.ts';
import { applyStrategicMergePatch } from '../machinery/patch/strategic-merge-patch.ts';
import { CommandError, type Context } from './command.ts';
import { text } from './flags.ts';
import type { AnyObject } from './resources/object.ts';

export const overrideFlags = {
  overrides: text('overrides', {
    help: 'JSON that is laid over the object before it is sent; names its apiVersion.',
  }),
  overrideType: text('override-type', {
    default: 'merge',
    help: 'How it is laid over: json, merge, or strategic.',
  }),
};

/** The object with `--overrides` laid over it. */
export function overridden(
  object: AnyObject,
  { overrides, overrideType }: { readonly overrides: string; readonly overrideType: string },
  context: Context,
): AnyObject {
  if (overrides === '') return object;
  const patch = parsed(overrides);
  try {
    return apply(object, patch, overrideType, context) as AnyObject;
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(patchFault(error));
  }
}

function apply(object: AnyObject, patch: unknown, type: string, { patchSchema }: Context): unknown {
  switch (type) {
    case 'json':
      return applyJsonPatch(object, patch);
    case '':
    case 'merge':
      return applyMergePatch(object, patch);
    case 'strategic':
      return applyStrategicMergePatch(object, patch, patchSchema(object.apiVersion, object.kind));
    default:
      throw new CommandError(`invalid override type: ${type}`);
  }
}

function parsed(overrides: string): unknown {
  try {
    return JSON.parse(overrides);
  } catch {
    throw new CommandError('Invalid JSON Patch');
  }
}
