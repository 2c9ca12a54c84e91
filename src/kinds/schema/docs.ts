/** Of a type: what it is, and what each of its fields is. */
type TypeDocs = readonly [about: string, fields: Readonly<Record<string, string>>];
type Docs = Readonly<Record<string, TypeDocs>>;

let read: (() => Uint8Array) | undefined;
let docs: Docs | undefined;

/** Says where the text of docs.json is to be read from (bin/build-schema.mjs makes it); without it nothing is described. */
export function loadDescriptions(reader: () => Uint8Array): void {
  read = reader;
  docs = undefined;
}

function allDocs(): Docs {
  docs ??= read === undefined ? {} : (JSON.parse(new TextDecoder().decode(read())) as Docs);
  return docs;
}

/** What a type is, in the words of the API's own documentation; '' where it has none. */
export const describeType = (name: string): string => allDocs()[name]?.[0] ?? '';

/** What a field of a type is. */
export function describeField(type: string, field: string): string {
  const own = allDocs()[type]?.[1][field];
  if (own !== undefined) return own;
  return field === 'apiVersion' || field === 'kind' ? (allDocs()['meta/v1.TypeMeta']?.[1][field] ?? '') : '';
}
