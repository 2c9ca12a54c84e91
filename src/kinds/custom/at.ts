/** Where a value stands: what errors say of it. */
export interface At {
  /** The field of the object that the schema is for; '' for the object itself. */
  readonly prefix: string;
  /** Below that: `replicas`, `.list[0].name`. */
  readonly name: string;
}

/** The name of the field; the object itself has none. */
export function fieldOf({ prefix, name }: At): string {
  const bare = name.replace(/^\./, '');
  if (bare === '') return prefix === '' ? '<nil>' : prefix;
  return prefix === '' ? bare : `${prefix}.${bare}`;
}
