import { isFields } from '../../machinery/json.ts';
import type { Files, Writer } from '../command.ts';
import { asError } from '../errors.ts';
import { readDocuments } from '../resources/documents.ts';

/** Another default for a flag. */
export interface FlagDefault {
  readonly name: string;
  readonly default: string;
}

export interface Alias {
  readonly name: string;
  readonly command: string;
  readonly prependArgs: readonly string[];
  readonly appendArgs: readonly string[];
  readonly flags: readonly FlagDefault[];
}

export interface Override {
  readonly command: string;
  readonly flags: readonly FlagDefault[];
}

/** What a user prefers: kubectl.config.k8s.io/v1alpha1 Preference. */
export interface Preference {
  readonly aliases: readonly Alias[];
  readonly overrides: readonly Override[];
}

interface Place {
  readonly path: string;
  /** Whether it was named: then it has to be there. */
  readonly isNamed: boolean;
}

/** Reads what somebody prefers; undefined where there is nothing of the kind. Throws what makes a file unusable. */
export function readPreference(
  { path, isNamed }: Place,
  files: Pick<Files, 'stat' | 'read'>,
  err: Writer,
): Preference | undefined {
  try {
    if (files.stat(path) === undefined) {
      if (!isNamed) return undefined;
      throw new Error(`open ${path}: no such file or directory`);
    }
    const { preference, fault } = decoded(files.read(path), path);
    if (fault === '') return preference;
    if (!isNamed) throw new Error(fault);
    err.write(`kuberc: ignoring strict decoding error in ${path}: ${fault}`);
    return preference;
  } catch (error) {
    if (isNamed) throw new Error(`kuberc: ${asError(error).message}`);
    err.write(`kuberc: no preferences loaded from ${path}: ${asError(error).message}`);
    return undefined;
  }
}

const GROUP_VERSION = 'kubectl.config.k8s.io/v1alpha1';

/** The first document that is one. */
function decoded(text: string, path: string): { readonly preference?: Preference; readonly fault: string } {
  const { values } = readDocuments(text);
  const found = values.find(
    (one) => isFields(one) && one['apiVersion'] === GROUP_VERSION && one['kind'] === 'Preference',
  );
  if (found === undefined) {
    if (values.length === 0 && text.trim() === '') return { fault: '' };
    throw new Error(`no valid preferences found in ${path}, use --v=5 to see details`);
  }
  const unknown = unknownFields(found, FIELDS, '');
  return {
    preference: {
      aliases: rows(found, 'aliases').map(aliasOf),
      overrides: rows(found, 'overrides').map(overrideOf),
    },
    fault: unknown.length === 0 ? '' : `strict decoding error: ${unknown.join(', ')}`,
  };
}

type Shape = { readonly [field: string]: Shape | true };
const FLAG: Shape = { name: true, default: true };
const FIELDS: Shape = {
  apiVersion: true,
  kind: true,
  aliases: { name: true, command: true, prependArgs: true, appendArgs: true, flags: FLAG },
  overrides: { command: true, flags: FLAG },
};

function unknownFields(value: unknown, shape: Shape, path: string): readonly string[] {
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = shape[name];
    if (known === undefined) return [`unknown field ${JSON.stringify(path + name)}`];
    if (known === true || !Array.isArray(inner)) return [];
    return inner.flatMap((one, index) => unknownFields(one, known, `${path}${name}[${index}].`));
  });
}

const rows = (value: unknown, name: string): readonly unknown[] => {
  const found = isFields(value) ? value[name] : undefined;
  return Array.isArray(found) ? found : [];
};
const textIn = (value: unknown, name: string): string => String((isFields(value) && value[name]) || '');
const flagsIn = (value: unknown): readonly FlagDefault[] =>
  rows(value, 'flags').map((one) => ({ name: textIn(one, 'name'), default: textIn(one, 'default') }));

const aliasOf = (value: unknown): Alias => ({
  name: textIn(value, 'name'),
  command: textIn(value, 'command'),
  prependArgs: rows(value, 'prependArgs').map(String),
  appendArgs: rows(value, 'appendArgs').map(String),
  flags: flagsIn(value),
});

const overrideOf = (value: unknown): Override => ({
  command: textIn(value, 'command'),
  flags: flagsIn(value),
});

/** Refuses names that no command and no flag can have. */
export function refuseNames({ aliases, overrides }: Preference): void {
  const names = new Set<string>();
  for (const { name, flags } of aliases) {
    if (!/^[a-zA-Z]+$/.test(name))
      throw new Error('invalid alias name, can only include alphabetical characters');
    refuseDashes(flags);
    if (names.has(name)) throw new Error(`duplicate alias name ${name}`);
    names.add(name);
  }
  for (const { flags } of overrides) refuseDashes(flags);
}

function refuseDashes(flags: readonly FlagDefault[]): void {
  const dashed = flags.find(({ name }) => name.startsWith('-'));
  if (dashed !== undefined) throw new Error(`flag name ${dashed.name} should be in long form without dashes`);
}
