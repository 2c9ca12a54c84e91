import { type Command, CommandError, defineCommand, UsageError } from '../../command.ts';
import { bool, text } from '../../flags.ts';
import { entryOf, unexpectedArguments, withEntry, withFields } from './entries.ts';

export const setContext: Command = defineCommand({
  name: 'set-context',
  usage:
    'set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  short: 'Set a context entry in kubeconfig',
  long: 'Set a context entry in kubeconfig. What is not named stays as it is.',
  examples: ['# Another namespace from now on', 'kubectl config set-context --current --namespace=test'],
  flags: {
    cluster: text('cluster', { help: 'The cluster of the context.' }),
    current: bool('current', { help: 'Change the current context.' }),
    namespace: text('namespace', { help: 'The namespace of the context.' }),
    user: text('user', { help: 'The user of the context.' }),
  },
  complete: (args, given, invocation) => {
    const [name = '', ...more] = args;
    if (more.length > 0) throw unexpectedArguments(setContext, invocation.path, args);
    if (name === '' && !given.current)
      throw new UsageError('you must specify a non-empty context name or --current');
    if (name !== '' && given.current)
      throw new UsageError('you cannot specify both a context name and --current');
    const { cluster, user, namespace } = given;
    const fields = Object.entries({ cluster, user, namespace }).filter(([flag]) => invocation.given(flag));
    return { name, fields: Object.fromEntries(fields) };
  },
  run: async ({ name: asked, fields }, { config, out }) => {
    const { kubeconfig } = config;
    const file = kubeconfig.read();
    const name = asked === '' ? (file['current-context'] ?? '') : asked;
    if (name === '') throw new CommandError('no current context is set');
    const before = entryOf(file, 'contexts', name);
    kubeconfig.write(withEntry(file, 'contexts', name, withFields(before ?? {}, fields)));
    out.line(`Context ${JSON.stringify(name)} ${before === undefined ? 'created' : 'modified'}.`);
    return 0;
  },
});
