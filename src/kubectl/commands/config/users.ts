import { type Command, CommandError, defineCommand, UsageError } from '../../command.ts';
import { bool, text } from '../../flags.ts';
import { entryOf, namesIn, unexpectedArguments, withEntry, withFields, withoutEntry } from './entries.ts';

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

export const setCredentials: Command = defineCommand({
  name: 'set-credentials',
  usage:
    'set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password]',
  short: 'Set a user entry in kubeconfig',
  long: 'Set a user entry in kubeconfig. What is not named stays as it is. A token excludes name and password.',
  examples: ['# A bearer token', 'kubectl config set-credentials cluster-admin --token=secret'],
  flags: {
    clientCertificate: text('client-certificate', { help: 'File with the client certificate.' }),
    clientKey: text('client-key', { help: 'File with the client key.' }),
    embedCerts: bool('embed-certs', { help: 'Keep certificate and key themselves in the file.' }),
    password: text('password', { help: 'The password.' }),
    token: text('token', { help: 'The bearer token.' }),
    username: text('username', { help: 'The user name.' }),
  },
  complete: (args, given, invocation) => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0)
      throw unexpectedArguments(setCredentials, invocation.path, args);
    if (name === '') throw new UsageError('you must specify a non-empty user name');
    const basic = given.username !== '' || given.password !== '';
    if (given.token !== '' && basic) {
      throw new UsageError(
        'you cannot specify more than one authentication method at the same time: --token, --username/--password',
      );
    }
    const fields = {
      'client-certificate': given.clientCertificate,
      'client-key': given.clientKey,
      token: given.token,
      username: given.username,
      password: given.password,
    };
    return {
      name,
      fields: Object.fromEntries(Object.entries(fields).filter(([flag]) => invocation.given(flag))),
    };
  },
  run: async ({ name, fields }, { config, out }) => {
    const { kubeconfig } = config;
    const file = kubeconfig.read();
    kubeconfig.write(withEntry(file, 'users', name, withFields(entryOf(file, 'users', name) ?? {}, fields)));
    out.line(`User ${JSON.stringify(name)} set.`);
    return 0;
  },
});
