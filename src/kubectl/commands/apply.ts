import type { ApplyOptions } from '../apply/options.ts';
import { changeCause } from '../change.ts';
import { type Context, defineCommand, type ExitCode, type Invocation, UsageError } from '../command.ts';
import { propagationOf } from '../deletion.ts';
import { Aggregate, asError } from '../errors.ts';
import {
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  filenameFlags,
  fileOptions,
  printFlags,
  recordFlags,
  selectorFlags,
  validateFlags,
  validationOf,
} from '../flag-groups.ts';
import { array, bool, duration, type FlagValues, integer, text } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Info } from '../resources/selection.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('with the configuration to apply'),
  ...dryRunFlags,
  ...selectorFlags,
  ...validateFlags,
  ...recordFlags,
  all: bool('all', { help: 'All resources of the named types in the namespace.' }),
  cascade: text('cascade', {
    default: 'background',
    alone: 'background',
    help: '"background", "orphan" or "foreground": what happens to dependents of what is deleted.',
  }),
  fieldManager: text('field-manager', {
    default: 'kubectl-client-side-apply',
    help: 'Who is recorded as the owner of the fields.',
  }),
  force: bool('force', { help: 'Delete and make anew what cannot be changed in place.' }),
  forceConflicts: bool('force-conflicts', { help: 'With --server-side: take over fields that others own.' }),
  gracePeriod: integer('grace-period', {
    default: -1,
    help: 'Seconds to stop in; negative leaves it to the object.',
  }),
  openapiPatch: bool('openapi-patch', {
    default: true,
    help: 'Take merge keys from the OpenAPI document where there is one.',
  }),
  overwrite: bool('overwrite', {
    default: true,
    help: 'Let the manifest win over changes made to the live object.',
  }),
  prune: bool('prune', { help: 'Delete what was applied before and is no longer there; with -l or --all.' }),
  pruneAllowlist: array('prune-allowlist', { help: 'Types --prune looks at: group/version/kind.' }),
  serverSide: bool('server-side', { help: 'Let the server merge.' }),
  subresource: text('subresource', { help: 'With --server-side: apply to this subresource.' }),
  timeout: duration('timeout', { help: 'How long to wait for a deletion; 0 lets the object decide.' }),
  wait: bool('wait', { help: 'Wait until what is deleted is gone.' }),
};

/** `kubectl apply`. */
export const apply = defineCommand({
  name: 'apply',
  group: 'Advanced Commands:',
  usage: 'apply (-f FILENAME | -k DIRECTORY)',
  short: 'Apply a configuration to a resource by file name or stdin',
  long:
    'Apply a configuration to a resource by file name or stdin. What does not exist is created; what exists is changed\n' +
    ' to what the file says, and keeps what others have set. JSON and YAML are taken.',
  examples: [
    '# From a file, and from standard input',
    'kubectl apply -f web.yaml',
    'cat web.json | kubectl apply -f -',
    '',
    '# A whole folder, only what bears a label',
    'kubectl apply -f manifests/ -l app=web',
  ],
  flags,
  commands: [
    {
      name: 'edit-last-applied',
      short: 'Edit latest last-applied-configuration annotations of a resource/object',
      load: async () => (await import('./apply/edit-last-applied.ts')).editLastApplied,
    },
    {
      name: 'set-last-applied',
      short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
      load: async () => (await import('./apply/set-last-applied.ts')).setLastApplied,
    },
    {
      name: 'view-last-applied',
      short: 'View the latest last-applied-configuration annotations of a resource/object',
      load: async () => (await import('./apply/view-last-applied.ts')).viewLastApplied,
    },
  ],
  complete,
  run,
});

function complete(
  args: readonly string[],
  given: FlagValues<typeof flags>,
  invocation: Invocation,
): ApplyOptions {
  if (args.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`, 'examples');
  const dryRun = dryRunOf(given.dryRun);
  const { propagation } = propagationOf(given.cascade);
  const files = fileOptions(given);
  if (files.filenames.length === 0 && files.kustomize === '')
    throw new UsageError('must specify one of -f and -k');
  const validation = validationOf(given.validate);
  refuseTogether(given, dryRun);
  const manager = given.serverSide && !invocation.given('field-manager') ? 'kubectl' : given.fieldManager;
  return {
    ...given,
    files,
    dryRun,
    validation,
    propagation,
    fieldManager: manager,
    enforceNamespace: invocation.given('namespace'),
    cause: changeCause(given.record, invocation),
  };
}

function refuseTogether(given: FlagValues<typeof flags>, dryRun: string): void {
  const { serverSide, force, prune, all, selector } = given;
  const faults: readonly (readonly [boolean, string])[] = [
    [given.forceConflicts && !serverSide, '--force-conflicts only works with --server-side'],
    [
      dryRun === 'client' && serverSide,
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
    ],
    [serverSide && force, '--force cannot be used with --server-side'],
    [dryRun === 'server' && force, '--dry-run=server cannot be used with --force'],
    [all && selector !== '', 'cannot set --all and --selector at the same time'],
    [prune && force, '--force cannot be used with --prune'],
    [
      prune && !all && selector === '',
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. ' +
        'If you did not mean to prune all resources, specify a label selector',
    ],
    [
      prune && serverSide,
      "--prune is in alpha and doesn't currently work on objects created by server-side apply",
    ],
    [given.subresource !== '' && !serverSide, '--subresource can only be specified for --server-side'],
  ];
  const fault = faults.find(([holds]) => holds);
  if (fault !== undefined) throw new UsageError(fault[1]);
}

async function run(options: ApplyOptions, context: Context): Promise<ExitCode> {
  await resultPrinter(options, '', context.files);
  await refuseAllowlist(options, context);
  const selection = await select(context, {
    files: options.files,
    enforceNamespace: options.enforceNamespace,
    selector: options.selector,
    validation: options.validation,
    continueOnError: true,
  });
  const { infos, error } = await selection.infos();
  const errors = error === undefined ? [] : [error];
  if (infos.length === 0 && errors.length === 0) throw new Error('no objects passed to apply');
  const applied = await applyAll(infos, errors, options, context);
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new Aggregate(errors);
  if (showsObjects(options))
    context.out.write((await resultPrinter(options, '', context.files))(together(applied)));
  if (options.prune) {
    const { pruneApplied } = await import('../apply/prune.ts');
    await pruneApplied(infos, applied, options, context);
  }
  return 0;
}

/** What is not to be understood is told before anything is applied. */
async function refuseAllowlist({ prune, pruneAllowlist }: ApplyOptions, context: Context): Promise<void> {
  if (!prune || pruneAllowlist.length === 0) return;
  const { allowedType } = await import('../apply/prune.ts');
  for (const word of pruneAllowlist) await allowedType(word, context);
}

/** One after the other; what goes wrong with one does not keep the others from being applied. */
async function applyAll(
  infos: readonly Info[],
  errors: Error[],
  options: ApplyOptions,
  context: Context,
): Promise<readonly AnyObject[]> {
  const { applyObject, applyOnServer } = await import('../apply/apply-object.ts');
  const applied: AnyObject[] = [];
  for (const info of infos) {
    try {
      const generated = info.object?.metadata?.generateName ?? '';
      if (info.name === '' && generated !== '')
        throw new Error(`from ${generated}: cannot use generate name with apply`);
      const { object, operation } = await (options.serverSide ? applyOnServer : applyObject)(
        info,
        options,
        context,
      );
      applied.push(object);
      if (showsObjects(options)) continue;
      const print = await resultPrinter(
        options,
        `${operation}${dryRunSuffix(options.dryRun)}`,
        context.files,
      );
      context.out.write(print(object));
    } catch (error) {
      errors.push(asError(error));
    }
  }
  return applied;
}

/** Whole objects are shown together in the end; names and result lines as they come. */
const showsObjects = ({ output }: ApplyOptions): boolean => output !== '' && output !== 'name';

function together(objects: readonly AnyObject[]): AnyObject {
  const [first] = objects;
  if (objects.length === 1 && first !== undefined) return first;
  return { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} } as AnyObject;
}
