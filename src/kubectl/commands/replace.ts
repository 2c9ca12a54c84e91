import { minutes } from '../../machinery/instant.ts';
import { isNotFound } from '../../machinery/status.ts';
import { fetchObject, send } from '../api.ts';
import { savedConfig } from '../apply/last-applied.ts';
import { changeCause, createObject, replaceObject, withChangeCause } from '../change.ts';
import {
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
  type Invocation,
  UsageError,
} from '../command.ts';
import { deleteObject, deletionDeadline, pollUntilGone, propagationOf, waitUntilGone } from '../deletion.ts';
import { inFile } from '../errors.ts';
import {
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  printFlags,
  recordFlags,
  saveConfigFlags,
  validateFlags,
  validationOf,
} from '../flag-groups.ts';
import { bool, duration, type FlagValues, integer, text } from '../flags.ts';
import { type Printer, resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { readDocuments } from '../resources/documents.ts';
import { type AnyObject, withMetadata } from '../resources/object.ts';
import type { ResourceRequest } from '../resources/request.ts';
import { type Info, infoPath, refuseName } from '../resources/selection.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('with the replacement'),
  ...dryRunFlags,
  ...validateFlags,
  ...saveConfigFlags,
  ...fieldManagerFlags('kubectl-replace'),
  ...recordFlags,
  cascade: text('cascade', {
    default: 'background',
    alone: 'background',
    help: 'With --force: what happens to dependents.',
  }),
  force: bool('force', { help: 'Delete what is there and make it anew.' }),
  gracePeriod: integer('grace-period', { default: -1, help: 'With --force: seconds to stop in.' }),
  raw: text('raw', { help: 'Path to PUT the manifest to.' }),
  subresource: text('subresource', { help: 'Replace this subresource of the object.' }),
  timeout: duration('timeout', { help: 'With --force: how long to wait until the old one is gone.' }),
  wait: bool('wait', { help: 'With --force: wait until the old one is gone, finalizers included.' }),
};

/** `kubectl replace`. */
export const replace = defineCommand({
  name: 'replace',
  group: 'Advanced Commands:',
  usage: 'replace -f FILENAME',
  short: 'Replace a resource by file name or stdin',
  examples: [
    'kubectl replace -f web.yaml',
    'kubectl get pod web -o yaml | sed "s/1.25/1.26/" | kubectl replace -f -',
    'kubectl replace --force -f web.yaml',
  ],
  flags,
  complete,
  run,
});

function complete(_args: readonly string[], given: FlagValues<typeof flags>, invocation: Invocation) {
  const validation = validationOf(given.validate);
  const dryRun = dryRunOf(given.dryRun);
  const { propagation, warning } = propagationOf(given.cascade);
  if (given.filename.length === 0 && given.kustomize === '')
    throw new UsageError('must specify one of -f and -k');
  const grace = given.gracePeriod === 0 ? 1 : given.gracePeriod;
  const faults: readonly (readonly [boolean, string])[] = [
    [grace >= 0 && !given.force, '--grace-period must have --force specified'],
    [given.timeout !== 0 && !given.force, '--timeout must have --force specified'],
    [given.force && dryRun !== 'none', '--dry-run can not be used when --force is set'],
    [given.raw !== '' && given.filename.length !== 1, '--raw can only use a single local file or stdin'],
    [given.raw !== '' && given.recursive, '--raw and --recursive are mutually exclusive'],
    [given.raw !== '' && given.output !== '', '--raw and --output are mutually exclusive'],
  ];
  const fault = faults.find(([holds]) => holds);
  if (fault !== undefined) throw new UsageError(fault[1]);
  return {
    ...given,
    files: fileOptions(given),
    validation,
    dryRun,
    propagation,
    warning,
    gracePeriod: grace,
    wait: given.wait || given.gracePeriod === 0,
    enforceNamespace: invocation.given('namespace'),
    cause: changeCause(given.record, invocation),
  };
}
type ReplaceOptions = ReturnType<typeof complete>;

async function run(options: ReplaceOptions, context: Context): Promise<ExitCode> {
  const print = await resultPrinter(options, `replaced${dryRunSuffix(options.dryRun)}`, context.files);
  if (options.warning !== undefined) context.err.line(options.warning);
  if (options.raw !== '') return replaceRaw(options, context);
  const { files, enforceNamespace } = options;
  const manifests: ResourceRequest = { files, enforceNamespace, continueOnError: true };
  if (options.force) return forceReplace(manifests, print, options, context);
  const selection = await select(context, {
    ...manifests,
    validation: options.validation,
    subresource: options.subresource,
  });
  await selection.visit(async (info) => context.out.write(print(await replaceOne(info, options, context))));
  return 0;
}

function prepared(info: Info, { saveConfig, cause }: ReplaceOptions): AnyObject {
  return withChangeCause(savedConfig(info.object as AnyObject, saveConfig ? 'always' : 'if present'), cause);
}

async function replaceOne(info: Info, options: ReplaceOptions, context: Context): Promise<AnyObject> {
  const object = prepared(info, options);
  if (options.dryRun === 'client') return object;
  const place = { ...info, subresource: options.subresource };
  try {
    return await replaceObject(context, place, await versioned(place, object, context), options);
  } catch (error) {
    throw inFile(error, 'replacing', info.source);
  }
}

/** Without a resource version of its own the manifest replaces whatever is there now. */
async function versioned(info: Info, object: AnyObject, context: Context): Promise<AnyObject> {
  refuseName(info.name);
  if ((object.metadata.resourceVersion ?? '') !== '') return object;
  const live = await fetchObject<AnyObject>(context, 'GET', infoPath(info)).catch(() => undefined);
  return live === undefined
    ? object
    : withMetadata(object, { resourceVersion: live.metadata.resourceVersion });
}

/** How long the old object may take to go unless told otherwise. */
const GONE_WITHIN = minutes(5);

async function forceReplace(
  request: ResourceRequest,
  print: Printer,
  options: ReplaceOptions,
  context: Context,
): Promise<ExitCode> {
  const stdin = request.files?.filenames.includes('-') === true ? await context.stdin() : '';
  const host = { ...context, stdin: () => Promise.resolve(stdin) };
  const old: Info[] = [];
  const selection = await select(host, { ...request, namesOnly: true });
  await selection.visit((info) => void old.push(info));
  await deleteOld(old, options, context);
  let count = 0;
  const anew = await select(host, { ...request, validation: options.validation });
  await anew.visit(async (info) => {
    const object = await createObject(
      context,
      info.mapping,
      info.namespace,
      prepared(info, options),
      options,
    );
    count++;
    context.out.write(print(object));
  });
  if (count === 0) throw new CommandError('no objects passed to replace');
  return 0;
}

async function deleteOld(infos: readonly Info[], options: ReplaceOptions, context: Context): Promise<void> {
  const deadline = deletionDeadline(context, options.timeout === 0 ? GONE_WITHIN : options.timeout);
  for (const info of infos) {
    const { kind, group } = info.mapping;
    try {
      const uid = await deleteObject(context, info, options);
      const type = group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
      context.out.line(options.output === 'name' ? `${type}/${info.name}` : `${type} "${info.name}" deleted`);
      if (options.wait) await waitUntilGone(context, info, uid, deadline);
    } catch (error) {
      if (!isNotFound(error)) throw inFile(error, 'deleting', info.source);
    }
  }
  for (const info of infos) await pollUntilGone(context, info, deadline, 'context deadline exceeded');
}

async function replaceRaw({ raw, files }: ReplaceOptions, context: Context): Promise<ExitCode> {
  const [name = ''] = files.filenames;
  const source = name === '-' ? await context.stdin() : context.files.read(name);
  const [body] = readDocuments(source).values;
  const answer = await send(context, 'PUT', raw, { body });
  context.out.write(typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body)}\n`);
  return 0;
}
