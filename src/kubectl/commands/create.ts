import { send } from '../api.ts';
import { savedConfig } from '../apply/last-applied.ts';
import { changeCause, createObject, withChangeCause } from '../change.ts';
import {
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
  type Invocation,
  UsageError,
} from '../command.ts';
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
  selectorFlags,
  validateFlags,
  validationOf,
} from '../flag-groups.ts';
import { bool, type FlagValues, text } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { readDocuments } from '../resources/documents.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Info } from '../resources/selection.ts';
import { kinds } from './create/index.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('to create the resource from'),
  ...dryRunFlags,
  ...validateFlags,
  ...saveConfigFlags,
  ...selectorFlags,
  ...fieldManagerFlags('kubectl-create'),
  ...recordFlags,
  edit: bool('edit', { help: 'Edit the manifest before it is sent.' }),
  raw: text('raw', { help: 'Path to POST the manifest to.' }),
  windowsLineEndings: bool('windows-line-endings', { help: 'With --edit: end lines as Windows does.' }),
};

/** `kubectl create`: from a file, or with one of its own commands from flags. */
export const create = defineCommand({
  name: 'create',
  group: 'Basic Commands (Beginner):',
  usage: 'create -f FILENAME',
  short: 'Create a resource from a file or from stdin',
  long: 'Create a resource from a file or from stdin. JSON and YAML are taken.',
  examples: ['kubectl create -f pod.yaml', 'cat pod.json | kubectl create -f -'],
  flags,
  commands: kinds,
  plugins: 'below',
  complete,
  run,
});

function complete(args: readonly string[], given: FlagValues<typeof flags>, invocation: Invocation) {
  if (args.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`, 'examples');
  const dryRun = dryRunOf(given.dryRun);
  const validation = validationOf(given.validate);
  if (given.filename.length === 0 && given.kustomize === '') {
    throw new UsageError('must specify one of -f and -k');
  }
  if (given.raw !== '') refuseWithRaw(given);
  return {
    ...given,
    files: fileOptions(given),
    dryRun,
    validation,
    enforceNamespace: invocation.given('namespace'),
    cause: changeCause(given.record, invocation),
  };
}

function refuseWithRaw(given: {
  readonly edit: boolean;
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly selector: string;
  readonly output: string;
}): void {
  const faults: readonly (readonly [boolean, string])[] = [
    [given.edit, '--raw and --edit are mutually exclusive'],
    [given.filename.length !== 1, '--raw can only use a single local file or stdin'],
    [given.recursive, '--raw and --recursive are mutually exclusive'],
    [given.selector !== '', '--raw and --selector (-l) are mutually exclusive'],
    [given.output !== '', '--raw and --output are mutually exclusive'],
  ];
  const fault = faults.find(([holds]) => holds);
  if (fault !== undefined) throw new UsageError(fault[1]);
}

/** What `create -f` was asked for. */
export type CreateOptions = ReturnType<typeof complete>;

async function run(options: CreateOptions, context: Context): Promise<ExitCode> {
  const print = await resultPrinter(options, `created${dryRunSuffix(options.dryRun)}`, context.files);
  if (options.raw !== '') return createRaw(options, context);
  if (options.edit) {
    const { editThenCreate } = await import('../editing/edit-then-create.ts');
    return editThenCreate(options, context);
  }
  const selection = await select(context, {
    files: options.files,
    enforceNamespace: options.enforceNamespace,
    selector: options.selector,
    validation: options.validation,
    continueOnError: true,
  });
  let count = 0;
  await selection.visit(async (info) => {
    const object = await createOne(info, options, context);
    count++;
    context.out.write(print(object));
  });
  if (count === 0) throw new CommandError('no objects passed to create');
  return 0;
}

async function createOne(info: Info, options: CreateOptions, context: Context): Promise<AnyObject> {
  const saved = savedConfig(info.object as AnyObject, options.saveConfig ? 'always' : 'if present');
  const object = withChangeCause(saved, options.cause);
  if (options.dryRun === 'client') return object;
  try {
    return await createObject(context, info.mapping, info.namespace, object, options);
  } catch (error) {
    throw inFile(error, 'creating', info.source);
  }
}

async function createRaw({ raw, files }: CreateOptions, context: Context): Promise<ExitCode> {
  const [name = ''] = files.filenames;
  const source = name === '-' ? await context.stdin() : context.files.read(name);
  const [body] = readDocuments(source).values;
  const answer = await send(context, 'POST', raw, { body });
  context.out.write(typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body)}\n`);
  return 0;
}
