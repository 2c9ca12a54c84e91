import type { Event } from '../../kinds/core/event/types.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { isNotFound } from '../../machinery/status.ts';
import { CommandError, type Context, defineCommand, type ExitCode } from '../command.ts';
import { Aggregate, asError, throwAll } from '../errors.ts';
import { allNamespacesFlags, chunkFlags, filenameFlags, fileOptions, selectorFlags } from '../flag-groups.ts';
import { bool } from '../flags.ts';
import type { Describer } from '../kinds/describer.ts';
import { describerFor } from '../kinds/index.ts';
import { fetchList, fetchRelated } from '../related.ts';
import { select } from '../resources/builder.ts';
import type { ResourceRequest } from '../resources/request.ts';
import type { Info } from '../resources/selection.ts';

const flags = {
  ...allNamespacesFlags,
  ...chunkFlags,
  ...filenameFlags('naming the resource to describe'),
  ...selectorFlags,
  showEvents: bool('show-events', { default: true, help: 'Show the events about what is described.' }),
};

interface DescribeOptions {
  readonly args: readonly string[];
  readonly request: ResourceRequest;
  readonly allNamespaces: boolean;
  readonly chunk: number;
  readonly showEvents: boolean;
}

/** `kubectl describe`. */
export const describe = defineCommand({
  name: 'describe',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  short: 'Show details of a specific resource or group of resources',
  long:
    'Show details of a resource or of several: the object, what belongs to it, and events about it. A name that does not\n' +
    ' exist is taken for the beginning of names.',
  examples: [
    '# A node',
    'kubectl describe nodes worker-1',
    '',
    '# All pods that bear a label',
    'kubectl describe pods -l name=web',
  ],
  flags,
  complete: (args, given, invocation): DescribeOptions => {
    const files = fileOptions(given);
    if (args.length === 0 && files.filenames.length === 0 && files.kustomize === '') {
      throw new CommandError(
        `You must specify the type of resource to describe. Use "${invocation.path.split(' ')[0]} api-resources" for a complete list of supported resources.\n`,
      );
    }
    const request = {
      args,
      files,
      enforceNamespace: invocation.given('namespace'),
      allNamespaces: given.allNamespaces,
      selector: given.selector,
      chunk: given.chunkSize,
      emptySelector: true,
      continueOnError: true,
      latest: true,
    };
    return {
      args,
      request,
      allNamespaces: given.allNamespaces,
      chunk: given.chunkSize,
      showEvents: given.showEvents,
    };
  },
  run: async (options, context) => {
    const selection = await select(context, options.request);
    const { infos, error } = await selection.infos();
    if (error !== undefined && isMissing(error) && options.args.length === 2) {
      return describeByPrefix(options, context, error);
    }
    const errors: Error[] = error === undefined ? [] : [error];
    let first = true;
    for (const info of infos) {
      try {
        const text = await describeOne(info, options, context);
        context.out.write(first ? text : `\n\n${text}`);
        first = false;
      } catch (fault) {
        const { message } = asError(fault);
        if (!errors.some((known) => known.message === message)) errors.push(asError(fault));
      }
    }
    if (infos.length === 0 && errors.length === 0) context.err.line(nothingFound(options, context));
    throwAll(errors);
    return 0;
  },
});

function nothingFound({ allNamespaces }: DescribeOptions, { config }: Context): string {
  return allNamespaces ? 'No resources found' : `No resources found in ${config.namespace} namespace.`;
}

const isMissing = (error: Error): boolean =>
  isNotFound(error) ||
  (error instanceof Aggregate && error.errors.length === 1 && isNotFound(error.errors[0]));

/** No such name: everything whose name begins so, each followed by an empty line. */
async function describeByPrefix(
  options: DescribeOptions,
  context: Context,
  missing: Error,
): Promise<ExitCode> {
  const [type = '', prefix = ''] = options.args;
  const selection = await select(context, {
    args: [type],
    emptySelector: true,
    singleType: true,
    chunk: options.chunk,
  });
  const { infos, error } = await selection.infos();
  if (error !== undefined) throw error;
  const matching = infos.filter(({ name }) => name.startsWith(prefix));
  if (matching.length === 0) throw missing;
  for (const info of matching) context.out.line(await describeOne(info, options, context));
  return 0;
}

async function describeOne(info: Info, options: DescribeOptions, context: Context): Promise<string> {
  const describer = describerFor(info.mapping.kind, info.mapping.group);
  const object = info.object as KubeObject | undefined;
  if (object === undefined) return '';
  const related = await fetchRelated(context, describer.related?.(object) ?? {}, options.chunk);
  const events = options.showEvents
    ? await eventsAbout(info, object, describer, options.chunk, context)
    : undefined;
  return describer.describe({ object, related, events, now: context.transport.now() });
}

const MIRROR = 'kubernetes.io/config.mirror';

/** Events are found by what they are about; those that cannot be listed are left out. */
async function eventsAbout(
  { namespace }: Info,
  { kind, metadata }: KubeObject,
  { events = 'object' }: Describer,
  chunk: number,
  context: Context,
): Promise<readonly Event[] | undefined> {
  if (events === 'none') return undefined;
  const path = namespace === '' ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
  const about = async (uid: string | undefined): Promise<readonly Event[]> => {
    const terms = [
      `involvedObject.name=${metadata.name}`,
      `involvedObject.namespace=${metadata.namespace ?? ''}`,
      ...(events === 'pod' ? [] : [`involvedObject.kind=${kind}`]),
      ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
    ];
    try {
      return await fetchList<Event>(context, path, { fieldSelector: terms.join(',') }, chunk);
    } catch {
      // kubectl describes an object even where its events cannot be read.
      return [];
    }
  };
  const own = await about(events === 'pod' ? (metadata.annotations?.[MIRROR] ?? metadata.uid) : metadata.uid);
  return events === 'node' ? [...own, ...(await about(metadata.name))] : own;
}
