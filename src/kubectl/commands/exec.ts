import type { Pod } from '../../kinds/core/pod/types.ts';
import { type Duration, seconds } from '../../machinery/instant.ts';
import { StatusError } from '../../machinery/status.ts';
import { fetchObject } from '../api.ts';
import { CommandError, type Context, defineCommand, type ExitCode, UsageError } from '../command.ts';
import { bool, duration, list, text } from '../flags.ts';
import { select } from '../resources/builder.ts';
import type { AnyObject } from '../resources/object.ts';
import { firstPods, podSelector } from './logs/pods.ts';
import { defaultContainer } from './logs/sources.ts';

const flags = {
  filename: list('filename', { short: 'f', help: 'File, folder or URL that names the pod.' }),
  container: text('container', { short: 'c', help: 'The container; the first one unless said.' }),
  podRunningTimeout: duration('pod-running-timeout', {
    default: seconds(60),
    shown: '1m0s',
    help: 'How long to wait for the first pod of a workload.',
  }),
  quiet: bool('quiet', { short: 'q', help: "Print nothing but the command's output." }),
  stdin: bool('stdin', { short: 'i', help: 'Pass the standard input to the command.' }),
  tty: bool('tty', { short: 't', help: 'The standard input is a terminal.' }),
};

interface ExecOptions {
  readonly target: string;
  readonly filenames: readonly string[];
  readonly container: string;
  readonly command: readonly string[];
  readonly timeout: Duration;
  readonly quiet: boolean;
  readonly stdin: boolean;
}

/** What a command in a container came to, as the server tells it. */
interface Result {
  readonly output: string;
  readonly errors: string;
  readonly code: number;
}

/** `kubectl exec`. */
export const exec = defineCommand({
  name: 'exec',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  long: 'Execute a command in a container. What it is given to read is read to its end before the command is run.',
  examples: [
    '# The date in the first container of a pod',
    'kubectl exec web-0 -- date',
    '',
    '# A script of several words in a container of a Deployment',
    "kubectl exec deploy/web -c app -- sh -c 'ls /data | wc -l'",
  ],
  flags,
  complete: (args, given, { dash }): ExecOptions => {
    const { filename: filenames, container, podRunningTimeout: timeout, quiet, stdin } = given;
    if (dash === undefined && (args.length > 1 || (args.length > 0 && filenames.length > 0))) {
      throw new UsageError(
        'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
        'examples',
      );
    }
    const target = dash === 0 ? '' : (args[0] ?? '');
    if (target === '' && filenames.length === 0)
      throw new UsageError('pod, type/name or --filename must be specified');
    const command = dash === undefined ? [] : args.slice(dash);
    if (command.length === 0) throw new UsageError('you must specify at least one command for the container');
    return { target, filenames, container, command, timeout, quiet, stdin };
  },
  run: async (options, context) => {
    const pod = await podFor(options, context);
    const phase = pod.status?.phase ?? '';
    if (phase === 'Succeeded' || phase === 'Failed') {
      throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    }
    const err = options.quiet ? { write: () => {}, line: () => {} } : context.err;
    const container = options.container || defaultContainer(pod, { allPods: false }, err);
    const stdin = options.stdin ? await context.stdin() : '';
    return await runIn(pod, container, options.command, stdin, context);
  },
});

/** Runs a command in a container, shows what it prints, and ends as it ended. */
async function runIn(
  { metadata }: Pod,
  container: string,
  command: readonly string[],
  stdin: string,
  context: Context,
): Promise<ExitCode> {
  const path = `/api/v1/namespaces/${metadata.namespace ?? ''}/pods/${metadata.name}/exec`;
  const body = { container, command, stdin };
  const { output, errors, code } = await started(fetchObject<Result>(context, 'POST', path, { body }));
  context.out.write(output);
  context.err.write(errors);
  if (code !== 0) context.err.line(`command terminated with exit code ${code}`);
  return code;
}

/** That nothing could be started is told by the stream, not by the server. */
async function started(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.reason !== 'InternalError') throw error;
    const prefix = error.message.startsWith('unable') ? '' : 'Internal error occurred: ';
    throw new CommandError(prefix + error.message);
  }
}

/** A bare name is a pod's; of a workload the best pod is taken. */
async function podFor({ target, filenames, timeout }: ExecOptions, context: Context): Promise<Pod> {
  const args = target === '' ? [] : target.includes('/') ? [target] : ['pods', target];
  const found = await select(context, {
    args,
    files: { filenames, kustomize: '', recursive: false },
    singleType: true,
  });
  const { infos, error } = await found.infos();
  if (error !== undefined) throw error;
  const [info] = infos;
  if (info?.object === undefined) throw new CommandError('expected a resource');
  if (info.mapping.resource === 'pods') return info.object as AnyObject & Pod;
  const path = `/api/v1/namespaces/${info.object.metadata.namespace ?? ''}/pods`;
  const [best] = await firstPods(path, podSelector(info.object), timeout, context);
  if (best === undefined) throw new CommandError('expected a resource');
  return best;
}
