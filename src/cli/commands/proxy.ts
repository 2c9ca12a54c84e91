import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createListener } from '../../apiserver/http/listener.ts';
import { loadProtobufFields } from '../../apiserver/http/protobuf/fields.ts';
import {
  type Command,
  CommandError,
  type Context,
  defineCommand,
  Exit,
  type ExitCode,
} from '../../kubectl/command.ts';
import { bool, duration, type FlagValues, integer, text } from '../../kubectl/flags.ts';
import { logLine, logWarning } from '../../kubectl/klog.ts';
import { backstageInNameOf } from '../impersonating.ts';
import { listenFault } from '../listen-fault.ts';
import type { Ours } from '../ours.ts';
import { createFront } from '../proxying/front.ts';
import type { Filter } from '../proxying/route.ts';
import { served } from '../serving/backstage.ts';

const DEFAULT_PORT = 8001;
/** How often what other processes did is looked for. */
const LOOK_MILLISECONDS = 15;
/** klog ends the program so. */
const FATAL = 255;

const flags = {
  acceptHosts: text('accept-hosts', {
    default: '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$',
    help: 'Regular expressions of hosts that are answered.',
  }),
  acceptPaths: text('accept-paths', {
    default: '^.*',
    help: 'Regular expressions of paths that are let through.',
  }),
  address: text('address', { default: '127.0.0.1', help: 'The address to listen on.' }),
  apiPrefix: text('api-prefix', { default: '/', help: 'Where the API begins.' }),
  appendServerPath: bool('append-server-path', {
    help: "Put the path of the server's address before each path.",
  }),
  disableFilter: bool('disable-filter', {
    help: 'Let everything through. A page in a browser can then do with the cluster what it wants.',
  }),
  keepalive: duration('keepalive', { help: 'How often a quiet connection is tried; 0 never.' }),
  port: integer('port', {
    short: 'p',
    default: DEFAULT_PORT,
    help: 'The port to listen on; 0 takes a free one.',
  }),
  rejectMethods: text('reject-methods', {
    default: '^$',
    help: "Regular expressions of methods that are refused (--reject-methods='POST,PUT,PATCH').",
  }),
  rejectPaths: text('reject-paths', {
    default: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
    help: 'Regular expressions of paths that are refused, whatever else is accepted.',
  }),
  unixSocket: text('unix-socket', { short: 'u', help: 'The socket to listen on instead of a port.' }),
  www: text('www', { short: 'w', help: 'A folder whose files are served, too.' }),
  wwwPrefix: text('www-prefix', { short: 'P', default: '/static/', help: 'Where the files of --www begin.' }),
};
type Options = FlagValues<typeof flags>;

/** `kubectl proxy`: the listener of `sim serve` behind kubectl's filter. */
export function proxy(ours: Ours): Command {
  return defineCommand({
    name: 'proxy',
    usage: 'proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
    short: 'Run a proxy to the Kubernetes API server',
    long: 'Serve the API on a port of this machine, to whoever may reach it, until interrupted; and files of a folder beside it.',
    examples: [
      '# On port 8001, then on any free one',
      'kubectl proxy',
      'kubectl proxy --port=0',
      '',
      '# Below /k8s/, with files below /static/',
      'kubectl proxy --api-prefix=/k8s/ --www=./www',
    ],
    flags,
    complete: (_args, given) => given,
    run: (options, context) => run(options, context, ours),
  });
}

async function run(options: Options, context: Context, ours: Ours): Promise<ExitCode> {
  const filter = options.disableFilter ? undefined : filterOf(options, context);
  if (options.disableFilter && options.unixSocket === '')
    logWarning(
      context,
      'proxy.go:177] Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious',
    );
  if (options.port !== DEFAULT_PORT && options.unixSocket !== '')
    throw new CommandError('cannot set --unix-socket and --port at the same time');
  warnOfFolder(options, context);
  const { host } = ours;
  loadProtobufFields(() => Buffer.from(host.readAsset('protobuf-fields.json')).toString('utf8'));
  const session = ours.session();
  const backstage = served(session, host.wall);
  const plan = {
    apiPrefix: folderPath(options.apiPrefix),
    staticPrefix: folderPath(options.wwwPrefix),
    folder: options.www,
    ...(filter === undefined ? {} : { filter }),
  };
  const named = backstageInNameOf(backstage, ours.impersonation?.());
  const front = createFront(createListener(named, {}), plan, context.files);
  const address = await listen(front, options, context);
  host.onSignal((signal) => {
    front.close();
    session.checkpoint();
    session.close();
    host.exit(signal === 'SIGINT' ? 130 : 143);
  });
  context.out.line(`Starting to serve on ${address}`);
  session.checkpoint();
  for (;;) {
    await host.sleep(LOOK_MILLISECONDS);
    backstage.work();
  }
}

const folderPath = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

function filterOf(options: Options, context: Context): Filter {
  const patterns = (words: string): readonly RegExp[] =>
    words === '' ? [] : words.split(',').map((word) => compiled(word, context));
  return {
    acceptPaths: patterns(options.acceptPaths),
    rejectPaths: patterns(options.rejectPaths),
    acceptHosts: patterns(options.acceptHosts),
    rejectMethods: patterns(options.rejectMethods),
  };
}

function compiled(word: string, context: Context): RegExp {
  try {
    return new RegExp(word, 'u');
  } catch (error) {
    const why = (error as Error).message.replace(/^Invalid regular expression: /, '');
    logLine(context, 'F', `proxy_server.go:83] Error compiling re: error parsing regexp: ${why}`);
    throw new Exit(FATAL);
  }
}

function warnOfFolder({ www }: Options, context: Context): void {
  const found = www === '' ? 'folder' : context.files.stat(www);
  if (found === undefined)
    logWarning(
      context,
      `proxy.go:200] Failed to stat static file directory ${www}: stat ${www}: no such file or directory`,
    );
  if (found === 'file') logWarning(context, `proxy.go:202] Static file directory ${www} is not a directory`);
}

function listen(server: Server, { address, port, unixSocket }: Options, { files }: Context): Promise<string> {
  const asked = unixSocket === '' ? `tcp ${address}:${port}` : `unix ${unixSocket}`;
  const [, bracketed] = /^\[(.*)\]$/.exec(address) ?? [];
  if (unixSocket === '' && bracketed === undefined && address.includes(':'))
    throw new CommandError(`listen tcp: address ${address}:${port}: too many colons in address`);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new CommandError(listenFault(error, asked)));
    });
    if (unixSocket !== '') {
      // A socket that somebody left behind makes place for ours; anything else is left where it is.
      if (files.stat(unixSocket) === 'socket') files.remove(unixSocket);
      server.listen(unixSocket, () => {
        files.makePrivate(unixSocket);
        resolve(unixSocket);
      });
      return;
    }
    server.listen(port, bracketed ?? address, () => {
      const { port: actual, address: bound, family } = server.address() as AddressInfo;
      resolve(family === 'IPv6' ? `[${bound}]:${actual}` : `${bound}:${actual}`);
    });
  });
}
