import { assert } from '../../machinery/assert.ts';
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

const SPECIAL: Readonly<Record<string, HashType>> = {
  'resource.Quantity': { kind: 'quantity' },
  'intstr.IntOrString': { kind: 'intstr' },
  'v1meta.Time': { kind: 'time' },
  'v1meta.FieldsV1': { kind: 'struct', fields: [{ go: 'Raw', json: '', type: '[]byte' }] },
};

/** Made when asked for: a template holds a few of the 130 types it could. */
const types: HashTypes = new Proxy<Record<string, HashType>>(
  {},
  {
    get(made, name) {
      if (typeof name !== 'string' || GO_TYPES.has(name)) return undefined;
      made[name] ??= SPECIAL[name] ?? readType(name);
      return made[name];
    },
  },
);

/** The Go types inside a pod template, by the name spew prints (those of meta/v1 as `v1meta.`) (H-2). */
export const podTemplateHashTypes = (): HashTypes => types;

function readType(shown: string): HashType {
  const name = shown.startsWith('v1meta.') ? `meta/v1.${shown.slice(7)}` : shown.replace(/^v1\./, 'core/v1.');
  const entry = typeEntry(name);
  assert(entry !== undefined, `the field tree has no type ${name}`);
  const pkg = name.slice(0, name.lastIndexOf('.'));
  if (!entry.startsWith(':')) return { kind: 'struct', fields: fieldsOf(entry, pkg) };
  return { kind: 'alias', base: convert(entry.slice(1).split(' ')[0] ?? '', pkg) };
}

function fieldsOf(entry: string, pkg: string): readonly HashField[] {
  return entry
    .split(';')
    .filter((text) => text !== '' && !text.startsWith('!'))
    .map((text) => {
      const [names = '', type = '', ...flags] = text.split(' ');
      const [json = '', go] = names.split('=');
      return {
        go: go ?? json.charAt(0).toUpperCase() + json.slice(1),
        json,
        type: convert(type, pkg),
        ...(json === '' ? { inline: true as const } : {}),
        ...(flags.includes('o') ? { omitempty: true as const } : {}),
      };
    });
}

const GO_TYPES = new Set(['string', 'bool', 'byte', 'int', 'int32', 'int64', 'float64']);

/** Qualifies the name in a type, `[]Container` to `[]v1.Container`. */
function convert(text: string, pkg: string): string {
  if (text.startsWith('*')) return `*${convert(text.slice(1), pkg)}`;
  if (text.startsWith('[]')) return `[]${convert(text.slice(2), pkg)}`;
  if (text.startsWith('map[')) {
    const end = text.indexOf(']');
    return `map[${convert(text.slice(4, end), pkg)}]${convert(text.slice(end + 1), pkg)}`;
  }
  if (GO_TYPES.has(text)) return text;
  const whole = text.includes('.') ? text : `${pkg}.${text}`;
  return whole.startsWith('meta/v1.') ? `v1meta.${whole.slice(8)}` : whole.slice(whole.lastIndexOf('/') + 1);
}
