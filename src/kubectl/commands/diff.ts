import { isConflict } from '../../machinery/status.ts';
import { warnIfDeleting } from '../apply/apply-object.ts';
import { CommandError, type Context, defineCommand, Exit, type ExitCode } from '../command.ts';
import { asError, explain } from '../errors.ts';
import { filenameFlags, fileOptions, selectorFlags } from '../flag-groups.ts';
import { array, bool, integer, text } from '../flags.ts';
import { logWarning } from '../klog.ts';
import { select } from '../resources/builder.ts';
import { type AnyObject, groupOf } from '../resources/object.ts';
import { type Info, kindString } from '../resources/selection.ts';
import { type Folders, folders, runDiff, writeObject, writePair } from './diff/folders.ts';
import { type DiffOptions, liveObject, mergedObject } from './diff/merging.ts';
import { prunedObjects } from './diff/pruning.ts';

/** `kubectl diff`. Exit code 1 says there are differences, so errors exit with more than that. */
export const diff = defineCommand({
  name: 'diff',
  group: 'Advanced Commands:',
  usage: 'diff -f FILENAME',
  short: 'Diff the live version against a would-be applied version',
  long:
    'Compare what is there with what it would be if files were applied. Both sides are written as YAML.\n\n' +
    ' KUBECTL_EXTERNAL_DIFF names another program to compare with, and its arguments; without it, "diff -u -N" does.\n' +
    ' It has to tell by its exit status as diff does.\n\n' +
    ' Exit status: 0 without differences, 1 with differences, more than 1 after an error.',
  examples: [
    '# What would change',
    'kubectl diff -f web.yaml',
    '',
    '# The same from standard input',
    'cat web.yaml | kubectl diff -f -',
  ],
  flags: {
    ...filenameFlags('with the configuration to compare'),
    ...selectorFlags,
    concurrency: integer('concurrency', { default: 1, help: 'How many objects to look at in parallel.' }),
    fieldManager: text('field-manager', {
      default: 'kubectl-client-side-apply',
      help: 'Who would be recorded as the owner of the fields.',
    }),
    forceConflicts: bool('force-conflicts', {
      help: 'With --server-side: take over fields that others own.',
    }),
    prune: bool('prune', { help: 'Show also what pruning would delete; with -l only of what it selects.' }),
    pruneAllowlist: array('prune-allowlist', { help: 'Types --prune looks at: group/version/kind.' }),
    serverSide: bool('server-side', { help: 'Let the server merge.' }),
    showManagedFields: bool('show-managed-fields', { help: 'Compare managedFields, too.' }),
  },
  complete: (args, given, invocation): DiffOptions => {
    const { path } = invocation;
    if (args.length > 0) {
      throw new CommandError(
        `Unexpected args: [${args.join(' ')}]\nSee '${path} -h' for help and examples`,
        2,
      );
    }
    const files = fileOptions(given);
    if (files.filenames.length === 0 && files.kustomize === '') {
      throw new CommandError('must specify one of -f and -k', 2);
    }
    const { serverSide, forceConflicts } = given;
    if (forceConflicts && !serverSide) {
      throw new CommandError('--force-conflicts only works with --server-side', 2);
    }
    const manager = serverSide && !invocation.given('field-manager') ? 'kubectl' : given.fieldManager;
    const enforceNamespace = invocation.given('namespace');
    return { ...given, path, files, enforceNamespace, fieldManager: manager };
  },
  run,
});

async function run(options: DiffOptions, context: Context): Promise<ExitCode> {
  const sides = folders(context);
  try {
    return await compare(options, sides, context);
  } catch (error) {
    const { text: told, exit } = explain(error, options.path);
    context.err.write(told);
    throw new Exit(error instanceof Exit ? exit : exit + 1);
  } finally {
    for (const folder of Object.values(sides)) context.files.remove(folder);
  }
}

async function compare(options: DiffOptions, sides: Folders, context: Context): Promise<ExitCode> {
  const selection = await select(context, {
    files: options.files,
    enforceNamespace: options.enforceNamespace,
    selector: options.selector,
  });
  const infos: Info[] = [];
  const uids = new Set<string | undefined>();
  const fault = await selection
    .visit(async (info) => {
      infos.push(info);
      const live = await compareOne(info, options, sides, context);
      uids.add(live?.metadata.uid);
      if (live !== undefined) warnIfDeleting(live, context);
    })
    .then(() => undefined, asError);
  if (options.prune) {
    for (const object of await prunedObjects(infos, uids, options, context)) {
      writeObject(context, sides.live, fileName(object), object);
    }
  }
  if (fault !== undefined) throw fault;
  return await runDiff(sides, context);
}

/** How often an object is looked at anew that changed in between. */
const TRIES = 4;

async function compareOne(
  info: Info,
  options: DiffOptions,
  sides: Folders,
  context: Context,
): Promise<AnyObject | undefined> {
  const manifest = info.object as AnyObject;
  for (let tries = 1; ; tries++) {
    const live = await liveObject(info, context);
    const insist = tries < TRIES;
    if (!insist) {
      const what = `${kindString(info.mapping).replace(/^\//, '')}: ${info.name}`;
      logWarning(context, `diff.go:723] Object (${what}) keeps changing, diffing without lock`);
    }
    try {
      const merged = await mergedObject({ ...info, object: live }, manifest, insist, options, context);
      writePair(context, sides, fileName({ ...manifest, metadata: placeOf(info) }), live, merged, options);
      return live;
    } catch (error) {
      if (!isConflict(error) || !insist) throw error;
    }
  }
}

const placeOf = ({ name, namespace }: Info): AnyObject['metadata'] => ({ name, namespace });

/** `apps.v1.Deployment.prod.web`. */
function fileName({ apiVersion, kind, metadata }: AnyObject): string {
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const rest = `${version}.${kind}.${metadata.namespace ?? ''}.${metadata.name ?? ''}`;
  return group === '' ? rest : `${group}.${rest}`;
}
