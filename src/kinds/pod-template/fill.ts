/** The list with each item changed; the same list where no item did, so that what is complete costs no copy. */
export function mapChanged<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as T;
    const next = change(item);
    if (next !== item && changed === undefined) changed = list.slice(0, i);
    changed?.push(next);
  }
  return changed ?? list;
}

/** Sets fields that are absent: Go's pointers, where an empty value was meant. */
export function fillAbsent<T extends object>(object: T, defaults: Partial<T>): T {
  for (const key in defaults) {
    if (object[key] === undefined) return { ...defaults, ...withoutUndefined(object) };
  }
  return object;
}

/** Sets fields that are absent or hold their type's zero value: Go cannot tell these apart. */
export function fillEmpty<T extends object>(object: T, defaults: Partial<T>): T {
  let filled: T | undefined;
  for (const key in defaults) {
    const value: unknown = object[key];
    if (value !== undefined && value !== '' && value !== 0) continue;
    filled ??= { ...object };
    filled[key] = defaults[key] as T[typeof key];
  }
  return filled ?? object;
}

/** Puts a changed part into an object; the same object where the part is the same. */
export function withPart<T extends object, K extends keyof T>(object: T, key: K, part: T[K]): T {
  return object[key] === part ? object : { ...object, [key]: part };
}

function withoutUndefined<T extends object>(object: T): T {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
