import { typeEntry } from './source.ts';

/** One Go type as the pod template hash walks it: field order and names are what it prints. */
export type HashType =
  | { readonly kind: 'struct'; readonly fields: readonly HashField[] }
  | { readonly kind: 'alias'; readonly base: string }
  | { readonly kind: 'quantity' | 'intstr' | 'time' };

export interface HashField {
  readonly go: string;
  readonly json: string;
  readonly type: string;
  readonly inline?: true;
  readonly omitempty?: true;
}

export type HashTypes = Readonly<Record<string, HashType>>;

let types: Record<string, HashType> | undefined;

/** Every Go type inside a pod template, by the name spew prints (those of meta/v1 as `v1meta.`) (H-2). */
export function podTemplateHashTypes(): HashTypes {
  if (types === undefined) {
    types = {};
    addType('core/v1.PodTemplateSpec', types);
  }
  return types;
}

const SPECIAL: Readonly<Record<string, HashType>> = {
  'resource.Quantity': { kind: 'quantity' },
  'intstr.IntOrString': { kind: 'intstr' },
  'meta/v1.Time': { kind: 'time' },
  'meta/v1.FieldsV1': { kind: 'struct', fields: [{ go: 'Raw', json: '', type: '[]byte' }] },
};

function addType(name: string, into: Record<string, HashType>): void {
  const shown = shownName(name);
  if (into[shown] !== undefined) return;
  const special = SPECIAL[name];
  if (special !== undefined) {
    into[shown] = special;
    return;
  }
  const entry = typeEntry(name);
  if (entry === undefined) return;
  const pkg = name.slice(0, name.lastIndexOf('.'));
  const seen: string[] = [];
  const typeText = (text: string): string => convert(text, pkg, seen);
  into[shown] = entry.startsWith(':')
    ? { kind: 'alias', base: typeText(entry.slice(1).split(' ')[0] ?? '') }
    : { kind: 'struct', fields: fieldsOf(entry, typeText) };
  for (const next of seen) addType(next, into);
}

function fieldsOf(entry: string, typeText: (text: string) => string): readonly HashField[] {
  return entry
    .split(';')
    .filter((text) => text !== '' && !text.startsWith('!'))
    .map((text) => {
      const [names = '', type = '', ...flags] = text.split(' ');
      const [json = '', go] = names.split('=');
      return {
        go: go ?? json.charAt(0).toUpperCase() + json.slice(1),
        json,
        type: typeText(type),
        ...(json === '' ? { inline: true as const } : {}),
        ...(flags.includes('o') ? { omitempty: true as const } : {}),
      };
    });
}

const GO_TYPES = new Set(['string', 'bool', 'byte', 'int', 'int32', 'int64', 'float64']);

/** Qualifies the names in a type, `[]Container` to `[]v1.Container`, and notes them in `seen`. */
function convert(text: string, pkg: string, seen: string[]): string {
  return text.replace(/(?<=^|[\]*[])(?:[\w.-]+\/)?[\w.]+/g, (name) => {
    if (GO_TYPES.has(name) || name === 'map') return name;
    const whole = name.includes('.') ? name : `${pkg}.${name}`;
    seen.push(whole);
    return shownName(whole);
  });
}

const shownName = (name: string): string => name.replace(/^meta\/v1\./, 'v1meta.').replace(/^.*\//, '');
