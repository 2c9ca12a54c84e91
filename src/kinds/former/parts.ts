import { type Fields, isFields } from '../../machinery/json.ts';

/** The object inside an object; empty where there is none. */
export function partOf(object: Fields, name: string): Fields {
  const part = object[name];
  return isFields(part) ? part : {};
}

/** The object with one part changed. */
export function withPart(object: Fields, name: string, change: (part: Fields) => Fields): Fields {
  return { ...object, [name]: change(partOf(object, name)) };
}

/** The object with each item of a list changed, where it has the list. */
export function withItems(object: Fields, name: string, change: (item: Fields) => Fields): Fields {
  const items = object[name];
  if (!Array.isArray(items)) return object;
  return { ...object, [name]: items.map((item: unknown) => (isFields(item) ? change(item) : item)) };
}

/** The object with what it leaves out, as Go's defaulting fills it in: null is left out, too. */
export function filled(object: Fields, defaults: Fields): Fields {
  const missing = Object.entries(defaults).filter(([name]) => (object[name] ?? undefined) === undefined);
  return { ...object, ...Object.fromEntries(missing) };
}

export function withoutField(object: Fields, name: string): Fields {
  const { [name]: _, ...rest } = object;
  return rest;
}
