import type { Event } from '../../kinds/core/event/types.ts';
import { type Instant, instantOf } from '../../machinery/instant.ts';
import { follow } from '../api.ts';
import { CommandError, type Context, defineCommand, type ExitCode } from '../command.ts';
import { allNamespacesFlags, chunkFlags, type PrintFlags, printFlags } from '../flag-groups.ts';
import { bool, list, text } from '../flags.ts';
import { eventAge } from '../kinds/events.ts';
import { escapeTerminal } from '../kinds/page.ts';
import { goSorted } from '../output/go-sort.ts';
import { objectPrinter, type Printer, resultPrinter } from '../output/printer.ts';
import { ColumnWriter } from '../output/table.ts';
import { CHUNK, fetchList } from '../related.ts';
import { apiVersionOf, mapperOf } from '../resources/mapper.ts';
import type { AnyObject } from '../resources/object.ts';

const FORMATS =
  'json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file';

const flags = {
  ...printFlags,
  ...allNamespacesFlags,
  ...chunkFlags,
  for: text('for', { help: 'Only events about this resource: TYPE/NAME.' }),
  noHeaders: bool('no-headers', { help: 'Leave out the headers of the default output.' }),
  types: list('types', { help: 'Only events of these types.' }),
  watch: bool('watch', { short: 'w', help: 'Go on with events as they come.' }),
};

interface EventsOptions {
  readonly print: PrintFlags;
  readonly allNamespaces: boolean;
  readonly for: string;
  readonly noHeaders: boolean;
  readonly types: readonly string[];
  readonly watch: boolean;
}

/** `kubectl events`. */
export const events = defineCommand({
  name: 'events',
  group: 'Troubleshooting and Debugging Commands:',
  usage: `events [(-o|--output=)${FORMATS}] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]`,
  short: 'List events',
  long: 'List events, the newest last: of a namespace, of all of them, or about one resource.',
  examples: [
    '# Events about a pod, and those to come',
    'kubectl events --for pod/web --watch',
    '',
    '# Only warnings',
    'kubectl events --types=Warning',
  ],
  flags,
  complete: (_args, given): EventsOptions => ({ ...given, print: given }),
  run: async (options, context) => {
    const fieldSelector = await selectorFor(options.for, context);
    if (options.types.some((type) => !/^(normal|warning)$/i.test(type))) {
      throw new CommandError('valid --types are Normal or Warning');
    }
    const namespace = options.allNamespaces ? '' : `/namespaces/${context.config.namespace}`;
    const path = `/api/v1${namespace}/events`;
    const query = fieldSelector === '' ? {} : { fieldSelector };
    return options.watch
      ? watchEvents(path, query, options, context)
      : listEvents(path, query, options, context);
  },
});

async function selectorFor(word: string, context: Context): Promise<string> {
  if (word === '') return '';
  const [type = '', name, ...more] = word.split('/');
  if (more.length > 0)
    throw new CommandError('arguments in resource/name form may not have more than one slash');
  if (name === undefined) throw new CommandError('--for must be in resource/name form');
  const mapping = await mapperOf(context).forWord(type.toLowerCase());
  const terms = { kind: mapping.kind, apiVersion: apiVersionOf(mapping), name };
  return Object.entries(terms)
    .map(([key, value]) => `involvedObject.${key}=${value}`)
    .join(',');
}

const isWanted = ({ types }: EventsOptions, event: Event): boolean =>
  types.length === 0 || types.some((type) => type.toLowerCase() === (event.type ?? '').toLowerCase());

async function listEvents(
  path: string,
  query: Readonly<Record<string, string>>,
  options: EventsOptions,
  context: Context,
): Promise<ExitCode> {
  const print = await printerFor(options, context);
  const found = (await fetchList<Event>(context, path, query, CHUNK)).filter((event) =>
    isWanted(options, event),
  );
  if (found.length === 0) {
    const where = options.allNamespaces ? '.' : ` in ${context.config.namespace} namespace.`;
    context.err.line(`No events found${where}`);
    return 0;
  }
  const sorted = goSorted(found, (a, b) => timeOfEvent(a) < timeOfEvent(b));
  context.out.write(print(sorted, { apiVersion: 'v1', kind: 'EventList', metadata: {}, items: sorted }));
  return 0;
}

/** The newest sign of the event. */
function timeOfEvent({ series, lastTimestamp, eventTime }: Event): Instant | number {
  const time = series?.lastObservedTime ?? lastTimestamp ?? eventTime;
  return typeof time === 'string' ? instantOf(time) : Number.NEGATIVE_INFINITY;
}

async function watchEvents(
  path: string,
  query: Readonly<Record<string, string>>,
  options: EventsOptions,
  context: Context,
): Promise<ExitCode> {
  const print = await printerFor(options, context);
  const stream = follow(context, path, { query: { ...query, limit: String(CHUNK) } });
  for await (const { type, object } of stream) {
    // Events are deleted when they are old: that is no news.
    if (type === 'DELETED' || type === 'BOOKMARK') continue;
    const event = object as Event;
    if (isWanted(options, event)) context.out.write(print([event], { ...event }));
  }
  return 0;
}

/** Prints the events as rows, or the whole they came in. */
type EventPrinter = (events: readonly Event[], whole: AnyObject) => string;

async function printerFor(options: EventsOptions, context: Context): Promise<EventPrinter> {
  const { output, template } = options.print;
  if (output !== '' || template !== '') {
    const print: Printer =
      (await objectPrinter(output, options.print, context.files)) ??
      (await resultPrinter(options.print, '', context.files));
    return (_events, whole) => print(whole);
  }
  const writer = new ColumnWriter();
  const namespaced = options.allNamespaces ? ['NAMESPACE'] : [];
  if (!options.noHeaders) writer.add([...namespaced, 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']);
  return (found) => {
    for (const event of found) writer.add(rowOf(event, options, context.transport.now()));
    return writer.flush();
  };
}

function rowOf(event: Event, { allNamespaces }: EventsOptions, now: Instant): readonly string[] {
  const { involvedObject, metadata, type = '', reason = '', message = '' } = event;
  const about = `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`;
  const cells = [type, reason, about, message.trim()].map(escapeTerminal);
  return [...(allNamespaces ? [metadata.namespace ?? ''] : []), eventAge(event, now), ...cells];
}
