import { forwardRefusal } from '../../apiserver/http/streams/forward/admission.ts';
import { askerOf, refusal } from '../../apiserver/http/streams/forward/pod-port.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { fetchObject } from '../../kubectl/api.ts';
import {
  type Command,
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
  UsageError,
} from '../../kubectl/command.ts';
import { chosen } from '../../kubectl/commands/exec/chosen-pod.ts';
import { listenAddresses } from '../../kubectl/commands/port-forward/addresses.ts';
import { forwardedPort, inPod } from '../../kubectl/commands/port-forward/ports.ts';
import { duration, list } from '../../kubectl/flags.ts';
import { logUnhandled } from '../../kubectl/klog.ts';
import { type Duration, seconds } from '../../machinery/instant.ts';
import { type Listening, listenAt } from '../forwarding/listening.ts';
import { leadTo } from '../forwarding/visiting.ts';
import { backstageInNameOf } from '../impersonating.ts';
import type { Ours } from '../ours.ts';
import { served } from '../serving/backstage.ts';

/** How often what other processes did is looked for. */
const LOOK_MILLISECONDS = 15;

const flags = {
  address: list('address', {
    default: ['localhost'],
    help: 'Addresses to listen on, comma-separated: IP addresses, or localhost for 127.0.0.1 and ::1, of which one is enough.',
  }),
  podRunningTimeout: duration('pod-running-timeout', {
    default: seconds(60),
    shown: '1m0s',
    help: 'How long to wait for the first pod of a workload.',
  }),
};

interface Options {
  readonly target: string;
  readonly words: readonly string[];
  readonly addresses: readonly string[];
  readonly timeout: Duration;
}

/** `kubectl port-forward`: ports of this machine that lead to a pod's. */
export function portForward(ours: Ours): Command {
  return defineCommand({
    name: 'port-forward',
    usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
    short: 'Forward one or more local ports to a pod',
    long:
      'Listen on ports of this machine, and lead whoever connects to ports of a pod, until interrupted or until the pod is gone.\n\n' +
      ' A workload or service stands for one of its pods, which is kept.',
    examples: [
      '# Port 8080 here is port 80 of a pod',
      'kubectl port-forward pod/web-0 8080:80',
      '',
      '# The port of a service by its name, and any free port here',
      'kubectl port-forward service/web 8443:https :metrics',
    ],
    flags,
    complete: (args, given): Options => {
      if (args.length < 2)
        throw new UsageError('TYPE/NAME and list of ports are required for port-forward', 'examples');
      const { address: addresses, podRunningTimeout: timeout } = given;
      if (timeout <= 0) throw new UsageError('--pod-running-timeout must be higher than zero', 'examples');
      const [target = '', ...words] = args;
      return { target, words, addresses, timeout };
    },
    run: (options, context) => run(options, context, ours),
  });
}

async function run(options: Options, context: Context, ours: Ours): Promise<ExitCode> {
  const { host } = ours;
  let end = (): void => {};
  host.onSignal((signal) => {
    end();
    host.exit(signal === 'SIGTERM' ? 143 : 0);
  });
  const { words, pod } = await destination(options, context);
  const addresses = listenAddresses(options.addresses);
  const ports = words.map(forwardedPort);
  const session = ours.session();
  const backstage = served(session, host.wall);
  const refused = await forwardRefusal(backstageInNameOf(backstage, ours.impersonation?.()), {
    method: 'POST',
    path: `${pod}/portforward`,
    query: {},
    accept: 'json',
  });
  if (refused !== undefined) throw new CommandError(`error upgrading connection: ${refused.message}`);
  let isLost = false;
  const ask = askerOf(backstage, pod);
  const say = (text: string): void => {
    context.out.line(text);
    session.checkpoint();
  };
  const listening: Listening[] = [];
  end = () => {
    for (const { servers } of listening) for (const server of servers) server.close();
    session.checkpoint();
    session.close();
  };
  for (const port of ports) {
    const found = await listenAt(
      port,
      addresses,
      (place, { remote }) => say(`Forwarding from ${place} -> ${remote}`),
      (socket, { local, remote }) => {
        say(`Handling connection for ${local}`);
        leadTo(remote, socket, ask, () => {
          const why = refusal(pod, remote);
          logUnhandled(
            context,
            'portforward.go:424',
            `an error occurred forwarding ${local} -> ${remote}: ${why}`,
          );
          isLost = true;
        });
      },
    );
    listening.push(found);
    if (found.fault !== '') context.err.line(`Unable to listen on port ${found.port.local}: ${found.fault}`);
  }
  if (listening.every(({ fault }) => fault !== '')) {
    const asked = listening.map(({ port }) => `{${port.local} ${port.remote}}`).join(' ');
    throw new CommandError(`unable to listen on any of the requested ports: [${asked}]`);
  }
  session.checkpoint();
  while (!isLost) {
    await host.sleep(LOOK_MILLISECONDS);
    backstage.work();
  }
  throw new CommandError('lost connection to pod');
}

/** The pod that ports lead to, as a path, with its own ports in what was asked for. */
async function destination({ target, words, timeout }: Options, context: Context) {
  const found = await chosen({ words: [target], filenames: [], timeout }, context);
  const own = inPod(words, found);
  const { namespace } = context.config;
  const pod = `/api/v1/namespaces/${namespace}/pods/${encodeURIComponent(found.pod.metadata.name)}`;
  const { status } = await fetchObject<Pod>(context, 'GET', pod);
  const phase = status?.phase ?? '';
  if (phase === 'Running') return { words: own, pod };
  throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
}
