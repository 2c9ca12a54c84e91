import { CommandError, defineCommand, UsageError } from '../../command.ts';
import { entryOf, namesIn, withoutEntry } from './entries.ts';

export const getUsers = defineCommand({
  name: 'get-users',
  usage: 'get-users [flags]',
  short: 'Display users defined in the kubeconfig',
  examples: ['# All users', 'kubectl config get-users'],
  flags: {},
  complete: () => ({}),
  run: async (_options, { config, out }) => {
    for (const line of ['NAME', ...namesIn(config.kubeconfig.read(), 'users')]) out.line(line);
    return 0;
  },
});

export const deleteUser = defineCommand({
  name: 'delete-user',
  usage: 'delete-user NAME',
  short: 'Delete the specified user from the kubeconfig',
  examples: ['# A user that is not needed any more', 'kubectl config delete-user minikube'],
  flags: {},
  complete: (args) => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0) throw new UsageError('user to delete is required', 'examples');
    return { name };
  },
  run: async ({ name }, { config, out }) => {
    const { kubeconfig } = config;
    const file = kubeconfig.read();
    if (entryOf(file, 'users', name) === undefined) {
      throw new CommandError(`cannot delete user ${name}, not in ${kubeconfig.path}`);
    }
    kubeconfig.write(withoutEntry(file, 'users', name));
    out.line(`deleted user ${name} from ${kubeconfig.path}`);
    return 0;
  },
});
