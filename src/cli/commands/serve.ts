import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiServerFlags, DEFAULT_FLAGS, flagFault } from '../../apiserver/flags.ts';
import type { GuardOptions } from '../../apiserver/http/guard.ts';
import { createListener } from '../../apiserver/http/listener.ts';
import { loadProtobufFields } from '../../apiserver/http/protobuf/fields.ts';
import {
  type Command,
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
  UsageError,
} from '../../kubectl/command.ts';
import { integer, list, text } from '../../kubectl/flags.ts';
import type { Pace } from '../../simulation/pace.ts';
import type { Ours } from '../ours.ts';
import { served } from '../serving/backstage.ts';
import { kubeconfigFor } from '../serving/kubeconfig.ts';
import { foregroundAt } from '../state.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** How often what other processes did is looked for: who watches a server expects it to be told at once. */
const LOOK_MILLISECONDS = 15;

interface Options {
  readonly kubeconfig: string;
  readonly address: string;
  readonly port: number;
  readonly token: string | undefined;
  readonly pace: Pace | undefined;
  readonly without: readonly string[];
  readonly flags: ApiServerFlags;
}

/** `sim serve`: the API over HTTP, for kubectl and every other client, with the controllers running. */
export function serve(ours: Ours): Command {
  return defineCommand({
    name: 'serve',
    usage: 'serve [--port=0] [--kubeconfig=FILE] [--pace=realtime] [--without=NAMES] [--token=TOKEN]',
    short: 'Serve the cluster to kubectl and other clients',
    long:
      'Serve the Kubernetes API of the cluster over HTTP, and run its controllers, until interrupted.\n\n' +
      ' A kubeconfig is written that leads any client to it: beside the state, or where --kubeconfig says. ' +
      'Other sim commands go through it meanwhile.',
    examples: [
      '# Give kubectl a cluster',
      'sim serve &',
      'KUBECONFIG=~/.sim/cluster.json.kubeconfig kubectl get nodes',
    ],
    flags: {
      address: text('address', {
        default: '127.0.0.1',
        help: 'The address to listen on; beyond loopback a token is asked for.',
      }),
      port: integer('port', { default: 0, help: 'The port to listen on; 0 takes a free one.' }),
      kubeconfig: text('kubeconfig', { help: 'Where to write the kubeconfig; beside the state by default.' }),
      token: text('token', { help: 'What clients have to show as their bearer token.' }),
      pace: text('pace', {
        help: "How time passes while serving: realtime, manual or instant; the cluster's own pace by default.",
      }),
      without: list('without', { help: 'Who does not act: scheduler, kubelet, deployment-controller, ...' }),
      authorizationMode: list('authorization-mode', {
        help: 'As of kube-apiserver: RBAC, or AlwaysAllow to let --as do everything.',
        default: DEFAULT_FLAGS.authorizationMode,
      }),
      disableAdmissionPlugins: list('disable-admission-plugins', {
        help: 'As of kube-apiserver: admission that is left out, ServiceAccount for example.',
      }),
      serviceClusterIpRange: text('service-cluster-ip-range', {
        help: 'As of kube-apiserver: where the addresses of new Services come from.',
        default: DEFAULT_FLAGS.serviceClusterIpRange,
      }),
    },
    complete: (args, { address, port, token, pace, without, kubeconfig, ...flags }): Options => {
      if (args.length > 0) throw new UsageError(`sim serve takes no arguments, got ${args.join(' ')}`);
      if (!LOOPBACK.includes(address) && token === '')
        throw new UsageError(`listening on ${address} needs a token: --token=SECRET`);
      if (port < 0 || port > 65535) throw new UsageError(`--port=${port} is no port: 0 to 65535`);
      const fault = flagFault(flags);
      if (fault !== undefined) throw new UsageError(fault);
      return { address, port, token: token || undefined, pace: paceFrom(pace), without, kubeconfig, flags };
    },
    run: (options, context) => run(options, context, ours),
  });
}

function paceFrom(word: string): Pace | undefined {
  if (word === '' || word === 'realtime' || word === 'manual' || word === 'instant') return word || undefined;
  throw new UsageError(`--pace=${word}: the paces are realtime, manual, instant`);
}

async function run(options: Options, context: Context, ours: Ours): Promise<ExitCode> {
  const { host } = ours;
  loadProtobufFields(() => Buffer.from(host.readAsset('protobuf-fields.json')).toString('utf8'));
  const kubeconfig = options.kubeconfig || `${ours.statePath()}.kubeconfig`;
  const { pace, without, flags } = options;
  const session = ours.session({ role: 'foreground', pace, without, flags });
  if (!session.isForeground) throw alreadyServed(ours.statePath(), kubeconfig);
  session.checkpoint();
  const backstage = served(session, host.wall);
  const server = createListener(backstage, guardFor(options));
  const address = await listen(server, options);
  context.files.replace(kubeconfig, kubeconfigFor(address, options.token));
  foregroundAt(ours.statePath()).announce({ address, token: options.token });
  host.onSignal(() => {
    server.close();
    session.checkpoint();
    session.close();
    host.exit(0);
  });
  context.out.line(`Serving on ${address}`);
  context.out.line(`export KUBECONFIG=${kubeconfig}`);
  session.checkpoint();
  for (;;) {
    await host.sleep(LOOK_MILLISECONDS);
    backstage.work();
  }
}

const alreadyServed = (state: string, kubeconfig: string): CommandError =>
  new CommandError(
    `another process runs the cluster in ${state} (sim serve or sim reconcile --watch): ` +
      `use it with KUBECONFIG=${kubeconfig}, end it, or serve another cluster with --state`,
  );

/** Who knows the token may call by any name: no page in a browser knows it. */
function guardFor({ token, address }: Options): GuardOptions {
  return token === undefined ? { hosts: [...LOOPBACK, address] } : { token };
}

function listen(server: Server, { address, port }: Options): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new CommandError(`cannot listen on ${address}:${port}: ${problemOf(error)}`));
    });
    server.listen(port, address, () => {
      const { port: actual, family } = server.address() as AddressInfo;
      const name = family === 'IPv6' ? `[${reachable(address)}]` : reachable(address);
      resolve(`http://${name}:${actual}`);
    });
  });
}

/** An address that means all of this machine's is called by one of them. */
const reachable = (address: string): string =>
  address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;

function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'the port is taken: choose another with --port, or let 0 find a free one';
  if (code === 'EADDRNOTAVAIL') return 'this machine has no such address';
  return code === 'EACCES' ? 'permission denied: ports below 1024 are for the administrator' : message;
}
