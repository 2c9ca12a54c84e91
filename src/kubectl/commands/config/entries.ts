import { compareText } from '../../../machinery/json.ts';
import { type Command, CommandError } from '../../command.ts';
import { commandHelp } from '../../help.ts';
import type { KubeconfigFile } from '../../kubeconfig.ts';

/** The three lists of a kubeconfig, and the word for what each entry holds. */
export const SECTIONS = { clusters: 'cluster', contexts: 'context', users: 'user' } as const;
export type Section = keyof typeof SECTIONS;
export type Entry = Readonly<Record<string, unknown>>;
type Entries = readonly { readonly name: string }[];

/** Fields that entries have, in the order in which kubectl writes them. */
export const FIELDS: Readonly<Record<Section, readonly string[]>> = {
  clusters: [
    'server',
    'tls-server-name',
    'insecure-skip-tls-verify',
    'certificate-authority',
    'certificate-authority-data',
    'proxy-url',
    'disable-compression',
  ],
  contexts: ['cluster', 'user', 'namespace'],
  users: [
    'client-certificate',
    'client-certificate-data',
    'client-key',
    'client-key-data',
    'token',
    'tokenFile',
    'as',
    'as-uid',
    'as-groups',
    'as-user-extra',
    'username',
    'password',
    'auth-provider',
    'exec',
  ],
};

/** An entry with its fields in that order. */
export function inOrder(section: Section, entry: Entry): Entry {
  const rank = (field: string): number => FIELDS[section].indexOf(field) + 1 || FIELDS[section].length + 1;
  return Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => rank(a) - rank(b)));
}

export const namesIn = (file: KubeconfigFile, section: Section): readonly string[] =>
  ((file[section] ?? []) as Entries).map(({ name }) => name).sort(compareText);

/** What is under a name; undefined when nothing is. */
export function entryOf(file: KubeconfigFile, section: Section, name: string): Entry | undefined {
  const found = ((file[section] ?? []) as Entries).find((entry) => entry.name === name);
  return found === undefined ? undefined : ((found as Entry)[SECTIONS[section]] as Entry);
}

/** The file with an entry set; entries stand in the order of their names. */
export function withEntry(
  file: KubeconfigFile,
  section: Section,
  name: string,
  entry: Entry,
): KubeconfigFile {
  const others = withoutEntry(file, section, name)[section] ?? [];
  const all = [...(others as Entries), { name, [SECTIONS[section]]: entry }];
  return { ...file, [section]: all.toSorted((a, b) => compareText(a.name, b.name)) };
}

export function withoutEntry(file: KubeconfigFile, section: Section, name: string): KubeconfigFile {
  return { ...file, [section]: ((file[section] ?? []) as Entries).filter((entry) => entry.name !== name) };
}

/** An entry with some fields set; an empty text takes a field away. */
export function withFields(entry: Entry, fields: Entry): Entry {
  return Object.fromEntries(
    Object.entries({ ...entry, ...fields }).filter(([, value]) => value !== '' && value !== undefined),
  );
}

/** kubectl shows the help first, then what it did not expect. */
export function unexpectedArguments(command: Command, path: string, args: readonly string[]): CommandError {
  return new CommandError(`Unexpected args: [${args.join(' ')}]`, 1, commandHelp(command, path));
}
