import type { Pod } from '../../kinds/core/pod/types.ts';
import { type Duration, seconds } from '../../machinery/instant.ts';
import { type Context, defineCommand, type ExitCode, UsageError } from '../command.ts';
import { bool, duration, list, text } from '../flags.ts';
import { chosenPod } from './exec/chosen-pod.ts';
import { NO_TERMINAL, podPath, refuseCompleted, runCommand, told } from './exec/command-in-pod.ts';
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
  readonly tty: boolean;
}

/** `kubectl exec`. */
export const exec = defineCommand({
  name: 'exec',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  long: 'Execute a command in a container. What comes from a file or a pipe is read to its end before the command is run.',
  examples: [
    '# The date in the first container of a pod',
    'kubectl exec web-0 -- date',
    '',
    '# A script of several words in a container of a Deployment',
    "kubectl exec deploy/web -c app -- sh -c 'ls /data | wc -l'",
  ],
  flags,
  complete: (args, given, { dash }): ExecOptions => {
    const { filename: filenames, container, podRunningTimeout: timeout, quiet, stdin, tty } = given;
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
    return { target, filenames, container, command, timeout, quiet, stdin, tty };
  },
  run: async (options, context) => {
    const { target, filenames, timeout } = options;
    const words = target === '' ? [] : [target];
    const pod = await chosenPod({ words, filenames, timeout }, context);
    refuseCompleted(pod);
    const err = options.quiet ? { write: () => {}, line: () => {} } : context.err;
    const container = options.container || defaultContainer(pod, { allPods: false }, err);
    const hasKeys = options.stdin && options.tty && context.isTyped;
    if (options.stdin && options.tty && !hasKeys && !options.quiet) context.err.line(NO_TERMINAL);
    const code = await (context.isTyped && context.talk !== undefined
      ? talkIn(pod, container, options, context.talk)
      : runIn(pod, container, options, context));
    if (code !== 0) context.err.line(`command terminated with exit code ${code}`);
    return code;
  },
});

/** Who sits at a terminal sees what happens while it does, and can speak to it. */
function talkIn(
  pod: Pod,
  container: string,
  { command, stdin, tty }: ExecOptions,
  talk: NonNullable<Context['talk']>,
): Promise<ExitCode> {
  const body = { container, command, tty: stdin && tty, isHeard: stdin };
  const hears = !stdin ? 'nothing' : tty ? 'keys' : 'lines';
  return told(talk({ path: `${podPath(pod)}/exec`, body, hears }));
}

/** Shows what a command printed that was given all there is to read. */
async function runIn(
  pod: Pod,
  container: string,
  { command, stdin: isRead }: ExecOptions,
  context: Context,
): Promise<ExitCode> {
  const stdin = isRead ? await context.stdin() : '';
  const { spoken, code } = await runCommand(pod, { container, command, stdin }, context);
  for (const { to, text } of spoken) (to === 'output' ? context.out : context.err).write(text);
  return code;
}
