import { seconds } from '../../machinery/instant.ts';
import { CommandError, defineCommand, UsageError } from '../command.ts';
import { bool, duration, text } from '../flags.ts';
import { attachTo, containerNamed, lookOn } from './attach/attachment.ts';
import { chosenPod } from './exec/chosen-pod.ts';
import { defaultContainer } from './logs/sources.ts';

const flags = {
  container: text('container', { short: 'c', help: 'The container; the first one unless said.' }),
  podRunningTimeout: duration('pod-running-timeout', {
    default: seconds(60),
    shown: '1m0s',
    help: 'How long to wait for the first pod of a workload.',
  }),
  quiet: bool('quiet', { short: 'q', help: 'Print nothing but what the program prints.' }),
  stdin: bool('stdin', { short: 'i', help: 'Pass the standard input to the program.' }),
  tty: bool('tty', { short: 't', help: 'The standard input is a terminal.' }),
};

/** `kubectl attach`. */
export const attach = defineCommand({
  name: 'attach',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  long: 'Attach to the program that a container runs. What it prints from now on is shown; with -i it is given\n what is typed, or all that comes from a file or a pipe.',
  examples: [
    '# What a pod prints from now on',
    'kubectl attach web-0',
    '',
    '# A line for the shell of a container',
    "echo 'ls /data' | kubectl attach web-0 -c shell -i",
  ],
  flags,
  complete: (words, given) => {
    if (words.length === 0) throw new UsageError('at least 1 argument is required for attach');
    if (words.length > 2) {
      throw new UsageError(
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${words.length}: [${words.join(' ')}]`,
      );
    }
    if (given.podRunningTimeout <= 0) throw new UsageError('--pod-running-timeout must be higher than zero');
    return { ...given, words };
  },
  run: async (options, context) => {
    const { words, podRunningTimeout: timeout, container: asked, quiet } = options;
    const pod = await chosenPod({ words, filenames: [], timeout }, context);
    const phase = pod.status?.phase ?? '';
    if (phase === 'Succeeded' || phase === 'Failed') {
      throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
    }
    const err = quiet ? { write: () => {}, line: () => {} } : context.err;
    const container = containerNamed(pod, asked || defaultContainer(pod, { allPods: false }, err));
    const state = await attachTo(pod, container, { ...options, patience: 'follow' }, context);
    if (state === 'going on') await lookOn(pod, container.name, 'follow', context);
    return 0;
  },
});
