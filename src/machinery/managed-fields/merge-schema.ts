/** How server-side apply takes a value: the part of an object's schema that says what is one value, and what is keyed how. */
export type MergeSchema = ScalarSchema | MapSchema | ListSchema | AnySchema;

export interface ScalarSchema {
  readonly form: 'scalar';
  readonly accepts: 'string' | 'numeric' | 'boolean' | 'untyped';
}

/** A struct, whose fields have names, or a map, whose values are all of one kind. */
export interface MapSchema {
  readonly form: 'map';
  /** One value: whoever sets a part of it owns it whole. */
  readonly atomic: boolean;
  readonly field: (name: string) => MergeField | undefined;
  /** Of keys that are no field; undefined where there must be none. */
  readonly element?: MergeSchema;
}

export interface MergeField {
  readonly schema: MergeSchema;
  /** What a typed object holds that does not show the field; undefined where the field may be absent. */
  readonly zero?: unknown;
  /** Stands in for a list item's key that is not given. */
  readonly whenAbsent?: unknown;
}

export interface ListSchema {
  readonly form: 'list';
  /** One value, a set of plain values, or items told apart by {@link keys}. */
  readonly relation: 'atomic' | 'set' | 'map';
  /** By name. */
  readonly keys: readonly string[];
  readonly element: MergeSchema;
}

/** Without a schema: maps are merged key by key, lists are one value. An atomic one is one value whatever it is. */
export interface AnySchema {
  readonly form: 'any';
  readonly atomic: boolean;
}
