import { encodeGoJson } from '../../../machinery/go-json.ts';
import { isNotFound } from '../../../machinery/status.ts';
import { infoText } from '../../apply/apply-object.ts';
import { configurationText, LAST_APPLIED } from '../../apply/last-applied.ts';
import { patchObject } from '../../change.ts';
import { CommandError, type Context, defineCommand } from '../../command.ts';
import { inFile } from '../../errors.ts';
import { dryRunFlags, dryRunOf, dryRunSuffix, filenameFlags, printFlags } from '../../flag-groups.ts';
import { bool } from '../../flags.ts';
import { resultPrinter } from '../../output/printer.ts';
import { select } from '../../resources/builder.ts';
import type { AnyObject } from '../../resources/object.ts';
import { type Info, retrieve } from '../../resources/selection.ts';

const { filename } = filenameFlags('with the configuration to note down');

/** `kubectl apply set-last-applied`. */
export const setLastApplied = defineCommand({
  name: 'set-last-applied',
  usage: 'set-last-applied -f FILENAME',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  examples: [
    'kubectl apply set-last-applied -f web.yaml',
    'kubectl apply set-last-applied -f web.yaml --create-annotation',
  ],
  flags: {
    ...printFlags,
    ...dryRunFlags,
    filename,
    createAnnotation: bool('create-annotation', { help: 'Make the annotation where there is none.' }),
  },
  complete: (_args, given, invocation) => ({
    ...given,
    dryRun: dryRunOf(given.dryRun),
    files: { filenames: given.filename, kustomize: '', recursive: false },
    enforceNamespace: invocation.given('namespace'),
  }),
  run: async (options, context) => {
    const { dryRun, files, enforceNamespace, createAnnotation } = options;
    const print = await resultPrinter(options, `configured${dryRunSuffix(dryRun)}`, context.files);
    const selection = await select(context, { files, enforceNamespace });
    const changes: { readonly info: Info; readonly manifest: AnyObject; readonly live: AnyObject }[] = [];
    await selection.visit(async (info) => {
      const manifest = info.object as AnyObject;
      const live = await liveObject(info, context);
      const before = live.metadata.annotations?.[LAST_APPLIED];
      if (before === undefined && !createAnnotation) throw noAnnotation(info.name);
      if (before === configurationText(manifest))
        context.out.line(`set-last-applied ${info.name}: no changes required.`);
      else changes.push({ info, manifest, live });
    });
    for (const { info, manifest, live } of changes) {
      // The manifest as it stands: not as apply would write it down.
      const patch = { metadata: { annotations: { [LAST_APPLIED]: `${encodeGoJson(manifest)}\n` } } };
      const after = dryRun === 'client' ? live : await patchObject(context, info, 'merge', patch, { dryRun });
      context.out.write(print(after));
    }
    return 0;
  },
});

async function liveObject(info: Info, context: Context): Promise<AnyObject> {
  try {
    return (await retrieve(context, info)).object as AnyObject;
  } catch (error) {
    if (isNotFound(error)) throw error;
    throw inFile(
      error,
      `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`,
      info.source,
    );
  }
}

const noAnnotation = (name: string): CommandError =>
  new CommandError(
    `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, ` +
      'run the command with --create-annotation',
  );
