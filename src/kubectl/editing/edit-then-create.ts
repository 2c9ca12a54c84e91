import { savedConfig } from '../apply/last-applied.ts';
import { type ChangeOptions, createObject, withChangeCause } from '../change.ts';
import type { Context, ExitCode } from '../command.ts';
import type { PrintFlags } from '../flag-groups.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { mapperOf } from '../resources/mapper.ts';
import type { FileOptions } from '../resources/request.ts';
import { editLoop } from './edit-loop.ts';

/** What of `create -f` holds while it edits. */
export interface EditedCreation extends PrintFlags, ChangeOptions {
  readonly files: FileOptions;
  readonly enforceNamespace: boolean;
  readonly windowsLineEndings: boolean;
  readonly saveConfig: boolean;
  readonly cause: string | undefined;
}

/** `create -f --edit`: each object is edited before it is made. */
export async function editThenCreate(options: EditedCreation, context: Context): Promise<ExitCode> {
  const { files, enforceNamespace } = options;
  const selection = await select(context, { files, enforceNamespace, continueOnError: true });
  await selection.visit((info) =>
    editLoop(
      [info],
      {
        purpose: 'object',
        format: options.output === 'json' ? 'json' : 'yaml',
        lineEnd: options.windowsLineEndings ? '\r\n' : '\n',
        save: async (edited) => {
          const saved = options.saveConfig ? savedConfig(edited, 'always') : edited;
          const object = withChangeCause(saved, options.cause);
          const mapping = await mapperOf(context).forKind(object.apiVersion, object.kind);
          const namespace = mapping.namespaced ? (object.metadata.namespace ?? context.config.namespace) : '';
          const made = await createObject(context, mapping, namespace, object, options);
          context.out.write((await resultPrinter(options, 'created', context.files))(made));
        },
      },
      context,
    ),
  );
  return 0;
}
