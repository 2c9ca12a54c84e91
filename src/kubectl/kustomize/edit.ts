import { isFields } from '../../machinery/json.ts';
import type { AnyObject } from '../resources/object.ts';

/** What becomes of the value at a place; undefined leaves it out. */
export type Change = (value: unknown) => unknown;

/**
 * The object with the value at a path changed: `a/b[]/c`, where `[]` goes into every item. What is missing on the way
 * is made only when `missing` says so.
 */
export function editAt(
  object: AnyObject,
  path: string,
  missing: 'make' | 'leave',
  change: Change,
): AnyObject {
  return edit(object, path.split('/'), missing, change) as AnyObject;
}

function edit(value: unknown, path: readonly string[], missing: 'make' | 'leave', change: Change): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  const name = step.replace(/\[\]$/, '');
  const fields = isFields(value) ? value : {};
  const inside = fields[name];
  if (inside === undefined && missing === 'leave') return value;
  if (step.endsWith('[]')) {
    if (!Array.isArray(inside)) return value;
    return { ...fields, [name]: inside.map((item) => edit(item, rest, missing, change)) };
  }
  const next = edit(inside, rest, missing, change);
  return next === inside ? value : { ...fields, [name]: next };
}

/** A change that adds entries to a map. */
export const adding =
  (entries: Readonly<Record<string, string>>): Change =>
  (map) => ({ ...(isFields(map) ? map : {}), ...entries });

/** Every value under one of these names, wherever it stands. */
export function everywhere(value: unknown, names: readonly string[], change: Change): unknown {
  if (Array.isArray(value)) return value.map((item) => everywhere(item, names, change));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      names.includes(key) ? change(member) : everywhere(member, names, change),
    ]),
  );
}
