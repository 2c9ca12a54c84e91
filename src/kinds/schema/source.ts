import { assert } from '../../machinery/assert.ts';

/**
 * The text of types.json: one entry a Go type of Kubernetes 1.33. A struct is `field;field`, a field
 * `json[=GoName] GoType [o] [r] [p=strategy/mergeKey] [l=listType/mapKeys] [m=mapType]` (o: omitempty, r: required),
 * an embedded struct `=GoName GoType`, and `!atomic` says that server-side apply takes the struct as one value; another named type is `:GoType [enum|values]`.
 */
type Entries = Readonly<Record<string, string>>;

let read: (() => string) | undefined;
let entries: Entries | undefined;

/** Says where the field tree is to be read from; nothing is read until the first question. */
export function loadTypes(reader: () => string): void {
  read = reader;
  entries = undefined;
}

function allEntries(): Entries {
  if (entries === undefined) {
    assert(read, 'the field tree was asked for before loadTypes() said where it is');
    entries = JSON.parse(read()) as Entries;
  }
  return entries;
}

/** How types.json writes the type, `core/v1.PodSpec`; undefined where there is none of that name. */
export const typeEntry = (name: string): string | undefined => allEntries()[name];

/** Every type of the field tree. */
export const typeNames = (): readonly string[] => Object.keys(allEntries());
