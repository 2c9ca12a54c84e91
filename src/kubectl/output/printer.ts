import { CommandError, type Files } from '../command.ts';
import type { PrintFlags } from '../flag-groups.ts';
import type { AnyObject } from '../resources/object.ts';
import { inGoOrder } from './go-order.ts';
import { formatJson, type KeyOrder } from './json.ts';
import { nameLines, withoutManagedFields } from './name.ts';
import { formatYaml } from './yaml.ts';

/** Turns one object after the other into text. */
export type Printer = (object: AnyObject) => string;

const RESULT_FORMATS = [
  'json',
  'yaml',
  'name',
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
];

/** The printer of a command that changes things: `operation` (`created (dry run)`) is what it says by default. */
export async function resultPrinter(
  flags: PrintFlags,
  operation: string,
  files: Files,
  order: KeyOrder = 'sorted',
): Promise<Printer> {
  const format = flags.output === '' && flags.template !== '' ? 'go-template' : flags.output;
  if (format === '') return (object) => nameLines(object, operation);
  const printer = await objectPrinter(format, flags, files, order);
  if (printer === undefined) throw noPrinter(flags.output, RESULT_FORMATS);
  return printer;
}

/** The printer of a format that shows whole objects or parts of them; undefined for any other word. */
export async function objectPrinter(
  format: string,
  flags: PrintFlags,
  files: Files,
  order: KeyOrder = 'sorted',
): Promise<Printer | undefined> {
  const shown = flags.showManagedFields ? (object: AnyObject) => object : withoutManagedFields<AnyObject>;
  switch (format.toLowerCase()) {
    case 'json':
      return (object) => formatJson(order === 'given' ? inGoOrder(shown(object)) : shown(object), order);
    case 'yaml':
      return yamlPrinter(shown);
    case 'name':
      return (object) => nameLines(object, '');
    default:
      return templatePrinter(format, flags, files);
  }
}

/** Objects after the first are parted by `---`. */
function yamlPrinter(shown: (object: AnyObject) => AnyObject): Printer {
  let count = 0;
  return (object) => `${count++ === 0 ? '' : '---\n'}${formatYaml(shown(object))}`;
}

async function templatePrinter(
  format: string,
  flags: PrintFlags,
  files: Files,
): Promise<Printer | undefined> {
  const jsonpath = templateOf(format, flags, ['jsonpath-as-json', 'jsonpath-file', 'jsonpath']);
  if (jsonpath !== undefined) {
    const { jsonPathPrinter } = await import('./jsonpath.ts');
    return jsonPathPrinter(sourceOf(jsonpath, files), {
      as: jsonpath.name === 'jsonpath-as-json' ? 'json' : 'text',
      missing: flags.allowMissing ? 'allowed' : 'refused',
    });
  }
  const names = ['go-template-file', 'go-template', 'templatefile', 'template'];
  const template = templateOf(format, flags, names);
  if (template === undefined) return undefined;
  const { goTemplatePrinter } = await import('./go-template.ts');
  return goTemplatePrinter(sourceOf(template, files), flags.allowMissing ? 'allowed' : 'refused');
}

interface Template {
  readonly name: string;
  readonly argument: string;
}

/** `jsonpath={.a}`, or `jsonpath` with `--template`. */
function templateOf(format: string, flags: PrintFlags, names: readonly string[]): Template | undefined {
  const glued = names.find((name) => format.startsWith(`${name}=`));
  if (flags.template === '' && glued !== undefined) return complete(glued, format.slice(glued.length + 1));
  return names.includes(format) ? complete(format, flags.template) : undefined;
}

function complete(name: string, argument: string): Template {
  if (argument === '') throw new CommandError('template format specified but no template given');
  return { name, argument };
}

/** The template itself; formats named after a file hold it there. */
function sourceOf({ name, argument }: Template, files: Files): string {
  if (!name.endsWith('file')) return argument;
  if (files.stat(argument) === undefined) {
    throw new CommandError(
      `error reading --template ${argument}, open ${argument}: no such file or directory\n`,
    );
  }
  return files.read(argument);
}

/** What kubectl says of a format it does not have. */
export function noPrinter(output: string, formats: readonly string[]): CommandError {
  const allowed = [...formats].sort().join(',');
  return new CommandError(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed}`,
  );
}
