/** One Go type as a dump or an encoder walks it: names and order of fields are what both print. */
export type GoHashType =
  | { readonly kind: 'struct'; readonly fields: readonly GoHashField[] }
  | { readonly kind: 'alias'; readonly base: string }
  | { readonly kind: 'quantity' | 'intstr' | 'time' };

export interface GoHashField {
  readonly go: string;
  readonly json: string;
  /** `*int64`, `[]v1.Container`, `map[string]string`; meta/v1's types are written `v1meta.`. */
  readonly type: string;
  readonly inline?: boolean;
  readonly omitempty?: boolean;
}

/** The types that can be reached from v1.PodTemplateSpec, by name. A minor of Kubernetes has one such table. */
export type GoHashTypes = Readonly<Record<string, GoHashType>>;

/** A type as it is written, taken apart. */
export type GoShape =
  | { readonly shape: 'pointer' | 'list' | 'map'; readonly of: string }
  | { readonly shape: 'string' | 'bool' | 'number' | 'quantity' | 'intstr' | 'time' }
  | { readonly shape: 'struct'; readonly fields: readonly GoHashField[] };

export function shapeOf(type: string, types: GoHashTypes): GoShape {
  if (type.startsWith('*')) return { shape: 'pointer', of: type.slice(1) };
  if (type.startsWith('[]')) return { shape: 'list', of: type.slice(2) };
  if (type.startsWith('map[')) return { shape: 'map', of: type.slice(type.indexOf(']') + 1) };
  if (type === 'string' || type === 'bool') return { shape: type };
  const named = types[type];
  if (named === undefined) return { shape: 'number' };
  if (named.kind === 'alias') return shapeOf(named.base, types);
  if (named.kind === 'struct') return { shape: 'struct', fields: named.fields };
  return { shape: named.kind };
}
