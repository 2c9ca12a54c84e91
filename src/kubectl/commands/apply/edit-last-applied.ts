import { encodeGoJson } from '../../../machinery/go-json.ts';
import { equalJson } from '../../../machinery/json.ts';
import { createMergePatch } from '../../../machinery/patch/merge-patch.ts';
import { LAST_APPLIED, lastApplied } from '../../apply/last-applied.ts';
import { patchObject } from '../../change.ts';
import { CommandError, defineCommand } from '../../command.ts';
import { editLoop } from '../../editing/edit-loop.ts';
import {
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  printFlags,
  validateFlags,
  validationOf,
} from '../../flag-groups.ts';
import { bool } from '../../flags.ts';
import { resultPrinter } from '../../output/printer.ts';
import { select } from '../../resources/builder.ts';
import type { AnyObject } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';

/** `kubectl apply edit-last-applied`. */
export const editLastApplied = defineCommand({
  name: 'edit-last-applied',
  usage: 'edit-last-applied (RESOURCE/NAME | -f FILENAME)',
  short: 'Edit latest last-applied-configuration annotations of a resource/object',
  examples: ['kubectl apply edit-last-applied deployment/web'],
  flags: {
    ...printFlags,
    ...filenameFlags('naming the resource'),
    ...validateFlags,
    ...fieldManagerFlags('kubectl-client-side-apply'),
    windowsLineEndings: bool('windows-line-endings', { help: 'End lines as Windows does.' }),
  },
  complete: (args, given, invocation) => ({
    ...given,
    args,
    files: fileOptions(given),
    validation: validationOf(given.validate),
    enforceNamespace: invocation.given('namespace'),
  }),
  run: async (options, context) => {
    const { args, files, enforceNamespace, fieldManager, validation } = options;
    const selection = await select(context, {
      args,
      files,
      enforceNamespace,
      continueOnError: true,
      emptySelector: true,
      latest: true,
    });
    const { infos, error } = await selection.infos();
    if (error !== undefined) throw error;
    const configurations = infos.flatMap((info): Info[] => {
      const object = info.object === undefined ? undefined : lastApplied(info.object);
      return object === undefined ? [] : [{ ...info, object: object as AnyObject }];
    });
    if (configurations.length === 0) {
      throw new CommandError(
        'no last-applied-configuration annotation found on resources, to create the annotation, use command ' +
          '`kubectl apply set-last-applied --create-annotation`',
      );
    }
    const save = async (edited: AnyObject): Promise<void> => {
      const info = configurations.find(({ name }) => name === edited.metadata.name);
      if (info === undefined) throw new CommandError('no original object found for the edited one');
      const unchanged = equalJson(info.object, edited);
      if (!unchanged) {
        const annotations = { [LAST_APPLIED]: encodeGoJson(edited) };
        const patch = createMergePatch({}, { metadata: { annotations } });
        await patchObject(context, info, 'merge', patch, { fieldManager, validation });
      }
      context.out.write(
        (await resultPrinter(options, unchanged ? 'skipped' : 'edited', context.files))(edited),
      );
    };
    const format = options.output === 'json' ? 'json' : 'yaml';
    const lineEnd = options.windowsLineEndings ? '\r\n' : '\n';
    await editLoop(configurations, { purpose: 'last applied', format, lineEnd, save }, context);
    return 0;
  },
});
