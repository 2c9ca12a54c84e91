import { formatGoDuration } from '../../../machinery/duration.ts';
import { between, instantOf, minutes } from '../../../machinery/instant.ts';
import { compareText } from '../../../machinery/json.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { type Context, defineCommand } from '../../command.ts';
import { allNamespacesFlags } from '../../flag-groups.ts';
import { bool, text } from '../../flags.ts';
import { alignTabs, TABLE_LAYOUT } from '../../output/tabwriter.ts';
import { fetchList } from '../../related.ts';
import {
  type Amounts,
  amountsOf,
  cpuText,
  fetchMetrics,
  memoryText,
  nameIn,
  type SortBy,
  sortByOf,
  sorted,
  sumOf,
  topFlags,
  type Usage,
} from './usage.ts';

interface PodMetrics extends KubeObject {
  readonly containers: readonly { readonly name: string; readonly usage: Usage }[];
}

interface Measured {
  readonly name: string;
  readonly namespace: string;
  readonly amounts: Amounts;
  readonly containers: readonly { readonly name: string; readonly amounts: Amounts }[];
}

interface TopPodOptions {
  readonly name: string;
  readonly selector: string;
  readonly fieldSelector: string;
  readonly sortBy: SortBy;
  readonly allNamespaces: boolean;
  readonly containers: boolean;
  readonly noHeaders: boolean;
  readonly sum: boolean;
}

const USAGE = 'pod [NAME | -l label]';
const LINE = '________';

/** `kubectl top pod`. */
export const topPod = defineCommand({
  name: 'pod',
  aliases: ['pods', 'po'],
  usage: USAGE,
  short: 'Display resource (CPU/memory) usage of pods',
  long: 'See how much CPU and memory pods use. Of a new pod nothing is known for a while.',
  examples: [
    '# The pods of the namespace',
    'kubectl top pod',
    '',
    '# One pod, container by container',
    'kubectl top pod web-0 --containers',
  ],
  flags: {
    ...topFlags('pods'),
    ...allNamespacesFlags,
    containers: bool('containers', { help: 'Show each container.' }),
    fieldSelector: text('field-selector', { help: "Field selector: '=', '==', '!='." }),
    sum: bool('sum', { help: 'Show the sum, too.' }),
  },
  complete: (args, given): TopPodOptions => {
    const name = nameIn(args, USAGE);
    const sortBy = sortByOf(given.sortBy);
    if (name !== '' && (given.selector !== '' || given.fieldSelector !== '')) {
      throw new Error('only one of NAME or selector can be provided');
    }
    return { ...given, name, sortBy };
  },
  run: async (options, context) => {
    const { allNamespaces, selector, fieldSelector, name } = options;
    const { namespace } = context.config;
    const place = allNamespaces ? 'pods' : `namespaces/${encodeURIComponent(namespace)}/pods`;
    const query = { labelSelector: selector, fieldSelector };
    const found = await fetchMetrics<PodMetrics>(context, place, name, query);
    if (found.length === 0) await refuseUnmeasured(options, context);
    if (found.length === 0) {
      context.err.line(`No resources found${allNamespaces ? '' : ` in ${namespace} namespace.`}`);
    } else context.out.write(tableOf(found.map(measured), options));
    return 0;
  },
});

/** So old a pod is to be measured. */
const DELAY = minutes(2);

/** Says why nothing is known of pods that are there. */
async function refuseUnmeasured({ selector, fieldSelector }: TopPodOptions, context: Context): Promise<void> {
  const path = `/api/v1/namespaces/${encodeURIComponent(context.config.namespace)}/pods`;
  const query = Object.entries({ labelSelector: selector, fieldSelector }).filter(
    ([, words]) => words !== '',
  );
  const pods = await fetchList(context, path, Object.fromEntries(query), 0);
  if (pods.length === 0) return;
  for (const { metadata } of pods) {
    const age = between(instantOf(metadata.creationTimestamp ?? ''), context.transport.now());
    if (age <= DELAY) continue;
    const name = `${metadata.namespace}/${metadata.name}`;
    throw new Error(`Metrics not available for pod ${name}, age: ${formatGoDuration(age)}`);
  }
  throw new Error('metrics not available yet');
}

function measured({ metadata, containers }: PodMetrics): Measured {
  const each = containers.map(({ name, usage }) => ({ name, amounts: amountsOf(usage) }));
  const amounts = sumOf(each.map((one) => one.amounts));
  return { name: metadata.name, namespace: metadata.namespace ?? '', amounts, containers: each };
}

function tableOf(pods: readonly Measured[], options: TopPodOptions): string {
  const { allNamespaces, containers, noHeaders, sortBy, sum } = options;
  const head = [
    ...(allNamespaces ? ['NAMESPACE'] : []),
    ...(containers ? ['POD'] : []),
    ...['NAME', 'CPU(cores)', 'MEMORY(bytes)'],
  ];
  const ordered = sorted(pods, sortBy);
  const places =
    allNamespaces && sortBy === ''
      ? ordered.toSorted((a, b) => compareText(a.namespace, b.namespace))
      : ordered;
  const rows = places.flatMap((pod) => rowsOf(pod, options));
  // Without a headline kubectl counts three columns, whatever they are.
  const width = noHeaders ? 3 : head.length;
  const total = sum ? sumRows(sumOf(pods.map(({ amounts }) => amounts)), width) : [];
  const all = [...(noHeaders ? [] : [head]), ...rows, ...total];
  return alignTabs(all.map((cells) => `${cells.join('\t')}\t\n`).join(''), TABLE_LAYOUT);
}

function rowsOf(
  { name, namespace, amounts, containers: each }: Measured,
  { allNamespaces, containers, sortBy }: TopPodOptions,
): readonly (readonly string[])[] {
  const before = allNamespaces ? [namespace] : [];
  if (!containers) return [[...before, name, cpuText(amounts), memoryText(amounts)]];
  return sorted(each, sortBy).map((one) => [
    ...before,
    name,
    one.name,
    cpuText(one.amounts),
    memoryText(one.amounts),
  ]);
}

function sumRows(total: Amounts, width: number): readonly (readonly string[])[] {
  const blank = Array.from({ length: width - 2 }, () => '');
  return [
    [...blank, LINE, LINE],
    [...blank, cpuText(total), memoryText(total)],
  ];
}
