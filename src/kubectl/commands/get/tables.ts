import { CommandError, type Context, type ExitCode } from '../../command.ts';
import { throwAll } from '../../errors.ts';
import { ColumnWriter, TablePrinter } from '../../output/table.ts';
import type { Mapping } from '../../resources/mapper.ts';
import { type AnyObject, isTable } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import { found, type GetOptions, kindsOf, selectFor, tableOptions } from './options.ts';

/** `get` as a table: kinds one under the other, parted by an empty line. */
export async function getTables(options: GetOptions, context: Context): Promise<ExitCode> {
  const selection = await selectFor(context, options, { continueOnError: true });
  const { infos, error } = await found(selection, options);
  const sorted = options.sortBy === '' ? infos : await sortedInfos(infos, options.sortBy);
  const text = tablesText(sorted, options, context);
  context.out.write(text);
  if (text === '' && !options.ignoreNotFound && error === undefined) {
    const namespaced = !options.allNamespaces && infos.every(({ mapping }) => mapping.namespaced);
    context.err.line(`No resources found${namespaced ? ` in ${context.config.namespace} namespace.` : ''}`);
  }
  throwAll(error === undefined ? [] : [error]);
  return 0;
}

function tablesText(infos: readonly Info[], options: GetOptions, { transport }: Context): string {
  const kinds = kindsOf(infos);
  let text = '';
  let last: Mapping | undefined;
  let printer: TablePrinter | undefined;
  let writer = new ColumnWriter();
  // Once a namespaced table has been printed, kubectl gives those of the cluster's own kinds the column too.
  let namespaces = false;
  const flush = (): void => {
    const block = writer.flush();
    if (block !== '') text += text !== '' && !options.noHeaders ? `\n${block}` : block;
  };
  for (const info of infos) {
    if (
      printer === undefined ||
      info.mapping.resource !== last?.resource ||
      info.mapping.group !== last.group
    ) {
      flush();
      writer = new ColumnWriter();
      namespaces ||= options.allNamespaces && info.mapping.namespaced;
      printer = new TablePrinter({ ...tableOptions(options, info, kinds), namespaces });
      last = info.mapping;
    }
    if (info.object !== undefined) printer.print(info.object, writer, transport.now());
  }
  flush();
  return text;
}

/** Several answers are sorted among themselves; the rows of each table by the objects behind them. */
async function sortedInfos(infos: readonly Info[], field: string): Promise<readonly Info[]> {
  const { sortedBy, sortedRows } = await import('../../output/sorting.ts');
  const order = infos.length < 2 ? infos : sortedBy(infos, field, ({ object }) => object);
  return order.map((info) => {
    const { object } = info;
    if (object === undefined || !isTable(object) || object.rows.length < 2) return info;
    return { ...info, object: orNothing(() => sortedRows(object, field)) };
  });
}

/** kubectl prints nothing of a table whose rows it cannot sort, and does not say why. */
function orNothing(sort: () => AnyObject): AnyObject | undefined {
  try {
    return sort();
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
