import { equalJson, isFields } from '../../machinery/json.ts';
import { jsonFault } from '../../machinery/json-fault.ts';
import { applyJsonPatch } from '../../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../machinery/patch/merge-patch.ts';
import { patchFault } from '../../machinery/patch/refusal.ts';
import { applyStrategicMergePatch } from '../../machinery/patch/strategic-merge-patch.ts';
import { badRequest, hasReason, StatusError } from '../../machinery/status.ts';
import { changeCause, contentTypeOf, type PatchType, patchObject, recordCause } from '../change.ts';
import { CommandError, type Context, defineCommand, UsageError } from '../command.ts';
import { asError } from '../errors.ts';
import {
  type DryRun,
  dryRunFlags,
  dryRunOf,
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  printFlags,
  recordFlags,
} from '../flag-groups.ts';
import { bool, text } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { readOne } from '../resources/documents.ts';
import type { AnyObject } from '../resources/object.ts';
import { type Info, kindString } from '../resources/selection.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('naming the resource to patch'),
  ...dryRunFlags,
  ...fieldManagerFlags('kubectl-patch'),
  ...recordFlags,
  local: bool('local', { help: 'Patch what is in the file; the server is not asked.' }),
  patch: text('patch', { short: 'p', help: 'The patch, as JSON or YAML.' }),
  patchFile: text('patch-file', { help: 'File with the patch.' }),
  subresource: text('subresource', { help: 'Patch this subresource of the object.' }),
  type: text('type', { default: 'strategic', help: 'The kind of patch; one of [json merge strategic]' }),
};

/** `kubectl patch`. */
export const patch = defineCommand({
  name: 'patch',
  group: 'Advanced Commands:',
  usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  short: 'Update fields of a resource',
  examples: [
    '# Lists merge by key: only the container of this name changes',
    `kubectl patch pod web -p '{"spec":{"containers":[{"name":"web","image":"nginx:2"}]}}'`,
    '',
    '# By position',
    `kubectl patch pod web --type=json -p='[{"op": "replace", "path": "/spec/containers/0/image", "value": "nginx:2"}]'`,
  ],
  flags,
  complete: (args, given, invocation) => {
    const dryRun = dryRunOf(given.dryRun);
    if (given.patch !== '' && given.patchFile !== '') {
      throw new UsageError('cannot specify --patch and --patch-file together');
    }
    if (given.patch === '' && given.patchFile === '') {
      throw new UsageError('must specify --patch or --patch-file containing the contents of the patch');
    }
    if (given.local && args.length > 0) throw new UsageError('cannot specify --local and server resources');
    if (given.local && dryRun === 'server') {
      throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    return {
      ...given,
      args,
      dryRun,
      type: patchTypeOf(given.type),
      files: fileOptions(given),
      enforceNamespace: invocation.given('namespace'),
      cause: changeCause(given.record, invocation),
    };
  },
  run: async (options, context) => {
    const body = patchBody(options, context);
    const selection = await select(context, {
      args: options.args,
      files: options.files,
      enforceNamespace: options.enforceNamespace,
      subresource: options.subresource,
      continueOnError: true,
      local: options.local,
    });
    let count = 0;
    await selection.visit(async (info) => {
      if (info.object === undefined) return;
      count++;
      const here = options.local || options.dryRun === 'client';
      const after = here
        ? patchedHere(info.object, body, options.type, context)
        : await patchedThere(info, body, options, context);
      const operation = equalJson(info.object, after) ? 'patched (no change)' : 'patched';
      // kubectl forgets to say (dry run) here, and so do we.
      const print = await resultPrinter(options, operation, context.files);
      context.out.write(print(after));
    });
    if (count === 0) throw new CommandError('no objects passed to patch');
    return 0;
  },
});

function patchTypeOf(word: string): PatchType {
  const type = word.toLowerCase();
  if (type === '') return 'strategic';
  if (type === 'json' || type === 'merge' || type === 'strategic') return type;
  throw new UsageError(`--type must be one of [json merge strategic], not ${JSON.stringify(word)}`);
}

function patchBody(
  { patch, patchFile }: { readonly patch: string; readonly patchFile: string },
  { files }: Context,
): unknown {
  if (patchFile !== '' && files.stat(patchFile) === undefined) {
    throw new CommandError(`unable to read patch file: open ${patchFile}: no such file or directory`);
  }
  const source = patchFile === '' ? patch : files.read(patchFile);
  try {
    return readPatch(source);
  } catch (error) {
    throw new CommandError(
      `unable to parse ${JSON.stringify(patch)}: ${asError(error).message.replace(/^error converting YAML to JSON: /, '')}`,
    );
  }
}

/** JSON that cannot be read: kubectl sends it all the same, and the server complains. */
class BrokenJson {
  readonly fault: string;
  constructor(fault: string) {
    this.fault = fault;
  }
}

/** What begins like JSON is taken for it, right or wrong; all else is read as YAML. */
function readPatch(source: string): unknown {
  if (!/^\s*\{/.test(source)) return readOne(source);
  try {
    return JSON.parse(source);
  } catch {
    return new BrokenJson(jsonFault(source)?.problem ?? 'unexpected EOF');
  }
}

interface Sending {
  readonly type: PatchType;
  readonly dryRun: DryRun;
  readonly fieldManager: string;
  readonly cause: string | undefined;
}

async function patchedThere(
  info: Info,
  body: unknown,
  options: Sending,
  context: Context,
): Promise<AnyObject> {
  const { dryRun, fieldManager, type } = options;
  if (body instanceof BrokenJson) throw badRequest(body.fault);
  try {
    const after = await patchObject(context, info, type, body, { dryRun, fieldManager });
    return await recordCause(context, info, after, options.cause, { dryRun, fieldManager });
  } catch (error) {
    if (!(error instanceof StatusError) || !hasReason(error, 'UnsupportedMediaType')) throw error;
    throw new CommandError(
      `${contentTypeOf(type)} is not supported by ${kindString(info.mapping)}: ${error.message}`,
    );
  }
}

function patchedHere(object: AnyObject, body: unknown, type: PatchType, context: Context): AnyObject {
  if (body instanceof BrokenJson) throw new CommandError('invalid JSON document');
  try {
    return apply(object, body, type, context) as AnyObject;
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(patchFault(error));
  }
}

function apply(object: AnyObject, body: unknown, type: PatchType, { patchSchema }: Context): unknown {
  if (type === 'json') return applyJsonPatch(object, body);
  if (type === 'merge') return applyMergePatch(object, body);
  if (!isFields(body)) throw new CommandError('invalid JSON document');
  const schema = patchSchema(object.apiVersion, object.kind);
  if (schema !== undefined) return applyStrategicMergePatch(object, body, schema);
  const [version, group = ''] = object.apiVersion.split('/').reverse();
  throw new CommandError(
    `strategic merge patch is not supported for ${group}/${version}, Kind=${object.kind} locally, try --type merge`,
  );
}
