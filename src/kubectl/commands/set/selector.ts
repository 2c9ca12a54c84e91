import { isFields } from '../../../machinery/json.ts';
import { type LabelSelector, labelSelectorFrom, parseSelector } from '../../../machinery/labels.ts';
import { createTwoWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import { changeCause, patchObject, withChangeCause } from '../../change.ts';
import { type Context, defineCommand, type ExitCode } from '../../command.ts';
import { locally } from '../../errors.ts';
import {
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  printFlags,
  recordFlags,
} from '../../flag-groups.ts';
import { bool, list, text } from '../../flags.ts';
import { groupKind } from '../../kinds/group-kind.ts';
import { goList } from '../../kinds/page.ts';
import { resultPrinter } from '../../output/printer.ts';
import { select } from '../../resources/builder.ts';
import { withGoZeros } from '../../resources/go-zeros.ts';
import { type AnyObject, withMetadata } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import { LOCAL_NEEDS_FILES } from './changing.ts';

const WITH_SELECTOR = new Set(['Service']);

interface SelectorOptions {
  readonly args: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly all: boolean;
  readonly local: boolean;
  readonly enforceNamespace: boolean;
  readonly dryRun: ReturnType<typeof dryRunOf>;
  readonly fieldManager: string;
  readonly wanted: LabelSelector;
  readonly resourceVersion: string;
  readonly cause: string | undefined;
  readonly output: string;
  readonly template: string;
  readonly allowMissing: boolean;
  readonly showManagedFields: boolean;
}

/** `kubectl set selector`. */
export const selector = defineCommand({
  name: 'selector',
  usage: 'selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  short: 'Set the selector on a resource',
  long: 'Set the selector of a service; the selector it had is gone then. Only services have one that can be set.',
  examples: [
    '# A service is to find other pods',
    'kubectl set selector service web app=web,track=canary',
    '',
    '# Give a service its selector before it is made',
    "kubectl create service clusterip web --clusterip=None -o yaml --dry-run=client | kubectl set selector --local -f - 'environment=qa' -o yaml | kubectl create -f -",
  ],
  flags: {
    ...printFlags,
    ...dryRunFlags,
    ...fieldManagerFlags('kubectl-set'),
    ...recordFlags,
    all: bool('all', { help: 'All resources of the named types in the namespace.' }),
    filename: list('filename', { short: 'f', help: 'File naming the resource to change.' }),
    local: bool('local', { help: 'Work on the files alone; the server is not asked.' }),
    recursive: bool('recursive', { short: 'R', default: true, help: 'Look into the subfolders of -f, too.' }),
    resourceVersion: text('resource-version', {
      help: 'Change only if this is the resource version now. For a single resource.',
    }),
  },
  complete: (args, given, invocation): SelectorOptions => {
    const dryRun = dryRunOf(given.dryRun);
    const expression = args.at(-1);
    if (expression === undefined) throw new Error('one selector is required');
    return {
      ...given,
      args: args.slice(0, -1),
      dryRun,
      wanted: selectorIn(expression),
      enforceNamespace: invocation.given('namespace'),
      cause: changeCause(given.record, invocation),
    };
  },
  run,
});

function selectorIn(text: string): LabelSelector {
  locally(() => parseSelector(text), `couldn't parse the selector string ${JSON.stringify(text)}: `);
  return locally(() => labelSelectorFrom(text));
}

async function run(options: SelectorOptions, context: Context): Promise<ExitCode> {
  const print = await resultPrinter(
    options,
    `selector updated${dryRunSuffix(options.dryRun)}`,
    context.files,
  );
  const { args, filename, recursive, enforceNamespace, all, local } = options;
  if (local && args.length > 0) throw new Error(LOCAL_NEEDS_FILES);
  const selection = await select(context, {
    files: { filenames: filename, recursive, kustomize: '' },
    enforceNamespace,
    continueOnError: true,
    ...(local ? { local } : { args, all, latest: true }),
  });
  await selection.visit(async (info) => {
    if (info.object === undefined) return;
    const after = withChangeCause(withSelector(info.object, options.wanted), options.cause);
    const shown =
      local || options.dryRun === 'client' ? after : await send(info, info.object, after, options, context);
    context.out.write(print(local ? withGoZeros(shown) : shown));
  });
  return 0;
}

function withSelector(object: AnyObject, { matchLabels, matchExpressions = [] }: LabelSelector): AnyObject {
  if (!WITH_SELECTOR.has(groupKind(object))) {
    throw new Error('setting a selector is only supported for Services');
  }
  if (matchExpressions.length > 0) {
    const shown = matchExpressions.map(
      ({ key, operator, values = [] }) => `{${key} ${operator} ${goList(values)}}`,
    );
    throw new Error(`match expression [${shown.join(' ')}] not supported on this object`);
  }
  const spec = isFields(object['spec']) ? object['spec'] : {};
  return { ...object, spec: { ...spec, selector: matchLabels ?? {} } };
}

/** A resource version to insist on goes along in the patch. */
function send(
  info: Info,
  before: AnyObject,
  after: AnyObject,
  options: SelectorOptions,
  context: Context,
): Promise<AnyObject> {
  const insist = options.resourceVersion === '' ? {} : { resourceVersion: options.resourceVersion };
  const from = options.resourceVersion === '' ? before : withMetadata(before, { resourceVersion: undefined });
  const schema = context.patchSchema(before.apiVersion, before.kind) ?? { field: () => undefined };
  const patch = createTwoWayMergePatch(from, withMetadata(after, insist), schema);
  return patchObject(context, info, 'strategic', patch, options);
}
