import { hasReason, isNotFound, StatusError } from '../../machinery/status.ts';
import { CommandError, type Context, Exit } from '../command.ts';
import { asError } from '../errors.ts';
import { compactJson, formatJson } from '../output/json.ts';
import { withoutManagedFields } from '../output/name.ts';
import { formatYaml } from '../output/yaml.ts';
import { readDocuments, readOne } from '../resources/documents.ts';
import { groupResource } from '../resources/mapper.ts';
import { decodeFault, shapeFault } from '../resources/metadata-check.ts';
import { type AnyObject, isList } from '../resources/object.ts';
import type { Info } from '../resources/selection.ts';
import { itemsOf } from '../resources/visiting.ts';
import { launchEditor } from './editor.ts';

/** What is put before the text to edit. */
export type Purpose = 'object' | 'last applied';

export interface Editing {
  readonly purpose: Purpose;
  readonly format: 'yaml' | 'json';
  readonly lineEnd: '\n' | '\r\n';
  /** Makes the change; a refusal by the server is thrown and shown in the file. */
  readonly save: (edited: AnyObject, context: Context) => Promise<void>;
}

/** A complaint written into the file that is opened again. */
interface Reason {
  readonly head: string;
  readonly other: readonly string[];
}

const HEADERS: Readonly<Record<Purpose, string>> = {
  object: `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`,
  'last applied': `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`,
};

/** Lets the user edit until what is saved is taken, nothing has changed, or it is given up. */
export async function editLoop(infos: readonly Info[], editing: Editing, context: Context): Promise<void> {
  const original = await textOf(infos, editing);
  let text = original;
  let reasons: readonly Reason[] = [];
  let before: { readonly file: string; readonly edited: string } | undefined;
  for (;;) {
    const header =
      editing.format === 'yaml' ? HEADERS[editing.purpose] + reasons.map(reasonText).join('') : '';
    const shown = (header + text).replaceAll('\n', editing.lineEnd);
    const file = context.files.temporaryFile('kubectl-edit-', `.${editing.format}`, shown);
    await keepingFile(before?.file, context, () => launchEditor(file, context));
    if (before !== undefined) context.files.remove(before.file);
    const edited = context.files.read(file);
    if (before !== undefined && stripped(before.edited) === stripped(edited)) {
      throw kept(file, new CommandError('Edit cancelled, no valid changes were saved.'), context);
    }
    const outcome = await outcomeOf(edited, original, infos, file, editing, context);
    if (outcome === 'done') return;
    reasons = outcome;
    before = { file, edited };
    text = withoutComments(edited);
  }
}

async function textOf(infos: readonly Info[], { format }: Editing): Promise<string> {
  const objects = infos.flatMap(({ object }) =>
    object === undefined ? [] : [withoutManagedFields<AnyObject>(object)],
  );
  const [only] = objects;
  const shown =
    objects.length === 1 ? only : { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} };
  return format === 'json' ? formatJson(shown) : formatYaml(shown);
}

/** What an edited file comes to: done with, or to be opened again because of something. */
async function outcomeOf(
  edited: string,
  original: string,
  infos: readonly Info[],
  file: string,
  editing: Editing,
  context: Context,
): Promise<'done' | readonly Reason[]> {
  const invalid = faultOf(edited);
  if (invalid !== undefined) {
    const first = infos[0];
    const name = first === undefined ? '' : `${groupResource(first.mapping)} ${JSON.stringify(first.name)}`;
    context.err.line(`error: ${name} is invalid`);
    const other = `<nil>: Invalid value: "The edited file failed validation": ${invalid}`;
    return [{ head: `${name} was not valid`, other: [other] }];
  }
  const given =
    stripped(edited) === stripped(original)
      ? 'no changes made'
      : hasText(edited)
        ? undefined
        : 'saved file was empty';
  if (given !== undefined) {
    context.files.remove(file);
    context.err.line(`Edit cancelled, ${given}.`);
    return 'done';
  }
  const { values, fault } = readDocuments(edited);
  const wrong = fault?.message ?? values.map(decodeFault).find((one) => one !== undefined);
  if (wrong !== undefined) return [{ head: `The edited file had a syntax error: ${wrong}`, other: [] }];
  const objects = values.flatMap((value) => objectsIn(value as AnyObject));
  return saveAll(objects, infos, file, editing, context);
}

const objectsIn = (object: AnyObject): readonly AnyObject[] => (isList(object) ? itemsOf(object) : [object]);

async function saveAll(
  objects: readonly AnyObject[],
  infos: readonly Info[],
  file: string,
  editing: Editing,
  context: Context,
): Promise<'done' | readonly Reason[]> {
  const reasons: Reason[] = [];
  let retry = false;
  let missing = false;
  for (const object of objects) {
    const info = infos.find((one) => one.object?.metadata.uid === object.metadata.uid) ?? infos[0];
    const name =
      info === undefined
        ? ''
        : `${groupResource(info.mapping)} ${JSON.stringify(object.metadata.name ?? '')}`;
    try {
      await editing.save(object, context);
    } catch (error) {
      if (!(error instanceof StatusError)) throw kept(file, asError(error), context);
      if (hasReason(error, 'Invalid')) {
        const causes = (error.status.details?.causes ?? []).map(
          ({ field, message }) => `${field}: ${message}`,
        );
        reasons.push({ head: `${name} was not valid`, other: causes });
        context.err.line(`error: ${name} is invalid`);
      } else if (isNotFound(error)) {
        missing = true;
        context.err.line(`error: ${name} could not be found on the server`);
      } else {
        retry = true;
        context.err.line(`error: ${name} could not be patched: ${error.message}`);
      }
    }
  }
  if (retry) {
    context.err.line(`You can run \`kubectl replace -f ${file}\` to try this update again.`);
    throw new Exit(1);
  }
  if (missing) {
    context.err.line(`The edits you made on deleted resources have been saved to ${JSON.stringify(file)}`);
    throw new Exit(1);
  }
  if (reasons.length > 0) return reasons;
  context.files.remove(file);
  return 'done';
}

/** What keeps the file from being an object at all. */
function faultOf(edited: string): string | undefined {
  if (!hasText(edited)) return undefined;
  try {
    return shapeFault(readOne(withoutComments(edited)));
  } catch (error) {
    return asError(error).message.replace(/^error converting YAML to JSON: /, '');
  }
}

/** The content in a form that comments and layout leave alone. */
function stripped(text: string): string {
  try {
    return compactJson(readOne(text));
  } catch {
    return withoutComments(text);
  }
}

function withoutComments(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');
}

const hasText = (text: string): boolean => withoutComments(text).trim() !== '';

function reasonText({ head, other }: Reason): string {
  const lines = [
    `# ${commented(head)}${other.length > 0 ? ':' : ''}`,
    ...other.map((one) => `# * ${commented(one)}`),
    '#',
  ];
  return `${lines.join('\n')}\n`;
}

const commented = (text: string): string => text.replace(/\n(?=[^#])/g, '\n# ');

async function keepingFile(
  file: string | undefined,
  context: Context,
  launch: () => Promise<void>,
): Promise<void> {
  try {
    await launch();
  } catch (error) {
    throw file === undefined ? error : kept(file, asError(error), context);
  }
}

function kept(file: string, error: Error, { err }: Context): Error {
  err.line(`A copy of your changes has been stored to ${JSON.stringify(file)}`);
  return error;
}
