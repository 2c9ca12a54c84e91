import { CommandError, type Context, defineCommand, UsageError } from '../../command.ts';
import { printFlags } from '../../flag-groups.ts';
import { bool, text } from '../../flags.ts';
import type { KubeconfigFile } from '../../kubeconfig.ts';
import { formatJson } from '../../output/json.ts';
import { noPrinter, objectPrinter } from '../../output/printer.ts';
import type { AnyObject } from '../../resources/object.ts';
import { entryOf } from './entries.ts';
import { redactedForm, wholeForm } from './file-form.ts';
import { flattened } from './files-inside.ts';

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
    const flat = options.flatten ? flattened(file, config.kubeconfig.path, files) : file;
    const shown = options.raw || options.flatten ? wholeForm(flat) : redactedForm(flat);
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
