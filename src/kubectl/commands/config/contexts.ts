import { compareText } from '../../../machinery/json.ts';
import { type Command, CommandError, defineCommand, UsageError } from '../../command.ts';
import { throwAll } from '../../errors.ts';
import { bool, text } from '../../flags.ts';
import { commandHelp } from '../../help.ts';
import { alignTabs, TABLE_LAYOUT } from '../../output/tabwriter.ts';
import { entryOf, namesIn, unexpectedArguments, withEntry, withoutEntry } from './entries.ts';

export const currentContext = defineCommand({
  name: 'current-context',
  usage: 'current-context [flags]',
  short: 'Display the current-context',
  examples: ['# The context in force', 'kubectl config current-context'],
  flags: {},
  complete: () => ({}),
  run: async (_options, { config, out }) => {
    const name = config.kubeconfig.read()['current-context'] ?? '';
    if (name === '') throw new CommandError('current-context is not set');
    out.line(name);
    return 0;
  },
});

export const useContext: Command = defineCommand({
  name: 'use-context',
  aliases: ['use'],
  usage: 'use-context CONTEXT_NAME',
  short: 'Set the current-context in a kubeconfig file',
  examples: ['# Work with another cluster from now on', 'kubectl config use-context minikube'],
  flags: {},
  complete: (args, _flags, { path }) => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0) throw unexpectedArguments(useContext, path, args);
    return { name };
  },
  run: async ({ name }, { config, out }) => {
    const { kubeconfig } = config;
    const file = kubeconfig.read();
    if (name === '') throw new CommandError('empty context names are not allowed');
    if (entryOf(file, 'contexts', name) === undefined) {
      throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
    }
    kubeconfig.write({ ...file, 'current-context': name });
    out.line(`Switched to context ${JSON.stringify(name)}.`);
    return 0;
  },
});

export const getContexts = defineCommand({
  name: 'get-contexts',
  usage: 'get-contexts [(-o|--output=)name)]',
  short: 'Describe one or many contexts',
  examples: [
    '# All contexts',
    'kubectl config get-contexts',
    '',
    '# One of them',
    'kubectl config get-contexts minikube',
  ],
  flags: {
    noHeaders: bool('no-headers', { help: 'Leave out the headers.' }),
    output: text('output', { short: 'o', help: 'Output format. One of: (name).' }),
  },
  complete: (names, { noHeaders, output }) => {
    if (output !== '' && output !== 'name') {
      throw new UsageError(
        `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
      );
    }
    return { names, noHeaders, output };
  },
  run: async ({ names, noHeaders, output }, { config, out }) => {
    const file = config.kubeconfig.read();
    const known = namesIn(file, 'contexts');
    const shown = names.length === 0 ? known : names.filter((name) => known.includes(name)).sort(compareText);
    const rows = shown.map((name) => {
      const { cluster = '', user = '', namespace = '' } = entryOf(file, 'contexts', name) ?? {};
      return [name === file['current-context'] ? '*' : ' ', name, cluster, user, namespace];
    });
    const title = ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'];
    const lines = output === 'name' ? shown.map((name) => [name]) : [...(noHeaders ? [] : [title]), ...rows];
    out.write(alignTabs(lines.map((cells) => `${cells.join('\t')}\n`).join(''), TABLE_LAYOUT));
    throwAll(
      names
        .filter((name) => !known.includes(name))
        .map((name) => new CommandError(`context ${name} not found`)),
    );
    return 0;
  },
});

export const renameContext: Command = defineCommand({
  name: 'rename-context',
  usage: 'rename-context CONTEXT_NAME NEW_NAME',
  short: 'Rename a context from the kubeconfig file',
  examples: ['# Another name', 'kubectl config rename-context old-name new-name'],
  flags: {},
  complete: (args, _flags, { path }) => {
    const [name, newName, ...more] = args;
    if (name === undefined || newName === undefined || more.length > 0)
      throw unexpectedArguments(renameContext, path, args);
    if (newName === '') throw new UsageError('You must specify a new non-empty context name');
    return { name, newName };
  },
  run: async ({ name, newName }, { config, out }) => {
    const { kubeconfig } = config;
    const file = kubeconfig.read();
    const entry = entryOf(file, 'contexts', name);
    const subject = `cannot rename the context ${JSON.stringify(name)}`;
    if (entry === undefined) throw new CommandError(`${subject}, it's not in ${kubeconfig.path}`);
    if (entryOf(file, 'contexts', newName) !== undefined) {
      throw new CommandError(
        `${subject}, the context ${JSON.stringify(newName)} already exists in ${kubeconfig.path}`,
      );
    }
    const renamed = withEntry(withoutEntry(file, 'contexts', name), 'contexts', newName, entry);
    kubeconfig.write(file['current-context'] === name ? { ...renamed, 'current-context': newName } : renamed);
    out.line(`Context ${JSON.stringify(name)} renamed to ${JSON.stringify(newName)}.`);
    return 0;
  },
});

export const deleteContext: Command = defineCommand({
  name: 'delete-context',
  usage: 'delete-context NAME',
  short: 'Delete the specified context from the kubeconfig',
  examples: ['# A context that is not needed any more', 'kubectl config delete-context minikube'],
  flags: {},
  complete: (args, _flags, { path }) => ({ args, path }),
  run: async ({ args, path }, { config, out, err }) => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0) {
      out.write(commandHelp(deleteContext, path));
      return 0;
    }
    const { kubeconfig } = config;
    const file = kubeconfig.read();
    if (entryOf(file, 'contexts', name) === undefined) {
      throw new CommandError(`cannot delete context ${name}, not in ${kubeconfig.path}`);
    }
    if (file['current-context'] === name) {
      err.line(
        'warning: this removed your active context, use "kubectl config use-context" to select a different one',
      );
    }
    kubeconfig.write(withoutEntry(file, 'contexts', name));
    out.line(`deleted context ${name} from ${kubeconfig.path}`);
    return 0;
  },
});
