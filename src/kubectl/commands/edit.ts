import { encodeGoJson } from '../../machinery/go-json.ts';
import { equalJson, type Fields } from '../../machinery/json.ts';
import { changesIdentity, createMergePatch } from '../../machinery/patch/merge-patch.ts';
import { createTwoWayMergePatch } from '../../machinery/patch/strategic-diff.ts';
import { savedConfig } from '../apply/last-applied.ts';
import { changeCause, type PatchType, patchObject, withChangeCause } from '../change.ts';
import { CommandError, type Context, defineCommand } from '../command.ts';
import { editLoop } from '../editing/edit-loop.ts';
import {
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  type PrintFlags,
  printFlags,
  recordFlags,
  saveConfigFlags,
  validateFlags,
  validationOf,
} from '../flag-groups.ts';
import { bool, text } from '../flags.ts';
import { withoutManagedFields } from '../output/name.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Validation } from '../resources/request.ts';
import type { Info } from '../resources/selection.ts';

/** `kubectl edit`. */
export const edit = defineCommand({
  name: 'edit',
  group: 'Basic Commands (Intermediate):',
  usage: 'edit (RESOURCE/NAME | -f FILENAME)',
  short: 'Edit a resource on the server',
  long:
    'Edit a resource on the server with the editor that KUBE_EDITOR or EDITOR names, else vi.\n' +
    ' What the server refuses comes back with the reasons at the top of the file.',
  examples: ['kubectl edit deployment/web', 'KUBE_EDITOR="nano" kubectl edit service/web'],
  flags: {
    ...printFlags,
    ...filenameFlags('naming the resource to edit'),
    ...validateFlags,
    ...saveConfigFlags,
    ...fieldManagerFlags('kubectl-edit'),
    ...recordFlags,
    outputPatch: bool('output-patch', { help: 'Show the patch that is sent.' }),
    subresource: text('subresource', { help: 'Edit this subresource of the object.' }),
    windowsLineEndings: bool('windows-line-endings', { help: 'End lines as Windows does.' }),
  },
  complete: (args, given, invocation) => ({
    ...given,
    args,
    files: fileOptions(given),
    validation: validationOf(given.validate),
    enforceNamespace: invocation.given('namespace'),
    cause: changeCause(given.record, invocation),
  }),
  run: async (options, context) => {
    const { args, files, enforceNamespace, subresource } = options;
    const selection = await select(context, {
      args,
      files,
      enforceNamespace,
      subresource,
      emptySelector: true,
      continueOnError: true,
      latest: true,
    });
    const { infos, error } = await selection.infos();
    if (error !== undefined) throw error;
    if (infos.length === 0) throw new CommandError('edit cancelled, no objects found');
    const format = editFormat(options.output);
    const lineEnd = options.windowsLineEndings ? '\r\n' : '\n';
    const save = (edited: AnyObject): Promise<void> => saveEdited(edited, infos, options, context);
    await editLoop(infos, { purpose: 'object', format, lineEnd, save }, context);
    return 0;
  },
});

function editFormat(output: string): 'yaml' | 'json' {
  if (output === '') return 'yaml';
  if (output === 'yaml' || output === 'json') return output;
  const format = JSON.stringify(output);
  throw new CommandError(
    `unable to match a printer suitable for the output format ${format}, allowed formats are: json,yaml`,
  );
}

interface Saving extends PrintFlags {
  readonly saveConfig: boolean;
  readonly cause: string | undefined;
  readonly outputPatch: boolean;
  readonly fieldManager: string;
  readonly validation: Validation;
}

async function saveEdited(
  edited: AnyObject,
  infos: readonly Info[],
  options: Saving,
  context: Context,
): Promise<void> {
  const { namespace } = context.config;
  const info = infos.find(({ object }) => object?.metadata.uid === edited.metadata.uid);
  if (info?.object === undefined) throw new CommandError('no original object found for the edited one');
  if (info.mapping.namespaced && edited.metadata.namespace !== namespace) {
    const found = edited.metadata.namespace ?? '';
    throw new CommandError(
      `the namespace from the provided object ${JSON.stringify(found)} does not match the namespace ` +
        `${JSON.stringify(namespace)}. You must pass '--namespace=${found}' to perform this operation.`,
    );
  }
  const before = withoutManagedFields<AnyObject>(info.object);
  const saved = withChangeCause(options.saveConfig ? savedConfig(edited, 'always') : edited, options.cause);
  if (equalJson(before, saved)) return printAs('skipped', saved, options, context);
  const { type, patch } = difference(before, saved, context);
  if (options.outputPatch) context.out.line(`Patch: ${encodeGoJson(patch)}`);
  const { fieldManager, validation } = options;
  await printAs(
    'edited',
    await patchObject(context, info, type, patch, { fieldManager, validation }),
    options,
    context,
  );
}

function difference(
  before: AnyObject,
  after: AnyObject,
  { patchSchema }: Context,
): { readonly type: PatchType; readonly patch: Fields } {
  const schema = patchSchema(before.apiVersion, before.kind);
  const type = schema === undefined ? 'merge' : 'strategic';
  const patch =
    schema === undefined ? createMergePatch(before, after) : createTwoWayMergePatch(before, after, schema);
  if (changesIdentity(patch)) throw new CommandError('At least one of apiVersion, kind and name was changed');
  return { type, patch };
}

async function printAs(
  operation: string,
  object: AnyObject,
  options: Saving,
  context: Context,
): Promise<void> {
  context.out.write((await resultPrinter(options, operation, context.files))(object));
}
