import { type Command, type Context, defineCommand, type Invocation } from '../../command.ts';
import { array, bool, type FlagValues, list, text } from '../../flags.ts';
import { type Pairs, parsePairs } from '../../pairs.ts';
import { type Entry, entryOf, unexpectedArguments, withEntry, withFields } from './entries.ts';
import { encoded, storedPath } from './files-inside.ts';

const flags = {
  authProvider: text('auth-provider', { help: 'Who authenticates the user.' }),
  authProviderArg: list('auth-provider-arg', { help: 'key=value for the provider; key- takes it away.' }),
  clientCertificate: text('client-certificate', { help: 'File with the client certificate.' }),
  clientKey: text('client-key', { help: 'File with the client key.' }),
  embedCerts: bool('embed-certs', { help: 'Keep certificate and key themselves in the file.' }),
  execApiVersion: text('exec-api-version', { help: 'API version that the program speaks.' }),
  execArg: list('exec-arg', { help: 'Arguments of the program; they replace those it had.' }),
  execCommand: text('exec-command', { help: 'Program that gets the credentials.' }),
  execEnv: array('exec-env', { help: 'name=value in its environment; name- takes it away.' }),
  execInteractiveMode: text('exec-interactive-mode', {
    help: 'Whether it may ask: IfAvailable, Never or Always.',
  }),
  execProvideClusterInfo: bool('exec-provide-cluster-info', { help: 'Tell it about the cluster.' }),
  password: text('password', { help: 'The password.' }),
  token: text('token', { help: 'The bearer token.' }),
  username: text('username', { help: 'The user name.' }),
};
type Given = FlagValues<typeof flags>;

interface Credentials {
  readonly name: string;
  readonly given: Given;
  /** Which flags were on the command line. */
  readonly told: Invocation['given'];
  readonly provider: Pairs;
  readonly environment: Pairs;
}

export const setCredentials: Command = defineCommand({
  name: 'set-credentials',
  usage:
    'set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]',
  short: 'Set a user entry in kubeconfig',
  long: 'Set a user entry in kubeconfig. What is not named stays as it is. A token excludes name and password.',
  examples: ['# A bearer token', 'kubectl config set-credentials cluster-admin --token=secret'],
  flags,
  complete: (args, given, invocation): Credentials => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0)
      throw unexpectedArguments(setCredentials, invocation.path, args);
    const provider = parsePairs(given.authProviderArg, 'auth-provider-arg');
    const environment = parsePairs(given.execEnv, 'exec-env');
    refuse(name, given, invocation);
    return { name, given, told: invocation.given, provider, environment };
  },
  run: async (credentials, context) => {
    const { name, given } = credentials;
    const { kubeconfig } = context.config;
    if (given.embedCerts) refuseMissing(given, context);
    const file = kubeconfig.read();
    const before = entryOf(file, 'users', name) ?? {};
    kubeconfig.write(withEntry(file, 'users', name, changed(before, credentials, context)));
    context.out.line(`User ${JSON.stringify(name)} set.`);
    return 0;
  },
});

const MODES = ['IfAvailable', 'Never', 'Always'];

function refuse(name: string, given: Given, invocation: Invocation): void {
  if (name === '') throw new Error('you must specify a non-empty user name');
  const { token, username, password, clientCertificate, clientKey, execInteractiveMode } = given;
  if (token !== '' && (username !== '' || password !== '')) {
    throw new Error(
      'you cannot specify more than one authentication method at the same time: --token, --username/--password',
    );
  }
  if (given.embedCerts && clientCertificate === '' && clientKey === '') {
    throw new Error('you must specify a --client-certificate or --client-key to embed');
  }
  if (invocation.given('exec-interactive-mode') && !MODES.includes(execInteractiveMode)) {
    throw new Error('invalid interactive mode type, can be only IfAvailable, Never, Always');
  }
}

function refuseMissing({ clientCertificate, clientKey }: Given, { files }: Context): void {
  const named = { 'client-certificate': clientCertificate, 'client-key': clientKey };
  for (const [flag, path] of Object.entries(named)) {
    if (path !== '' && files.stat(path) === undefined) {
      throw new Error(`could not stat ${flag} file ${path}: stat ${path}: no such file or directory`);
    }
  }
}

function changed(before: Entry, credentials: Credentials, { files, config }: Context): Entry {
  const { given, told } = credentials;
  const certificate = (flag: string, path: string): Entry => {
    if (!told(flag)) return {};
    const data = `${flag}-data`;
    if (given.embedCerts) return { [flag]: undefined, [data]: encoded(path, files) };
    return path === ''
      ? { [flag]: path }
      : { [flag]: storedPath(path, config.kubeconfig.path), [data]: undefined };
  };
  const secrets = { token: given.token, username: given.username, password: given.password };
  const set = Object.fromEntries(Object.entries(secrets).filter(([flag]) => told(flag)));
  return withFields(before, {
    ...certificate('client-certificate', given.clientCertificate),
    ...certificate('client-key', given.clientKey),
    ...set,
    // One way of proving who one is takes the place of the other.
    ...(given.token === '' ? {} : { username: undefined, password: undefined }),
    ...(given.username === '' && given.password === '' ? {} : { token: undefined }),
    'auth-provider': providerOf(before['auth-provider'] as Provider | undefined, credentials),
    exec: programOf(before['exec'] as Program | undefined, credentials),
  });
}

interface Provider {
  readonly name: string;
  readonly config: Readonly<Record<string, string>> | null;
}

function providerOf(before: Provider | undefined, credentials: Credentials): Provider | undefined {
  const { given, told, provider: pairs } = credentials;
  const other = told('auth-provider') && before?.name !== given.authProvider;
  const provider = other ? { name: given.authProvider, config: {} } : before;
  if (provider === undefined) return undefined;
  const config = { ...provider.config, ...pairs.set };
  const kept = Object.entries(config).filter(([key]) => key in pairs.set || !pairs.remove.includes(key));
  return { ...provider, config: Object.fromEntries(kept) };
}

interface Program {
  readonly command: string;
  readonly args: readonly string[] | null;
  readonly env: readonly { readonly name: string; readonly value: string }[] | null;
  readonly apiVersion?: string;
  readonly interactiveMode?: string;
  readonly provideClusterInfo: boolean;
}

function programOf(before: Program | undefined, credentials: Credentials): Program | undefined {
  const { given, told } = credentials;
  const fresh = { command: '', args: null, env: null, provideClusterInfo: false };
  const program = told('exec-command')
    ? { ...(before ?? fresh), command: given.execCommand, args: null }
    : before;
  if (program === undefined) return undefined;
  const { command, args, env, apiVersion, provideClusterInfo, interactiveMode, ...rest } = program;
  const version = told('exec-api-version') ? given.execApiVersion : apiVersion;
  const mode = told('exec-interactive-mode') ? given.execInteractiveMode : interactiveMode;
  return {
    command,
    args: given.execArg.length > 0 ? given.execArg : args,
    env: environmentOf(env ?? [], credentials),
    ...(version === undefined ? {} : { apiVersion: version }),
    ...rest,
    provideClusterInfo: told('exec-provide-cluster-info') ? given.execProvideClusterInfo : provideClusterInfo,
    ...(mode === undefined ? {} : { interactiveMode: mode }),
  };
}

function environmentOf(
  before: NonNullable<Program['env']>,
  { environment }: Credentials,
): NonNullable<Program['env']> | null {
  const kept = before
    .filter(({ name }) => !environment.remove.includes(name))
    .map((one) => ({ ...one, value: environment.set[one.name] ?? one.value }));
  const added = Object.entries(environment.set)
    .filter(([name]) => !kept.some((one) => one.name === name))
    .map(([name, value]) => ({ name, value }));
  const all = [...kept, ...added];
  return all.length === 0 ? null : all;
}
