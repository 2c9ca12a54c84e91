import type { Pod } from '../../kinds/core/pod/types.ts';
import { controllerOf } from '../../machinery/object-meta.ts';
import { isNotFound } from '../../machinery/status.ts';
import { fetchObject } from '../api.ts';
import { type Context, defineCommand, Exit } from '../command.ts';
import { Aggregate, asError, messageOf, throwAll } from '../errors.ts';
import {
  chunkFlags,
  type DryRun,
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  selectorFlags,
} from '../flag-groups.ts';
import { bool, duration, integer, text } from '../flags.ts';
import { nameLines } from '../output/name.ts';
import { fetchList } from '../related.ts';
import type { Info } from '../resources/selection.ts';
import { type EvictionOptions, evictAll } from './drain/evicting.ts';
import { type DaemonSetState, type Judged, judge, refusals, warningText } from './drain/filters.ts';
import { mark, refuseChoice, refusePodSelector, selectNodes } from './drain/nodes.ts';

const flags = {
  ...chunkFlags,
  ...dryRunFlags,
  ...selectorFlags,
  deleteEmptyDirData: bool('delete-emptydir-data', {
    help: 'Go on where pods use emptyDir: what is in it will be lost.',
  }),
  disableEviction: bool('disable-eviction', {
    help: 'Delete instead of evicting: disruption budgets do not count.',
  }),
  force: bool('force', { help: 'Go on where pods have no controller.' }),
  gracePeriod: integer('grace-period', {
    default: -1,
    help: 'Seconds to stop in; negative leaves it to the pod.',
  }),
  ignoreDaemonSets: bool('ignore-daemonsets', { help: 'Leave the pods of DaemonSets where they are.' }),
  podSelector: text('pod-selector', { help: 'Only pods that match this label selector.' }),
  skipWait: integer('skip-wait-for-delete-timeout', {
    help: 'Do not wait for pods that have been going for more seconds than this; 0 waits for all.',
  }),
  timeout: duration('timeout', { help: 'How long to wait before giving up; 0 knows no end.' }),
};

/** `kubectl drain`. */
export const drain = defineCommand({
  name: 'drain',
  group: 'Cluster Management Commands:',
  usage: 'drain NODE',
  short: 'Drain node in preparation for maintenance',
  long:
    'Drain a node in preparation for maintenance: no new pods come to it, and those on it are evicted, as far as disruption\n' +
    ' budgets allow. Pods of DaemonSets stay; pods without a controller and pods with local data need a flag.',
  examples: [
    '# Also pods that nothing will make anew',
    'kubectl drain worker-1 --ignore-daemonsets --force',
    '',
    '# A quarter of an hour to stop',
    'kubectl drain worker-1 --grace-period=900',
  ],
  flags,
  complete: (names, given, invocation) => {
    refuseChoice(names, given.selector, 'drain NODE', invocation);
    refusePodSelector(given.podSelector);
    const eviction: EvictionOptions = {
      dryRun: dryRunOf(given.dryRun),
      gracePeriod: given.gracePeriod,
      timeout: given.timeout,
      manner: given.disableEviction ? 'delete' : 'evict',
      rules: {
        force: given.force,
        ignoreDaemonSets: given.ignoreDaemonSets,
        deleteEmptyDirData: given.deleteEmptyDirData,
        skipDeletedAfterSeconds: given.skipWait,
      },
    };
    const { selector, podSelector, chunkSize } = given;
    return { names, selector, podSelector, chunkSize, eviction, dryRun: eviction.dryRun };
  },
  run: async (options, context) => {
    const nodes = await selectNodes(context, options);
    await mark(context, nodes, 'unschedulable', options.dryRun);
    const failed: { readonly name: string; readonly error: Error }[] = [];
    for (const info of nodes) {
      try {
        await drainNode(context, info, options);
        if (info.object !== undefined) {
          context.out.write(nameLines(info.object, `drained${dryRunSuffix(options.dryRun)}`));
        }
      } catch (fault) {
        const error = asError(fault);
        failed.push({ name: info.name, error });
        context.err.line(
          `error: unable to drain node ${JSON.stringify(info.name)} due to error: ${error.message}, continuing command...`,
        );
      }
    }
    if (failed.length > 0) context.err.line('There are pending nodes to be drained:');
    for (const { name } of failed) context.err.line(` ${name}`);
    tellFailures(
      failed.map(({ error }) => error),
      context,
    );
    return 0;
  },
});

/** One node's errors stand on lines of their own; of several nodes, each node has one. */
function tellFailures(errors: readonly Error[], { err }: Context): void {
  const [only, second] = errors;
  if (only === undefined) return;
  const told = second === undefined && only instanceof Aggregate ? only.errors : errors;
  for (const one of told) err.line(messageOf(one));
  throw new Exit(1);
}

interface DrainOptions {
  readonly podSelector: string;
  readonly chunkSize: number;
  readonly dryRun: DryRun;
  readonly eviction: EvictionOptions;
}

async function drainNode(context: Context, { name }: Info, options: DrainOptions): Promise<void> {
  const judged = await judgePods(context, name, options);
  throwAll(refusals(judged));
  const warnings = warningText(judged);
  if (warnings !== '') context.err.line(`Warning: ${warnings}`);
  const pods = evictable(judged);
  if (options.dryRun === 'client') {
    for (const { metadata } of pods) {
      context.out.line(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)`);
    }
    return;
  }
  try {
    await evictAll(context, pods, options.eviction);
  } catch (error) {
    await tellPending(context, name, options, asError(error));
    throw error;
  }
}

const evictable = (judged: readonly Judged[]): readonly Pod[] =>
  judged.filter(({ verdict }) => verdict.evict).map(({ pod }) => pod);

async function tellPending(
  context: Context,
  node: string,
  options: DrainOptions,
  error: Error,
): Promise<void> {
  const judged = await judgePods(context, node, options);
  const pending = evictable(judged);
  if (pending.length > 0) {
    context.err.line(
      `There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${error.message}`,
    );
  }
  for (const { metadata } of pending) context.err.line(`pod/${metadata.name}`);
}

async function judgePods(context: Context, node: string, options: DrainOptions): Promise<readonly Judged[]> {
  const { podSelector, chunkSize, eviction } = options;
  const query = {
    fieldSelector: `spec.nodeName=${node}`,
    ...(podSelector === '' ? {} : { labelSelector: podSelector }),
  };
  const pods = await fetchList<Pod>(context, '/api/v1/pods', query, chunkSize);
  const judged: Judged[] = [];
  for (const pod of pods) {
    const daemonSet = await daemonSetOf(context, pod);
    judged.push({ pod, verdict: judge(pod, daemonSet, eviction.rules, context.transport.now()) });
  }
  return judged;
}

/** Whether the DaemonSet that controls the pod is still there; undefined for the pods of others. */
async function daemonSetOf(context: Context, pod: Pod): Promise<DaemonSetState | undefined> {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'DaemonSet') return undefined;
  const path = `/apis/apps/v1/namespaces/${pod.metadata.namespace}/daemonsets/${owner.name}`;
  try {
    await fetchObject(context, 'GET', path);
    return 'there';
  } catch (error) {
    const { message } = asError(error);
    return isNotFound(error) ? { missing: message } : { unreadable: message };
  }
}
