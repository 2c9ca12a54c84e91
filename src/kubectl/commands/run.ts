import { minutes } from '../../machinery/instant.ts';
import { changeCause, createObject, withChangeCause } from '../change.ts';
import { type Context, defineCommand, type ExitCode, type Invocation, UsageError } from '../command.ts';
import { deleteObject, propagationOf } from '../deletion.ts';
import { asError } from '../errors.ts';
import {
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  filenameFlags,
  printFlags,
  recordFlags,
  saveConfigFlags,
} from '../flag-groups.ts';
import { array, bool, duration, type FlagValues, integer, text } from '../flags.ts';
import { type Printer, resultPrinter } from '../output/printer.ts';
import { overridden, overrideFlags } from '../overrides.ts';
import { mapperOf } from '../resources/mapper.ts';
import type { AnyObject } from '../resources/object.ts';
import { withConfig } from './create/generator.ts';
import { isImageReference } from './run/image-reference.ts';
import { newPod, newPodService } from './run/pod.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('to replace the resource with'),
  ...dryRunFlags,
  ...saveConfigFlags,
  ...fieldManagerFlags('kubectl-run'),
  ...recordFlags,
  ...overrideFlags,
  annotations: array('annotations', { help: 'An annotation of the pod: key=value; may be repeated.' }),
  attach: bool('attach', { help: 'Wait until the pod runs, then stay with it. So always with -i.' }),
  cascade: text('cascade', {
    default: 'background',
    alone: 'background',
    help: 'What happens to dependents.',
  }),
  command: bool('command', { help: 'The words behind -- are the command, not its arguments.' }),
  env: array('env', { help: 'A variable of the container: NAME=value; may be repeated.' }),
  expose: bool('expose', { help: 'Make a ClusterIP service for the pod, too. Needs --port.' }),
  force: bool('force', { help: 'Take objects out of the API at once.' }),
  gracePeriod: integer('grace-period', { default: -1, help: 'Seconds to stop in.' }),
  image: text('image', { required: true, help: 'The image to run.' }),
  imagePullPolicy: text('image-pull-policy', {
    help: 'When to pull the image; the server decides unless told.',
  }),
  labels: text('labels', { short: 'l', help: 'Labels of the pod, comma-separated.' }),
  leaveStdinOpen: bool('leave-stdin-open', {
    help: 'Keep standard input open when the first attachment ends.',
  }),
  podRunningTimeout: duration('pod-running-timeout', {
    default: minutes(1),
    shown: '1m0s',
    help: 'How long to wait until the pod runs (5s, 2m, 3h).',
  }),
  port: text('port', { help: 'The port the container listens on.' }),
  privileged: bool('privileged', { help: 'Run the container privileged.' }),
  quiet: bool('quiet', { short: 'q', help: 'Say less.' }),
  restart: text('restart', { default: 'Always', help: 'The restart policy: Always, OnFailure or Never.' }),
  rm: bool('rm', { help: 'Delete the pod when it is done. Only with --attach or -i.' }),
  stdin: bool('stdin', { short: 'i', help: 'Keep standard input of the container open.' }),
  timeout: duration('timeout', { help: 'How long to wait for a deletion.' }),
  tty: bool('tty', { short: 't', help: 'Give the container a terminal.' }),
  wait: bool('wait', { help: 'Wait until what is deleted is gone.' }),
};

/** `kubectl run`. */
export const run = defineCommand({
  name: 'run',
  group: 'Basic Commands (Beginner):',
  usage:
    'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] ' +
    '[--command] -- [COMMAND] [args...]',
  short: 'Run a particular image on the cluster',
  long: 'Create and run a particular image in a pod.',
  examples: [
    'kubectl run web --image=nginx --port=80',
    'kubectl run once --image=busybox --restart=Never -- echo hello',
    'kubectl run tmp --rm -it --image=busybox --restart=Never -- wget -qO- http://web',
  ],
  flags,
  complete,
  run: runPod,
});

function complete(args: readonly string[], given: FlagValues<typeof flags>, invocation: Invocation) {
  const dryRun = dryRunOf(given.dryRun);
  const { propagation } = propagationOf(given.cascade);
  const [name] = args;
  if (name === undefined || invocation.dash === 0)
    throw new UsageError('NAME is required for run', 'examples');
  if (given.podRunningTimeout <= 0) {
    throw new UsageError('--pod-running-timeout must be higher than zero', 'examples');
  }
  const attach = given.attach || (given.stdin && !invocation.given('attach'));
  refuse({ ...given, attach, dryRun });
  return {
    ...given,
    name,
    attach,
    dryRun,
    propagation,
    words: args.slice(1),
    restart: restartOf(given.restart, given.stdin),
    enforceNamespace: invocation.given('namespace'),
    cause: changeCause(given.record, invocation),
  };
}
type RunOptions = ReturnType<typeof complete>;

function refuse(given: Omit<FlagValues<typeof flags>, 'dryRun'> & { readonly dryRun: string }): void {
  const { image, imagePullPolicy: pull } = given;
  if (image === '') throw new UsageError('--image is required');
  if (!isImageReference(image)) {
    throw new UsageError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  }
  const faults: readonly (readonly [boolean, string])[] = [
    [given.tty && !given.stdin, '-i/--stdin is required for containers with -t/--tty=true'],
    [given.expose && given.port === '', '--port must be set when exposing a service'],
    [
      !['', 'Always', 'OnFailure', 'Never'].includes(given.restart),
      `invalid restart policy: ${given.restart}`,
    ],
    [given.rm && !given.attach, '--rm should only be used for attached containers'],
    [
      given.attach && given.dryRun !== 'none',
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    ],
    [!['', 'Always', 'IfNotPresent', 'Never'].includes(pull), `invalid image pull policy: ${pull}`],
  ];
  const fault = faults.find(([holds]) => holds);
  if (fault !== undefined) throw new UsageError(fault[1], 'examples');
}

const restartOf = (word: string, interactive: boolean): string =>
  word === '' ? (interactive ? 'OnFailure' : 'Always') : word;

async function runPod(options: RunOptions, context: Context): Promise<ExitCode> {
  const operation = `created${dryRunSuffix(options.dryRun)}`;
  const print = await resultPrinter(options, operation, context.files, 'given');
  const local = options.dryRun === 'client' && options.enforceNamespace;
  const namespace = local ? context.config.namespace : undefined;
  const naming = { name: options.name, namespace };
  const pod = await made(overridden(newPod(options, naming), options, context), options, context);
  const created = [pod];
  const errors: Error[] = [];
  if (options.expose) {
    try {
      const service = await made(newPodService(options, naming), options, context);
      created.push(service);
      context.out.write(print(service));
    } catch (error) {
      errors.push(asError(error));
    }
  }
  if (options.attach) return stay(pod, created, options, context);
  return shown(pod, print, errors, context);
}

function shown(pod: AnyObject, print: Printer, errors: readonly Error[], { out }: Context): ExitCode {
  out.write(print(pod));
  const [error] = errors;
  if (error !== undefined) throw error;
  return 0;
}

async function made(object: AnyObject, options: RunOptions, context: Context): Promise<AnyObject> {
  const recorded = withChangeCause(object, options.cause);
  if (options.dryRun === 'client') return recorded;
  const mapping = await mapperOf(context).forKind(object.apiVersion, object.kind);
  const { dryRun, fieldManager } = options;
  const sent = options.saveConfig ? withConfig(recorded) : recorded;
  return createObject(context, mapping, context.config.namespace, sent, { dryRun, fieldManager });
}

async function stay(
  pod: AnyObject,
  created: readonly AnyObject[],
  options: RunOptions,
  context: Context,
): Promise<ExitCode> {
  const { stayWith } = await import('./run/attached.ts');
  const { podRunningTimeout: timeout, restart, leaveStdinOpen, stdin, tty, quiet } = options;
  let end: () => void;
  try {
    end = await stayWith(pod, { timeout, restart, leaveStdinOpen, stdin, tty, quiet }, context);
  } finally {
    if (options.rm) for (const object of created) await remove(object, options, context);
  }
  end();
  return 0;
}

async function remove(object: AnyObject, options: RunOptions, context: Context): Promise<void> {
  const mapping = await mapperOf(context).forKind(object.apiVersion, object.kind);
  const { name = '', namespace = '' } = object.metadata;
  const info = { mapping, namespace, name, source: '', subresource: '', object };
  const { propagation } = options;
  await deleteObject(context, info, { propagation, gracePeriod: -1, dryRun: 'none' });
  if (!options.quiet) context.out.line(`${object.kind.toLowerCase()} ${JSON.stringify(name)} deleted`);
}
