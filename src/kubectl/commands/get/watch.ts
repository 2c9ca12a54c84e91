import type { WatchEvent } from '../../../client/transport.ts';
import type { Fields } from '../../../machinery/json.ts';
import { follow } from '../../api.ts';
import { CommandError, type Context, type ExitCode } from '../../command.ts';
import { ColumnWriter, TablePrinter } from '../../output/table.ts';
import { resourcePath } from '../../resources/mapper.ts';
import { type AnyObject, isList } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import { itemsOf } from '../../resources/visiting.ts';
import { printerFor } from './objects.ts';
import { type GetOptions, kindsOf, selectFor, tableOptions } from './options.ts';

/** Shows one object or, with its kind, one event. */
type Show = (object: AnyObject, event: string) => void;

/** `get -w`: what is there, then every change until the stream ends. */
export async function getWatch(options: GetOptions, context: Context): Promise<ExitCode> {
  if (options.sortBy !== '') {
    context.err.line(
      options.watch
        ? 'warning: --watch requested, --sort-by will be ignored for watch events received'
        : 'warning: --watch-only requested, --sort-by will be ignored',
    );
  }
  const selection = await selectFor(context, options, { singleType: true, flatten: false });
  const { infos, error } = await selection.infos();
  if (error !== undefined) throw error;
  const [info] = infos;
  if (info === undefined || kindsOf(infos) === 'several kinds' || selection.sources > 1) {
    throw new CommandError(
      'watch is only supported on individual resources and resource collections - more than 1 resource was found',
    );
  }
  const show = await shower(options, info, context);
  if (!options.watchOnly) showFirst(infos, show);
  await showChanges(options, info, show, context);
  return 0;
}

function showFirst(infos: readonly Info[], show: Show): void {
  for (const { object } of infos) {
    if (object === undefined) continue;
    for (const one of isList(object) ? itemsOf(object) : [object]) show(one, 'ADDED');
  }
}

async function shower(options: GetOptions, info: Info, context: Context): Promise<Show> {
  if (!options.human) {
    const print = await printerFor(options, context);
    return (object, event) =>
      context.out.write(print(options.outputWatchEvents ? watchEvent(object, event) : object));
  }
  const namespaces = options.allNamespaces;
  const printer = new TablePrinter({ ...tableOptions(options, info, 'one kind'), namespaces });
  const writer = new ColumnWriter();
  return (object, event) => {
    printer.print(object, writer, context.transport.now(), options.outputWatchEvents ? event : undefined);
    context.out.write(writer.flush());
  };
}

/** How `-o json --output-watch-events` shows an event. */
function watchEvent(object: AnyObject, type: string): AnyObject {
  const shown: Fields = { type, object };
  return shown as AnyObject;
}

/** A list is followed from where it stood; a single object from the beginning, its first event being known already. */
async function showChanges(options: GetOptions, info: Info, show: Show, context: Context): Promise<void> {
  const single = info.name !== '';
  const query = {
    ...(single ? { fieldSelector: `metadata.name=${info.name}` } : {}),
    ...(!single && options.fieldSelector !== '' ? { fieldSelector: options.fieldSelector } : {}),
    ...(!single && options.selector !== '' ? { labelSelector: options.selector } : {}),
    resourceVersion: single ? '0' : (info.object?.metadata?.resourceVersion ?? '0'),
  };
  const path = resourcePath(info.mapping, info.namespace);
  let known = single;
  for await (const event of follow(context, path, { query, accept: options.accept })) {
    if (event.type === 'BOOKMARK') continue;
    if (known && event.type === 'ADDED') rememberColumns(event, show);
    else show(event.object as AnyObject, event.type);
    known = false;
  }
}

/** Only the first event of a watch names the columns. */
function rememberColumns({ object, type }: WatchEvent, show: Show): void {
  const table = object as AnyObject;
  if (Array.isArray(table['rows'])) show({ ...table, rows: [] }, type);
}
