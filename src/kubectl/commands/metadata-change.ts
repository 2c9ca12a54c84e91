import { compareText } from '../../machinery/json.ts';
import { createMergePatch } from '../../machinery/patch/merge-patch.ts';
import { changeCause, patchObject, withChangeCause } from '../change.ts';
import { CommandError, type Context, type ExitCode, type Invocation, UsageError } from '../command.ts';
import {
  allNamespacesFlags,
  type DryRun,
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  type PrintFlags,
  printFlags,
  recordFlags,
  selectorFlags,
} from '../flag-groups.ts';
import { bool, type FlagValues, text } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import type { Pairs } from '../pairs.ts';
import { select } from '../resources/builder.ts';
import { type AnyObject, withMetadata } from '../resources/object.ts';
import type { FileOptions } from '../resources/request.ts';
import type { Info } from '../resources/selection.ts';

// label and annotate: the same command but for the map they change and some of their words.

/** What tells the two apart. */
export interface MetadataField {
  readonly field: 'labels' | 'annotations';
  readonly noun: 'label' | 'annotation';
  /** The stem of `labels.yaml` and such in kubectl's advice about --local. */
  readonly example: 'pod' | 'rsrc';
}

export const metadataFlags = ({ noun, field }: MetadataField, manager: string) => ({
  ...printFlags,
  ...filenameFlags(`naming the resource whose ${field} change`),
  ...dryRunFlags,
  ...allNamespacesFlags,
  ...selectorFlags,
  ...fieldManagerFlags(manager),
  ...recordFlags,
  all: bool('all', { help: 'All resources of the named types in the namespace.' }),
  fieldSelector: text('field-selector', { help: "Field selector: '=', '==', '!='." }),
  list: bool('list', { help: `Show the ${field} of the resource.` }),
  local: bool('local', { help: 'Work on the files alone; the server is not asked.' }),
  overwrite: bool('overwrite', {
    help: `Let a ${noun} that is there be overwritten; otherwise that is an error.`,
  }),
  resourceVersion: text('resource-version', {
    help: 'Change only if this is the resource version now. For a single resource.',
  }),
});
type Given = FlagValues<ReturnType<typeof metadataFlags>>;

export interface MetadataOptions extends PrintFlags {
  readonly resources: readonly string[];
  readonly files: FileOptions;
  readonly pairs: Pairs;
  readonly enforceNamespace: boolean;
  readonly dryRun: DryRun;
  readonly cause: string | undefined;
  readonly allNamespaces: boolean;
  readonly selector: string;
  readonly fieldSelector: string;
  readonly fieldManager: string;
  readonly all: boolean;
  readonly list: boolean;
  readonly local: boolean;
  readonly overwrite: boolean;
  readonly resourceVersion: string;
}

/** Puts the options together and refuses what does not go together, in kubectl's order. */
export function completeMetadata(
  kind: MetadataField,
  resources: readonly string[],
  pairs: Pairs,
  given: Given,
  invocation: Invocation,
): MetadataOptions {
  const dryRun = dryRunOf(given.dryRun);
  const files = fileOptions(given);
  const noFiles = files.filenames.length === 0 && files.kustomize === '';
  if (given.list && given.output !== '')
    throw new UsageError('--list and --output may not be specified together');
  if (given.all && given.selector !== '')
    throw new UsageError('cannot set --all and --selector at the same time');
  if (given.all && given.fieldSelector !== '') {
    throw new UsageError('cannot set --all and --field-selector at the same time');
  }
  if (given.local) refuseLocal(kind, resources, noFiles, dryRun);
  else if (resources.length === 0 && noFiles) {
    throw new UsageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (Object.keys(pairs.set).length === 0 && pairs.remove.length === 0 && !given.list) {
    throw new UsageError(`at least one ${kind.noun} update is required`);
  }
  return {
    ...given,
    resources,
    pairs,
    files,
    dryRun,
    enforceNamespace: invocation.given('namespace'),
    cause: changeCause(given.record, invocation),
  };
}

function refuseLocal(
  { example }: MetadataField,
  resources: readonly string[],
  noFiles: boolean,
  dryRun: DryRun,
): void {
  const hint = `-f ${example}.yaml or --filename=${example}.json`;
  if (dryRun === 'server') {
    throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  }
  if (resources.length > 0)
    throw new UsageError(`can only use local files by ${hint} when --local=true is set`);
  if (noFiles) throw new UsageError(`one or more files must be specified as ${hint}`);
}

/** What one object became: the object to show, and the word for it. */
export interface Changed {
  readonly shown: AnyObject;
  /** Undefined where all objects get the same word from the same printer. */
  readonly operation: string | undefined;
}
export type ChangeOne = (info: Info, object: AnyObject) => Promise<Changed>;

/** Goes through the selected objects, changes each by `change`, and prints what came of it. */
export async function runMetadata(
  kind: MetadataField,
  options: MetadataOptions,
  context: Context,
  operation: string,
  change: ChangeOne,
): Promise<ExitCode> {
  const suffix = dryRunSuffix(options.dryRun);
  const printer = await resultPrinter(options, `${operation}${suffix}`, context.files);
  const selection = await select(context, {
    args: options.local ? [] : options.resources,
    files: options.files,
    enforceNamespace: options.enforceNamespace,
    continueOnError: true,
    ...(options.local
      ? { local: true }
      : {
          selector: options.selector,
          fieldSelector: options.fieldSelector,
          allNamespaces: options.allNamespaces,
          emptySelector: options.all,
          latest: true,
        }),
  });
  if (!selection.singleItem && options.resourceVersion !== '') {
    throw new CommandError('--resource-version may only be used with a single resource');
  }
  await selection.visit(async (info) => {
    if (info.object === undefined) return;
    const { shown, operation: own } = await change(info, info.object);
    if (options.list) {
      context.out.write(listText(kind, shown, selection.singleItem ? 'one' : 'several'));
      return;
    }
    const print =
      own === undefined ? printer : await resultPrinter(options, `${own}${suffix}`, context.files);
    context.out.write(print(shown));
  });
  return 0;
}

function listText({ field }: MetadataField, object: AnyObject, count: 'one' | 'several'): string {
  const entries = Object.entries(object.metadata[field] ?? {}).toSorted(([a], [b]) => compareText(a, b));
  if (count === 'one') return entries.map(([key, value]) => `${key}=${value}\n`).join('');
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  const head = `Listing ${field} for ${object.kind}.${group}/${object.metadata.name}:\n`;
  return head + entries.map(([key, value]) => ` ${key}=${value}\n`).join('');
}

/** The object with the pairs set and removed. */
export function withPairs(
  object: AnyObject,
  field: MetadataField['field'],
  { pairs, resourceVersion }: MetadataOptions,
): AnyObject {
  const kept = Object.entries(object.metadata?.[field] ?? {}).filter(([key]) => !pairs.remove.includes(key));
  const set = Object.entries(pairs.set).filter(([key]) => !pairs.remove.includes(key));
  const map = Object.fromEntries([...kept.filter(([key]) => !set.some(([other]) => other === key)), ...set]);
  return withMetadata(object, { [field]: map, ...(resourceVersion === '' ? {} : { resourceVersion }) });
}

/** Sends the difference as a merge patch, also when there is none, and gives the server's answer. */
export function sendDifference(
  context: Context,
  info: Info,
  before: AnyObject,
  after: AnyObject,
  { dryRun, fieldManager, cause, resourceVersion }: MetadataOptions,
): Promise<AnyObject> {
  const old = resourceVersion === '' ? before : withMetadata(before, { resourceVersion: undefined });
  const patch = createMergePatch(old, withChangeCause(after, cause));
  return patchObject(context, info, 'merge', patch, { dryRun, fieldManager });
}
