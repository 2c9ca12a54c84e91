import { encodeGoJson } from '../go-json.ts';
import { equalJson, type Fields, isFields } from '../json.ts';
import { malformed } from './refusal.ts';

/** Applies an RFC 7386 patch: null removes, lists are replaced, nulls within new values are dropped. */
export function applyMergePatch(document: unknown, patch: unknown): Fields {
  if (!isFields(patch)) {
    const type = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
    if (patch === null || patch === undefined) throw malformed('Invalid JSON Patch');
    throw malformed(
      `error decoding patch: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
    );
  }
  return isFields(document) ? mergedFields(document, patch) : prunedFields(patch);
}

function mergedFields(document: Fields, patch: Fields): Fields {
  const merged: Record<string, unknown> = { ...document };
  for (const [key, value] of Object.entries(patch)) {
    const current = Object.hasOwn(document, key) ? document[key] : undefined;
    if (value === null) delete merged[key];
    else if (!isFields(current)) merged[key] = pruned(value);
    // A list that takes an object's place keeps the nulls of its items.
    else merged[key] = isFields(value) ? mergedFields(current, value) : value;
  }
  return merged;
}

const prunedFields = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, pruned(value)]),
  );

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  return isFields(value) ? prunedFields(value) : value;
}

/** The RFC 7386 patch that turns the original into the modified object. */
export function createMergePatch(original: Fields, modified: Fields): Fields {
  const patch: Record<string, unknown> = {};
  for (const [key, after] of Object.entries(modified)) {
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (isFields(before) && isFields(after)) {
      const difference = createMergePatch(before, after);
      if (Object.keys(difference).length > 0) patch[key] = difference;
    } else if (before === undefined || !equalJson(before, after)) patch[key] = after;
  }
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  return patch;
}

/**
 * What apply sends for kinds without a schema: changes from current to modified and removals from original to
 * modified (jsonmergepatch.CreateThreeWayJSONMergePatch).
 */
export function createThreeWayJsonMergePatch(original: Fields, modified: Fields, current: Fields): Fields {
  const changes = keepNulls(createMergePatch(current, modified), 'drop');
  const removals = keepNulls(createMergePatch(original, modified), 'only');
  if (haveConflicts(changes, removals)) {
    const told = `patch:\n${encodeGoJson(changes)}\n`;
    throw malformed(
      `${told}conflicts with changes made from original to current:\n${encodeGoJson(removals)}\n`,
    );
  }
  return mergedFields(removals, changes);
}

/** Keeps only what is removed, or only what is added and changed. An empty object that was set is a value. */
function keepNulls(patch: Fields, nulls: 'only' | 'drop'): Fields {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      if (nulls === 'only') kept[key] = null;
    } else if (isFields(value) && Object.keys(value).length > 0) {
      const inner = keepNulls(value, nulls);
      if (Object.keys(inner).length > 0) kept[key] = inner;
    } else if (nulls === 'drop') kept[key] = value;
  }
  return kept;
}

/** Whether two patches say different things of one field (mergepatch.HasConflicts). */
function haveConflicts(left: unknown, right: unknown): boolean {
  if (isFields(left)) {
    if (!isFields(right)) return true;
    return Object.keys(left).some((key) => Object.hasOwn(right, key) && haveConflicts(left[key], right[key]));
  }
  if (!Array.isArray(left)) return !equalJson(left, right);
  if (!Array.isArray(right) || left.length !== right.length) return true;
  return left.some((item, i) => haveConflicts(item, right[i]));
}

/** Whether a patch would change what an object is: kubectl refuses to send such a one. */
export function changesIdentity(patch: Fields): boolean {
  const metadata = patch['metadata'];
  return 'apiVersion' in patch || 'kind' in patch || (isFields(metadata) && 'name' in metadata);
}
