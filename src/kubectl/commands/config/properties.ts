import { type Command, CommandError, defineCommand, UsageError } from '../../command.ts';
import { bool } from '../../flags.ts';
import type { KubeconfigFile } from '../../kubeconfig.ts';
import {
  type Entry,
  entryOf,
  FIELDS,
  SECTIONS,
  type Section,
  unexpectedArguments,
  withEntry,
  withFields,
  withoutEntry,
} from './entries.ts';

export const set: Command = defineCommand({
  name: 'set',
  usage: 'set PROPERTY_NAME PROPERTY_VALUE',
  short: 'Set an individual value in a kubeconfig file',
  long: 'Set one value in a kubeconfig file. The name is a path with dots: contexts.NAME.namespace.',
  examples: ['# The server of a cluster', 'kubectl config set clusters.my-cluster.server https://1.2.3.4'],
  flags: {
    setRawBytes: bool('set-raw-bytes', { help: 'Take the value of a bytes field as it is, not as base64.' }),
  },
  complete: (args, { setRawBytes }, { path }) => {
    const [name, value, ...more] = args;
    if (name === undefined || value === undefined || more.length > 0)
      throw unexpectedArguments(set, path, args);
    if (value === '') throw new UsageError('you cannot use set to unset a property');
    if (name === '') throw new UsageError('you must specify a property');
    return { name, value, setRawBytes };
  },
  run: async ({ name, value, setRawBytes }, { config, out }) => {
    const { kubeconfig } = config;
    const place = placeOf(name);
    if (place.type === 'entry') throw new CommandError("can't set a map to a value: map[]");
    kubeconfig.write(changed(kubeconfig.read(), place, valueFor(place, value, setRawBytes)));
    out.line(`Property ${JSON.stringify(name)} set.`);
    return 0;
  },
});

export const unset: Command = defineCommand({
  name: 'unset',
  usage: 'unset PROPERTY_NAME',
  short: 'Unset an individual value in a kubeconfig file',
  long: 'Take one value, or a whole entry, out of a kubeconfig file. The name is a path with dots.',
  examples: [
    '# No current context',
    'kubectl config unset current-context',
    '',
    '# A whole user',
    'kubectl config unset users.foo',
  ],
  flags: {},
  complete: (args, _flags, { path }) => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0) throw unexpectedArguments(unset, path, args);
    if (name === '') throw new UsageError('you must specify a property');
    return { name };
  },
  run: async ({ name }, { config, out }) => {
    const { kubeconfig } = config;
    kubeconfig.write(changed(kubeconfig.read(), placeOf(name), undefined));
    out.line(`Property ${JSON.stringify(name)} unset.`);
    return 0;
  },
});

/** Where a property path leads. */
type Place =
  | { readonly type: 'top'; readonly field: string }
  | { readonly type: 'section'; readonly section: Section }
  | { readonly type: 'entry'; readonly section: Section; readonly name: string }
  | { readonly type: 'field'; readonly section: Section; readonly name: string; readonly field: string };

function placeOf(path: string): Place {
  const [first = '', ...rest] = path.split('.');
  if (first === 'current-context' && rest.length === 0) return { type: 'top', field: first };
  if (!(first in SECTIONS)) throw new CommandError(`unable to parse ${path} after [] at api.Config`);
  const section = first as Section;
  if (rest.length === 0) return { type: 'section', section };
  // Names may hold dots: a name ends where a field of that name is known.
  const end = rest.findIndex((part, at) => at > 0 && FIELDS[section].includes(part));
  const field = rest[end];
  if (field === undefined) return { type: 'entry', section, name: rest.join('.') };
  if (end < rest.length - 1) {
    throw new CommandError(`unable to parse one or more field values of ${path}`);
  }
  return { type: 'field', section, name: rest.slice(0, end).join('.'), field };
}

function valueFor(place: Place, value: string, raw: boolean): unknown {
  if (place.type !== 'field') return value;
  if (place.field === 'insecure-skip-tls-verify' || place.field === 'disable-compression') {
    if (/^(1|t|T|true|TRUE|True)$/.test(value)) return true;
    if (/^(0|f|F|false|FALSE|False)$/.test(value)) return undefined;
    throw new CommandError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  if (!place.field.endsWith('-data')) return value;
  return raw ? encoded(value) : checkedBase64(value);
}

/** Go's decoder: whole groups of four, padded, of the standard alphabet. */
function checkedBase64(text: string): string {
  const valid = /^[A-Za-z0-9+/]*/.exec(text)?.[0].length ?? 0;
  const rest = text.slice(valid);
  const whole = text.length % 4 === 0 && (rest === '' || rest === '=' || rest === '==');
  if (whole) return text;
  const at = rest === '' ? text.length - (text.length % 4) : valid;
  throw new CommandError(`error decoding input value: illegal base64 data at input byte ${at}`);
}

const encoded = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function changed(file: KubeconfigFile, place: Place, value: unknown): KubeconfigFile {
  switch (place.type) {
    case 'top':
      return { ...file, [place.field]: value ?? '' };
    case 'section':
      return { ...file, [place.section]: [] };
    case 'entry':
      return withoutEntry(file, place.section, place.name);
    case 'field': {
      const before: Entry | undefined = entryOf(file, place.section, place.name);
      if (before === undefined && value === undefined) throw missing(place.name);
      return withEntry(file, place.section, place.name, withFields(before ?? {}, { [place.field]: value }));
    }
  }
}

const missing = (name: string): CommandError => new CommandError(`current map key \`${name}\` is invalid`);
