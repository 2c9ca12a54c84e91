import { CommandError, type Context, defineCommand, UsageError } from '../../command.ts';
import { printFlags } from '../../flag-groups.ts';
import { bool, text } from '../../flags.ts';
import type { KubeconfigFile } from '../../kubeconfig.ts';
import { formatJson } from '../../output/json.ts';
import { noPrinter, objectPrinter } from '../../output/printer.ts';
import type { AnyObject } from '../../resources/object.ts';
import { type Entry, entryOf, inOrder, namesIn, SECTIONS, type Section } from './entries.ts';

const FORMATS = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'name',
  'template',
  'templatefile',
  'yaml',
];

export const view = defineCommand({
  name: 'view',
  usage: 'view [flags]',
  short: 'Display merged kubeconfig settings or a specified kubeconfig file',
  long: 'Display the kubeconfig. Secrets are left out unless --raw asks for them.',
  examples: [
    '# The whole',
    'kubectl config view',
    '',
    '# What the current context uses',
    'kubectl config view --minify',
  ],
  flags: {
    ...printFlags,
    output: text('output', { short: 'o', default: 'yaml', help: printFlags.output.help }),
    flatten: bool('flatten', { help: 'Take the content of files in.' }),
    merge: bool('merge', { default: true, help: 'Put together all kubeconfig files there are.' }),
    minify: bool('minify', { help: 'Leave out what the current context does not use.' }),
    raw: bool('raw', { help: 'Show secrets, too.' }),
  },
  complete: (args, given) => {
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(' ')}]`, 'examples');
    return given;
  },
  run: async (options, { config, out, files }) => {
    const file = options.minify
      ? minified(config.kubeconfig.read(), config.kubeconfig.context)
      : config.kubeconfig.read();
    const shown = viewOf(file, options.raw || options.flatten ? 'whole' : 'redacted');
    out.write(await printed(shown, options, files));
    return 0;
  },
});

async function printed(
  shown: AnyObject,
  options: Parameters<typeof view.run>[0],
  files: Context['files'],
): Promise<string> {
  // A struct's fields stand in its own order.
  if (options.output === 'json') return formatJson(shown, 'given');
  const print = await objectPrinter(options.output, options, files);
  if (print === undefined) throw noPrinter(options.output, FORMATS);
  return print(shown);
}

function viewOf(file: KubeconfigFile, secrets: 'whole' | 'redacted'): AnyObject {
  const list = (section: Section): readonly Entry[] | null => {
    const names = namesIn(file, section);
    if (names.length === 0) return null;
    return names.map((name) => {
      const entry = inOrder(section, entryOf(file, section, name) ?? {});
      return { name, [SECTIONS[section]]: secrets === 'whole' ? entry : redacted(entry) };
    });
  };
  return {
    kind: 'Config',
    apiVersion: 'v1',
    preferences: file.preferences ?? {},
    clusters: list('clusters'),
    users: list('users'),
    contexts: list('contexts'),
    'current-context': file['current-context'] ?? '',
  } as Entry as AnyObject;
}

const OMITTED = ['certificate-authority-data', 'client-certificate-data', 'client-key-data'];
const REDACTED = ['token', 'password'];

function redacted(entry: Entry): Entry {
  return Object.fromEntries(
    Object.entries(entry).map(([field, value]) => {
      if (OMITTED.includes(field)) return [field, 'DATA+OMITTED'];
      return [field, REDACTED.includes(field) ? 'REDACTED' : value];
    }),
  );
}

function minified(file: KubeconfigFile, current: string): KubeconfigFile {
  if (current === '') throw new CommandError('current-context must exist in order to minify');
  const context = entryOf(file, 'contexts', current);
  if (context === undefined) throw new CommandError(`cannot locate context ${current}`);
  const { cluster, user } = context;
  if (typeof cluster === 'string' && entryOf(file, 'clusters', cluster) === undefined) {
    throw new CommandError(`cannot locate cluster ${cluster}`);
  }
  if (typeof user === 'string' && entryOf(file, 'users', user) === undefined) {
    throw new CommandError(`cannot locate user ${user}`);
  }
  return {
    ...file,
    'current-context': current,
    contexts: (file.contexts ?? []).filter(({ name }) => name === current),
    clusters: (file.clusters ?? []).filter(({ name }) => name === cluster),
    users: (file.users ?? []).filter(({ name }) => name === user),
  };
}
