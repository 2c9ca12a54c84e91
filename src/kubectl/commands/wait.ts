import { after, type Duration, hours, type Instant, milliseconds, seconds } from '../../machinery/instant.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { isNotFound, notFound } from '../../machinery/status.ts';
import { fetchObject } from '../api.ts';
import { CommandError, type Context, defineCommand, UsageError } from '../command.ts';
import { Aggregate, asError, throwAll } from '../errors.ts';
import { allNamespacesFlags, printFlags, selectorFlags } from '../flag-groups.ts';
import { bool, duration, list, text } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { resourcePath } from '../resources/mapper.ts';
import type { AnyObject } from '../resources/object.ts';
import type { ResourceRequest } from '../resources/request.ts';
import { type Info, infoPath } from '../resources/selection.ts';
import { type Follower, follow, TIMED_OUT } from '../waiting.ts';
import { type Awaited, awaitedOf } from './wait/conditions.ts';

const flags = {
  ...printFlags,
  ...allNamespacesFlags,
  ...selectorFlags,
  all: bool('all', { help: 'All resources of the named types in the namespace.' }),
  fieldSelector: text('field-selector', { help: "Field selector: '=', '==', '!='." }),
  filename: list('filename', { short: 'f', help: 'File, folder or URL naming the resource to wait for.' }),
  for: text('for', {
    help: "What to wait for: create, delete, condition=NAME[=VALUE] or jsonpath='{EXPRESSION}'[=VALUE]. VALUE is true unless told otherwise.",
  }),
  local: bool('local', { help: 'Work on the files alone; the server is not asked.' }),
  recursive: bool('recursive', { short: 'R', default: true, help: 'Look into the subfolders of -f, too.' }),
  timeout: duration('timeout', {
    default: seconds(30),
    shown: '30s',
    help: 'How long to wait. 0 looks once, a negative time waits for a week.',
  }),
};

interface WaitOptions {
  readonly request: ResourceRequest;
  readonly awaited: Awaited;
  readonly timeout: Duration;
  readonly print: Parameters<typeof resultPrinter>[0];
}

/** kubectl takes a negative timeout for a week. */
const WEEK = hours(168);
/** How often `--for=create` looks. */
const CREATE_POLL = milliseconds(500);

/** `kubectl wait`. */
export const wait = defineCommand({
  name: 'wait',
  group: 'Advanced Commands:',
  suggestedFor: ['list', 'ps'],
  usage:
    "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  short: 'Experimental: Wait for a specific condition on one or many resources',
  long:
    'Wait until every one of the named resources meets a condition, has been created, or is gone. The time is for all of\n' +
    ' them together.',
  examples: [
    '# Until the pod is ready',
    'kubectl wait --for=condition=Ready pod/web',
    '',
    '# Until it runs',
    "kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web",
    '',
    '# Until it is gone, for a minute at most',
    'kubectl wait --for=delete pod/web --timeout=60s',
  ],
  flags,
  complete: (args, given): WaitOptions => {
    const files = { filenames: given.filename, kustomize: '', recursive: given.recursive };
    const { selector, fieldSelector, allNamespaces, all, local } = given;
    const request = {
      args,
      files,
      selector,
      fieldSelector,
      allNamespaces,
      emptySelector: all,
      local,
      latest: true,
      continueOnError: true,
    };
    if (given.for === '' && args.length === 0) throw new UsageError('unrecognized condition: ""');
    const timeout = given.timeout < 0 ? WEEK : given.timeout;
    return { request, awaited: awaitedOf(given.for), timeout, print: given };
  },
  run: async (options, context) => {
    const print = await resultPrinter(options.print, 'condition met', context.files);
    const deadline = after(context.transport.now(), options.timeout);
    if (options.awaited.type === 'create') await untilCreated(options, deadline, context);
    const forDelete = options.awaited.type === 'delete';
    const selection = await select(context, options.request);
    let count = 0;
    const visited = selection.visit(async (info) => {
      count++;
      context.out.write(print(await waitFor(info, options, deadline, context)));
    });
    await visited.catch((error: unknown) =>
      throwAll(leaves(asError(error)).filter((one) => !forDelete || !isNotFound(one))),
    );
    if (count === 0 && !forDelete) throw new CommandError('no matching resources found');
    return 0;
  },
});

const leaves = (error: Error): readonly Error[] =>
  error instanceof Aggregate ? error.errors.flatMap(leaves) : [error];

async function untilCreated({ request }: WaitOptions, deadline: Instant, context: Context): Promise<void> {
  for (;;) {
    const { infos, error } = await (await select(context, request)).infos();
    const errors = error === undefined ? [] : leaves(error);
    throwAll(errors.filter((one) => !isNotFound(one)));
    if (infos.length > 0 && errors.length === 0) return;
    if (context.transport.now() >= deadline) throw new CommandError(TIMED_OUT);
    await context.transport.pause(CREATE_POLL);
  }
}

/** Waits for one of them; gives the object as it was when the condition was met. */
async function waitFor(
  info: Info,
  options: WaitOptions,
  deadline: Instant,
  context: Context,
): Promise<AnyObject> {
  const { awaited, timeout } = options;
  const start = info.object as AnyObject;
  if (awaited.type === 'create') return start;
  if (awaited.type === 'delete' && (await isGone(info, context))) return start;
  if (timeout === 0) return lookOnce(info, awaited, context);
  const state: { object: AnyObject } = { object: start };
  const follower = awaited.type === 'delete' ? untilGone : untilMet(info, awaited, state);
  const path = resourcePath(info.mapping, info.namespace);
  const met =
    context.transport.now() <= deadline &&
    (await follow(context, { path, name: info.name, deadline }, follower));
  if (!met) throw new CommandError(`${TIMED_OUT} on ${info.mapping.resource}/${info.name}`);
  return state.object;
}

async function isGone(info: Info, context: Context): Promise<boolean> {
  try {
    await fetchObject(context, 'GET', infoPath(info));
    return false;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return true;
  }
}

async function lookOnce(info: Info, awaited: Awaited, context: Context): Promise<AnyObject> {
  const object = await fetchObject<AnyObject>(context, 'GET', infoPath(info));
  if (awaited.type === 'state' && awaited.met(object)) return object;
  throw new CommandError(`condition not met for ${info.mapping.resource}/${info.name}`);
}

const untilGone: Follower = { seen: () => false, gone: () => true, absent: () => true };

function untilMet(
  { mapping, name }: Info,
  awaited: Extract<Awaited, { readonly type: 'state' }>,
  state: { object: AnyObject },
): Follower {
  return {
    seen: (object: KubeObject) => {
      state.object = { ...object };
      return awaited.met(object);
    },
    gone: () => false,
    absent: () => {
      throw notFound({ group: mapping.group, plural: mapping.resource }, name);
    },
  };
}
