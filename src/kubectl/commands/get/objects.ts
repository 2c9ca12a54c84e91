import type { Context, ExitCode } from '../../command.ts';
import { Aggregate, asError, throwAll } from '../../errors.ts';
import { noPrinter, objectPrinter, type Printer } from '../../output/printer.ts';
import { type AnyList, type AnyObject, isList } from '../../resources/object.ts';
import { itemsOf } from '../../resources/visiting.ts';
import { found, type GetOptions, selectFor } from './options.ts';

const FORMATS = [
  'custom-columns',
  'custom-columns-file',
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'name',
  'template',
  'templatefile',
  'wide',
  'yaml',
];

/** `get -o`: whole objects, one bare or several in a List. */
export async function getObjects(options: GetOptions, context: Context): Promise<ExitCode> {
  const selection = await selectFor(context, options, { continueOnError: true });
  const { infos, error } = await found(selection, options);
  if (error !== undefined && selection.singleItem) throw error;
  const errors = error === undefined ? [] : [error];
  if (infos.length === 0 && options.ignoreNotFound) {
    throwAll(leaves(errors));
    return 0;
  }
  const print = await printerFor(options, context);
  const [only] = infos;
  const single = selection.singleItem && infos.length === 1 ? only?.object : undefined;
  const objects = infos.flatMap(({ object }) => (object === undefined ? [] : [object]));
  try {
    context.out.write(print(await sorted(single ?? listOf(objects), options.sortBy)));
  } catch (fault) {
    errors.push(asError(fault));
  }
  throwAll(leaves(errors));
  return 0;
}

/** The printer `get` chooses for its `-o`. */
export async function printerFor(options: GetOptions, { files }: Context): Promise<Printer> {
  const format = options.output === '' && options.template !== '' ? 'go-template' : options.output;
  const columns = await columnsPrinter(format, options, files);
  const printer = columns ?? (await objectPrinter(format, options, files));
  if (printer === undefined) throw noPrinter(options.output, FORMATS);
  return printer;
}

async function columnsPrinter(
  format: string,
  options: GetOptions,
  files: Context['files'],
): Promise<Printer | undefined> {
  if (!format.startsWith('custom-columns')) return undefined;
  const { customColumnsPrinter } = await import('../../output/custom-columns.ts');
  return customColumnsPrinter(format, options.template, options.noHeaders ? 'hidden' : 'shown', files);
}

/** v1 List as kubectl makes it of what it found. */
function listOf(objects: readonly AnyObject[]): AnyList {
  return { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } };
}

async function sorted(object: AnyObject, field: string): Promise<AnyObject> {
  if (field === '' || !isList(object) || object.items.length === 0) return object;
  const { sortedBy } = await import('../../output/sorting.ts');
  return { ...object, items: sortedBy(itemsOf(object), field, (item) => item) };
}

/** Aggregates taken apart. */
function leaves(errors: readonly Error[]): readonly Error[] {
  return errors.flatMap((error) => (error instanceof Aggregate ? leaves(error.errors) : [error]));
}
