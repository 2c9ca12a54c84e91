import type { Pod } from '../../kinds/core/pod/types.ts';
import { instantOf, seconds } from '../../machinery/instant.ts';
import { isNotFound, StatusError } from '../../machinery/status.ts';
import { fetchObject, follow } from '../api.ts';
import {
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
  type Invocation,
  UsageError,
} from '../command.ts';
import { asError } from '../errors.ts';
import { selectorFlags } from '../flag-groups.ts';
import { bool, duration, type FlagValues, integer, text } from '../flags.ts';
import { fetchList } from '../related.ts';
import { CUT_OFF } from '../request-timeout.ts';
import { select } from '../resources/builder.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Info } from '../resources/selection.ts';
import { firstPods, podSelector } from './logs/pods.ts';
import { type ContainerChoice, type LogSource, sourcesOf } from './logs/sources.ts';

const USAGE = 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]';

const flags = {
  ...selectorFlags,
  allContainers: bool('all-containers', { help: "All containers' logs." }),
  allPods: bool('all-pods', { help: 'The logs of all pods, each line with its source.' }),
  container: text('container', { short: 'c', help: 'The container.' }),
  follow: bool('follow', { short: 'f', help: 'Go on with lines as they come.' }),
  ignoreErrors: bool('ignore-errors', {
    help: 'With --follow: an error of one log does not end the others.',
  }),
  insecureSkipTlsVerifyBackend: bool('insecure-skip-tls-verify-backend', {
    help: "Take the kubelet's certificate unchecked.",
  }),
  limitBytes: integer('limit-bytes', { help: 'Most bytes to show; 0 knows no limit.' }),
  maxLogRequests: integer('max-log-requests', { default: 5, help: 'Most logs to follow at once.' }),
  podRunningTimeout: duration('pod-running-timeout', {
    default: seconds(20),
    shown: '20s',
    help: 'How long to wait for the first pod of a workload.',
  }),
  prefix: bool('prefix', { help: 'Begin each line with its pod and container.' }),
  previous: bool('previous', { short: 'p', help: 'The log of the container before its last restart.' }),
  since: duration('since', { help: 'Only lines of this last while: 5s, 2m, 3h.' }),
  sinceTime: text('since-time', { help: 'Only lines since this time (RFC 3339).' }),
  tail: integer('tail', {
    default: -1,
    help: 'Only that many last lines; -1 shows all, and 10 with a selector.',
  }),
  timestamps: bool('timestamps', { help: 'Begin each line with its time.' }),
};
type Given = FlagValues<typeof flags>;

interface LogsOptions extends Given {
  readonly resource: string;
  readonly choice: ContainerChoice;
  readonly query: Readonly<Record<string, string>>;
}

/** `kubectl logs`. */
export const logs = defineCommand({
  name: 'logs',
  group: 'Troubleshooting and Debugging Commands:',
  usage: USAGE,
  short: 'Print the logs for a container in a pod',
  long:
    'Print the logs for a container in a pod, or of a pod of a workload. A pod of one container needs no container name;\n' +
    ' of several the first is taken.',
  examples: [
    '# The log of a pod',
    'kubectl logs web-0',
    '',
    '# The last lines of all pods that bear a label, as they come',
    'kubectl logs -f -l app=web --all-containers',
    '',
    '# Before the last restart',
    'kubectl logs -p -c web web-0',
  ],
  flags,
  complete: (args, given, invocation): LogsOptions => {
    refuseArguments(args, given.selector);
    refuseContradictions(args, given, invocation);
    const [resource = '', inline] = args;
    const container = inline ?? given.container;
    const prefix = given.prefix || given.allPods;
    const choice = { container, allContainers: given.allContainers, allPods: given.allPods };
    return { ...given, resource, prefix, choice, query: queryOf(given, invocation) };
  },
  run: async (options, context) => {
    const sources = await sourcesFor(options, context);
    if (!options.follow || sources.length <= 1) return showInTurn(sources, options, context);
    if (sources.length > options.maxLogRequests) {
      throw new CommandError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${options.maxLogRequests}, use --max-log-requests to increase the limit`,
      );
    }
    await Promise.all(sources.map((source) => showOne(source, options, context)));
    return 0;
  },
});

function refuseArguments(args: readonly string[], selector: string): void {
  if (args.length > 2 || (args.length === 0 && selector === '')) {
    throw new UsageError(
      `expected '${USAGE}'.\nPOD or TYPE/NAME is a required argument for the logs command`,
      'examples',
    );
  }
  if (args.length === 1 && selector !== '') {
    throw new UsageError('only a selector (-l) or a POD name is allowed', 'examples');
  }
}

function refuseContradictions(args: readonly string[], given: Given, invocation: Invocation): void {
  if (given.sinceTime !== '' && Number.isNaN(instantOf(given.sinceTime))) {
    const shown = JSON.stringify(given.sinceTime);
    throw new UsageError(
      `parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`,
    );
  }
  if (given.sinceTime !== '' && given.since !== 0) {
    throw new UsageError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  const container = args[1] ?? given.container;
  if (given.allContainers && container !== '') {
    throw new UsageError(`--all-containers=true should not be specified with container name ${container}`);
  }
  if (invocation.given('container') && args.length === 2) {
    throw new UsageError('only one of -c or an inline [CONTAINER] arg is allowed');
  }
  if (given.limitBytes < 0) throw new UsageError('--limit-bytes must be greater than 0');
  if (given.since < 0) throw new UsageError('--since must be greater than 0');
  if (given.tail < -1) throw new UsageError('--tail must be greater than or equal to -1');
}

/** kubectl shows this many lines of each pod when they are chosen by label. */
const SELECTOR_TAIL = 10;

function queryOf(given: Given, invocation: Invocation): Readonly<Record<string, string>> {
  const byLabel = given.selector !== '' && !invocation.given('tail');
  const tail = byLabel ? SELECTOR_TAIL : given.tail;
  return {
    ...(given.follow ? { follow: 'true' } : {}),
    ...(given.previous ? { previous: 'true' } : {}),
    ...(given.timestamps ? { timestamps: 'true' } : {}),
    ...(given.sinceTime === '' ? {} : { sinceTime: given.sinceTime }),
    ...(given.since === 0 ? {} : { sinceSeconds: String(Math.round(given.since / 1000)) }),
    ...(given.limitBytes === 0 ? {} : { limitBytes: String(given.limitBytes) }),
    ...(tail === -1 ? {} : { tailLines: String(tail) }),
  };
}

async function sourcesFor(options: LogsOptions, context: Context): Promise<readonly LogSource[]> {
  const { selector, choice } = options;
  const pods =
    selector === ''
      ? await podsOf(await target(options, context), options, context)
      : await byLabel(selector, context);
  return pods.flatMap((pod) => sourcesOf(pod, choice, context.err));
}

async function byLabel(labelSelector: string, context: Context): Promise<readonly Pod[]> {
  const { namespace } = context.config;
  const pods = await fetchList<Pod>(context, `/api/v1/namespaces/${namespace}/pods`, { labelSelector }, 0);
  if (pods.length === 0) context.err.line(`No resources found in ${namespace} namespace.`);
  return pods;
}

/** A bare name is a pod's. */
async function target({ resource }: LogsOptions, context: Context): Promise<Info> {
  const args = resource.includes('/') ? [resource] : ['pods', resource];
  const { infos, error } = await (await select(context, { args, singleType: true })).infos();
  if (isNotFound(error)) {
    const { message } = asError(error);
    throw new CommandError(
      `error from server (NotFound): ${message} in namespace ${JSON.stringify(context.config.namespace)}`,
    );
  }
  if (error !== undefined) throw error;
  const [info] = infos;
  if (info?.object === undefined) throw new CommandError('expected a resource');
  return info;
}

async function podsOf(
  { mapping, object }: Info,
  options: LogsOptions,
  context: Context,
): Promise<readonly Pod[]> {
  if (object === undefined) return [];
  if (mapping.resource === 'pods') return [object as AnyObject & Pod];
  const labelSelector = podSelector(object);
  const path = `/api/v1/namespaces/${object.metadata.namespace ?? ''}/pods`;
  const pods = await firstPods(path, labelSelector, options.podRunningTimeout, context);
  const [best] = pods;
  if (options.allPods || pods.length <= 1 || best === undefined) return pods;
  context.err.line(`Found ${pods.length} pods, using pod/${best.metadata.name}`);
  return [best];
}

async function showInTurn(
  sources: readonly LogSource[],
  options: LogsOptions,
  context: Context,
): Promise<ExitCode> {
  for (const source of sources) await showOne(source, options, context);
  return 0;
}

async function showOne(source: LogSource, options: LogsOptions, context: Context): Promise<void> {
  const { namespace, pod, container } = source;
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
  const query = { container, ...options.query };
  const prefix = options.prefix ? `[pod/${pod}/${container}] ` : '';
  try {
    if (!options.follow) {
      write(context, prefix, await fetchObject<unknown>(context, 'GET', path, { query }));
      return;
    }
    for await (const { type, object } of follow(context, path, { query })) {
      write(context, prefix, object);
      if (type === 'DELETED') return;
    }
    if (context.requestTimeout !== undefined) throw new Error(CUT_OFF);
  } catch (error) {
    if (!options.ignoreErrors) throw error;
    const told = error instanceof StatusError ? error.message : asError(error).message;
    context.out.line(`error: ${told}`);
  }
}

/** A log travels as text; a prefix stands before each of its lines. */
function write(context: Context, prefix: string, body: unknown): void {
  const log = typeof body === 'string' ? body : '';
  if (prefix === '') context.out.write(log);
  else for (const line of log.match(/[^\n]*\n|[^\n]+$/g) ?? []) context.out.write(prefix + line);
}
