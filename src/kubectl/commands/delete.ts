import type { Duration } from '../../machinery/instant.ts';
import { isNotFound } from '../../machinery/status.ts';
import { send } from '../api.ts';
import { type Context, defineCommand, type ExitCode, type Invocation, UsageError } from '../command.ts';
import {
  type DeletionOptions,
  deleteObject,
  deletionDeadline,
  isRefusedLook,
  propagationOf,
  waitUntilGone,
} from '../deletion.ts';
import { asError, inFile, withoutErrors } from '../errors.ts';
import {
  allNamespacesFlags,
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  filenameFlags,
  fileOptions,
  selectorFlags,
} from '../flag-groups.ts';
import { bool, duration, type FlagValues, integer, text } from '../flags.ts';
import { select } from '../resources/builder.ts';
import type { FileOptions } from '../resources/request.ts';
import type { Info } from '../resources/selection.ts';

const flags = {
  ...filenameFlags('naming the resource to delete'),
  ...dryRunFlags,
  ...allNamespacesFlags,
  ...selectorFlags,
  all: bool('all', { help: 'All resources of the named types in the namespace.' }),
  cascade: text('cascade', {
    default: 'background',
    alone: 'background',
    help: '"background", "orphan" or "foreground": what happens to dependents (the pods of a ReplicaSet).',
  }),
  fieldSelector: text('field-selector', { help: "Field selector: '=', '==', '!='." }),
  force: bool('force', { help: 'Take the object out of the API at once, whether it has stopped or not.' }),
  gracePeriod: integer('grace-period', {
    default: -1,
    help: 'Seconds to stop in. Negative leaves it to the object; 0 only with --force.',
  }),
  ignoreNotFound: bool('ignore-not-found', {
    help: 'What does not exist counts as deleted; so always with --all.',
  }),
  interactive: bool('interactive', { short: 'i', help: 'Ask before anything is deleted.' }),
  now: bool('now', { help: 'Stop at once: the same as --grace-period=1.' }),
  output: text('output', { short: 'o', help: '"-o name" prints just type and name.' }),
  raw: text('raw', { help: 'Path to send a DELETE to.' }),
  timeout: duration('timeout', { help: 'How long to wait until all is gone; 0 lets the object decide.' }),
  wait: bool('wait', { default: true, help: 'Wait until all is gone, finalizers included.' }),
};
type Given = FlagValues<typeof flags>;

interface DeleteOptions extends DeletionOptions {
  readonly args: readonly string[];
  readonly files: FileOptions;
  readonly enforceNamespace: boolean;
  readonly allNamespaces: boolean;
  readonly selector: string;
  readonly fieldSelector: string;
  readonly all: boolean;
  readonly ignoreNotFound: boolean;
  readonly interactive: boolean;
  readonly output: string;
  readonly raw: string;
  readonly timeout: Duration;
  readonly wait: boolean;
  readonly warnings: readonly string[];
  readonly warnClusterScope: boolean;
}

/** `kubectl delete`. */
export const deleteCommand = defineCommand({
  name: 'delete',
  group: 'Basic Commands (Intermediate):',
  suggestedFor: ['rm'],
  usage: 'delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  examples: [
    '# What a file names',
    'kubectl delete -f web.yaml',
    '',
    '# By name, by label, all of a type',
    'kubectl delete pod,service web',
    'kubectl delete pods,services -l app=web',
    'kubectl delete pods --all',
    '',
    '# Without the usual time to stop',
    'kubectl delete pod web --now',
    'kubectl delete pod web --force',
  ],
  flags,
  complete,
  run,
});

function complete(args: readonly string[], given: Given, invocation: Invocation): DeleteOptions {
  const { propagation, warning } = propagationOf(given.cascade);
  const broad = given.all || given.selector !== '' || given.fieldSelector !== '';
  if (given.now && given.gracePeriod !== -1) {
    throw new UsageError('--now and --grace-period cannot be specified together');
  }
  const dryRun = dryRunOf(given.dryRun);
  refuseTogether(given);
  const gracePeriod = graceOf(given);
  const enforceNamespace = invocation.given('namespace');
  return {
    ...given,
    args,
    files: fileOptions(given),
    dryRun,
    propagation,
    gracePeriod,
    enforceNamespace,
    warnClusterScope: enforceNamespace && !given.allNamespaces,
    ignoreNotFound: given.ignoreNotFound || (broad && !invocation.given('ignore-not-found')),
    warnings: [
      ...(warning === undefined ? [] : [warning]),
      ...(gracePeriod === 0 && given.force ? [IMMEDIATE] : []),
    ],
  };
}

const IMMEDIATE =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.';

/** One second is the shortest grace without --force; --force means none at all. */
function graceOf({ now, gracePeriod, force }: Given): number {
  const asked = now ? 1 : gracePeriod;
  if (asked === 0 && !force) return 1;
  return force && asked < 0 ? 0 : asked;
}

function refuseTogether(given: Given): void {
  const { output, all, selector, fieldSelector, force, raw } = given;
  if (output !== '' && output !== 'name') {
    throw new UsageError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  if (all && selector !== '') throw new UsageError('cannot set --all and --selector at the same time');
  if (all && fieldSelector !== '')
    throw new UsageError('cannot set --all and --field-selector at the same time');
  if (graceOf(given) > 0 && force) {
    throw new UsageError('--force and --grace-period greater than 0 cannot be specified together');
  }
  if (raw === '') return;
  if (given.interactive) throw new UsageError('--interactive can not be used with --raw');
  if (given.filename.length > 1) throw new UsageError('--raw can only use a single local file or stdin');
  if (given.recursive) throw new UsageError('--raw and --recursive are mutually exclusive');
  if (output !== '') throw new UsageError('--raw and --output are mutually exclusive');
}

async function run(options: DeleteOptions, context: Context): Promise<ExitCode> {
  if (options.raw !== '') {
    const { body } = await send(context, 'DELETE', options.raw);
    context.out.write(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
    return 0;
  }
  const selection = await select(context, {
    args: options.args,
    files: options.files,
    enforceNamespace: options.enforceNamespace,
    selector: options.selector,
    fieldSelector: options.fieldSelector,
    all: options.all,
    allNamespaces: options.allNamespaces,
    continueOnError: true,
    namesOnly: true,
  });
  for (const warning of options.warnings) context.err.line(warning);
  const ignore = options.ignoreNotFound ? isNotFound : () => false;
  const { infos, error } = options.interactive
    ? await selection.infos()
    : { infos: undefined, error: undefined };
  if (infos !== undefined) {
    if (error !== undefined && !ignore(error)) throw error;
    if (infos.length > 0 && !(await confirmed(infos, context))) {
      context.out.line('deletion is cancelled');
      return 0;
    }
  }
  const deleted = await deleteAll(selection.visit, options, context, ignore);
  if (deleted.length === 0) context.out.line('No resources found');
  else if (options.wait && options.dryRun === 'none') await waitForAll(deleted, options.timeout, context);
  return 0;
}

interface Deleted {
  readonly info: Info;
  readonly uid: string | undefined;
}

async function deleteAll(
  visit: (fn: (info: Info) => Promise<void>) => Promise<void>,
  options: DeleteOptions,
  context: Context,
  ignore: (error: unknown) => boolean,
): Promise<readonly Deleted[]> {
  const deleted: Deleted[] = [];
  let warn = options.warnClusterScope;
  const failed = await visit(async (info) => {
    if (warn && !info.mapping.namespaced) {
      warn = false;
      context.err.line('Warning: deleting cluster-scoped resources, not scoped to the provided namespace');
    }
    const at = deleted.push({ info, uid: undefined }) - 1;
    const uid = await deleteOne(info, options, context);
    deleted[at] = { info, uid };
  }).then(
    () => undefined,
    (error: unknown) => withoutErrors(asError(error), ignore),
  );
  if (failed !== undefined) throw failed;
  return deleted;
}

async function deleteOne(info: Info, options: DeleteOptions, context: Context): Promise<string | undefined> {
  if (options.dryRun === 'client') {
    context.out.line(resultLine(info, options));
    return undefined;
  }
  try {
    const uid = await deleteObject(context, info, options);
    context.out.line(resultLine(info, options));
    return uid;
  } catch (error) {
    throw inFile(error, 'deleting', info.source);
  }
}

function resultLine(info: Info, { output, gracePeriod, dryRun }: DeleteOptions): string {
  if (output === 'name') return `${typeOf(info)}/${info.name}`;
  const operation = gracePeriod === 0 ? 'force deleted' : 'deleted';
  return `${typeOf(info)} "${info.name}" ${operation}${dryRunSuffix(dryRun)}`;
}

const typeOf = ({ mapping }: Info): string =>
  mapping.group === '' ? mapping.kind.toLowerCase() : `${mapping.kind.toLowerCase()}.${mapping.group}`;

async function confirmed(infos: readonly Info[], { out, stdin }: Context): Promise<boolean> {
  out.line(`You are about to delete the following ${infos.length} resource(s):`);
  for (const info of infos) out.line(`${typeOf(info)}/${info.name}`);
  out.write('Do you want to continue? (y/n): ');
  const [answer = ''] = (await stdin()).trim().split(/\s/);
  return answer.toLowerCase() === 'y';
}

/** A server that lets nobody look at what it deletes is not waited for. */
async function waitForAll(deleted: readonly Deleted[], timeout: Duration, context: Context): Promise<void> {
  const deadline = deletionDeadline(context, timeout);
  try {
    for (const { info, uid } of deleted) await waitUntilGone(context, info, uid, deadline);
  } catch (error) {
    if (!isRefusedLook(error)) throw error;
  }
}
