import { type Fields, isFields } from '../../../machinery/json.ts';
import { createTwoWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import { changeCause, patchObject, withChangeCause } from '../../change.ts';
import type { Context, ExitCode, Invocation } from '../../command.ts';
import { asError, messageOf, throwAll } from '../../errors.ts';
import {
  type DryRun,
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  type PrintFlags,
  printFlags,
} from '../../flag-groups.ts';
import { bool, type FlagValues } from '../../flags.ts';
import { podSpecPath, withValueAt } from '../../kinds/pod-specs.ts';
import { resultPrinter } from '../../output/printer.ts';
import { select } from '../../resources/builder.ts';
import { withGoZeros } from '../../resources/go-zeros.ts';
import { type AnyObject, displayName, groupOf, valueAt } from '../../resources/object.ts';
import type { FileOptions } from '../../resources/request.ts';
import type { Info } from '../../resources/selection.ts';

// What the `set` commands share: choosing objects, changing each, sending the difference as a strategic merge patch.

export const settingFlags = (command: string) => ({
  ...printFlags,
  ...filenameFlags('naming the resource to change'),
  ...dryRunFlags,
  ...fieldManagerFlags('kubectl-set'),
  all: bool('all', { help: 'All resources of the named types in the namespace.' }),
  local: bool('local', { help: `Let set ${command} work on the files alone; the server is not asked.` }),
});

export interface SettingOptions extends PrintFlags {
  readonly args: readonly string[];
  readonly files: FileOptions;
  readonly enforceNamespace: boolean;
  readonly dryRun: DryRun;
  readonly fieldManager: string;
  readonly all: boolean;
  readonly local: boolean;
  readonly selector: string;
  readonly cause: string | undefined;
}

/** What every `set` command takes from its flags. */
export function settingOptions(
  args: readonly string[],
  given: FlagValues<ReturnType<typeof settingFlags>> & {
    readonly selector?: string;
    readonly record?: boolean;
  },
  invocation: Invocation,
): SettingOptions {
  return {
    ...given,
    args,
    files: fileOptions(given),
    enforceNamespace: invocation.given('namespace'),
    dryRun: dryRunOf(given.dryRun),
    selector: given.selector ?? '',
    cause: changeCause(given.record ?? false, invocation),
  };
}

export const LOCAL_NEEDS_FILES = `error: you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

export const LOCAL_AND_SERVER =
  'cannot specify --local and --dry-run=server - did you mean --dry-run=client?';

/** The objects to change; throws unless all are found. */
export async function selectToSet(context: Context, options: SettingOptions): Promise<readonly Info[]> {
  const { local, args, files, enforceNamespace, selector, all } = options;
  if (local && args.length > 0) throw new Error(LOCAL_NEEDS_FILES);
  const selection = await select(context, {
    files,
    enforceNamespace,
    continueOnError: true,
    ...(local ? { local } : { args, selector, all, latest: true }),
  });
  const { infos, error } = await selection.infos();
  if (error !== undefined) throw error;
  return infos;
}

/** How one `set` command differs from another. */
export interface Setting {
  /** What the result line says. */
  readonly operation: string;
  /** What comes before the server's words when a patch fails. */
  readonly refused: string;
  /** Whether an object that would not change is passed over or patched all the same. */
  readonly unchanged: 'skipped' | 'sent';
  /** The object as it should be; undefined leaves it out. `fault` keeps an error that does not stop the rest. */
  change(object: AnyObject, fault: (message: string) => void): Promise<AnyObject | undefined>;
  /** Called when a patch has been taken, before its result is told. */
  patched?(): void;
}

interface Changed {
  readonly info: Info;
  readonly after: AnyObject;
  readonly patch: Fields;
}

/** Changes every object; what went wrong is told in the end. */
export async function setAll(
  infos: readonly Info[],
  setting: Setting,
  options: SettingOptions,
  context: Context,
): Promise<ExitCode> {
  const errors: Error[] = [];
  const faults: Error[] = [];
  const changes: Changed[] = [];
  for (const info of infos) {
    const { object } = info;
    if (object === undefined) continue;
    try {
      const after = await setting.change(object, (message) => errors.push(new Error(message)));
      if (after !== undefined)
        changes.push(changed(info, object, withChangeCause(after, options.cause), context));
    } catch (error) {
      faults.push(new Error(`error: ${nameOf(info, object)} ${messageOf(error)}\n`));
    }
  }
  const print = await resultPrinter(
    options,
    `${setting.operation}${dryRunSuffix(options.dryRun)}`,
    context.files,
  );
  for (const { info, after, patch } of changes) {
    if (setting.unchanged === 'skipped' && Object.keys(patch).length === 0) continue;
    if (options.local || options.dryRun === 'client') {
      context.out.write(print(options.local ? withGoZeros(after) : after));
      continue;
    }
    const actual = await patchObject(context, info, 'strategic', patch, options).catch(asError);
    if (actual instanceof Error) {
      faults.push(new Error(`${setting.refused}${actual.message}`));
      continue;
    }
    setting.patched?.();
    context.out.write(print(actual));
  }
  throwAll([...errors, ...faults]);
  return 0;
}

/** With --local nothing is known but the kind; the line feed after a group is kubectl's. */
function nameOf({ mapping, name }: Info, object: AnyObject): string {
  if (mapping.resource !== '') return `${mapping.resource}/${name}`;
  return groupOf(object.apiVersion) === '' ? displayName(object) : `${displayName(object)}\n`;
}

function changed(info: Info, before: AnyObject, after: AnyObject, context: Context): Changed {
  const schema = context.patchSchema(before.apiVersion, before.kind);
  const patch = schema === undefined ? {} : createTwoWayMergePatch(before, after, schema);
  return { info, after, patch };
}

/** A container as far as `set` changes it. */
export interface Container extends Fields {
  readonly name: string;
}

/** Changes the containers of an object's pod spec that `which` picks; undefined when there is none such. */
export async function changeContainers(
  object: AnyObject,
  which: string,
  change: (container: Container) => Container | Promise<Container>,
): Promise<AnyObject | undefined> {
  const path = podSpecPath(object);
  const spec = valueAt(object, ...path);
  const fields = isFields(spec) ? spec : {};
  const lists: Record<string, readonly Container[]> = {};
  let found = false;
  for (const name of ['containers', 'initContainers']) {
    if (!Array.isArray(fields[name])) continue;
    const list: Container[] = [];
    for (const container of fields[name] as readonly Container[]) {
      const picked = nameMatches(container.name, which);
      found ||= picked;
      list.push(picked ? await change(container) : container);
    }
    lists[name] = list;
  }
  return found ? withValueAt(object, path, { ...fields, ...lists }) : undefined;
}

/** kubectl's wildcard: the parts between stars one after the other, without backtracking. */
export function nameMatches(name: string, pattern: string): boolean {
  if (pattern === '*') return true;
  if (!pattern.includes('*')) return name === pattern;
  const parts = pattern.split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part === '') continue;
    const next = name.slice(at).indexOf(part);
    const last = index === parts.length - 1;
    if (next < at || (index === 0 && at !== 0) || (last && name.length !== part.length + next)) return false;
    at = next;
  }
  return true;
}
