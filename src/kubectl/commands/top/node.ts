import type { KubeObject } from '../../../machinery/object-meta.ts';
import { milliValue } from '../../../machinery/quantity.ts';
import { fetchObject } from '../../api.ts';
import { type Context, defineCommand } from '../../command.ts';
import { bool } from '../../flags.ts';
import { alignTabs, TABLE_LAYOUT } from '../../output/tabwriter.ts';
import { fetchList } from '../../related.ts';
import {
  type Amounts,
  amountsOf,
  cpuText,
  fetchMetrics,
  memoryText,
  nameIn,
  sortByOf,
  sorted,
  topFlags,
  type Usage,
} from './usage.ts';

interface NodeMetrics extends KubeObject {
  readonly usage: Usage;
}
interface Node extends KubeObject {
  readonly status?: { readonly allocatable?: Usage; readonly capacity?: Usage };
}

const USAGE = 'node [NAME | -l label]';
const HEAD = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'];
const UNKNOWN = '<unknown>';

/** `kubectl top node`. */
export const topNode = defineCommand({
  name: 'node',
  aliases: ['nodes', 'no'],
  usage: USAGE,
  short: 'Display resource (CPU/memory) usage of nodes',
  examples: ['# All nodes', 'kubectl top node', '', '# One', 'kubectl top node worker-1'],
  flags: {
    ...topFlags('nodes'),
    showCapacity: bool('show-capacity', { help: 'Percent of the capacity, not of what pods can have.' }),
  },
  complete: (args, given) => {
    const name = nameIn(args, USAGE);
    const sortBy = sortByOf(given.sortBy);
    if (name !== '' && given.selector !== '') {
      throw new Error('only one of NAME or --selector can be provided');
    }
    return { ...given, name, sortBy };
  },
  run: async ({ name, selector, sortBy, noHeaders, showCapacity }, context) => {
    const query: Readonly<Record<string, string>> = selector === '' ? {} : { labelSelector: selector };
    const metrics = await fetchMetrics<NodeMetrics>(context, 'nodes', name, query);
    if (metrics.length === 0) throw new Error('metrics not available yet');
    const nodes = await fetchNodes(name, query, context);
    const available = new Map(
      nodes.map(({ metadata, status }) => [
        metadata.name,
        amountsOf((showCapacity ? status?.capacity : status?.allocatable) ?? {}),
      ]),
    );
    const measured = metrics.map(({ metadata, usage }) => ({
      name: metadata.name,
      amounts: amountsOf(usage),
    }));
    const unmeasured = [...available.keys()].filter((node) => !measured.some((one) => one.name === node));
    const rows = [
      ...(noHeaders ? [] : [HEAD]),
      ...sorted(measured, sortBy).map((one) => row(one.name, one.amounts, available.get(one.name))),
      ...unmeasured.map((node) => [node, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]),
    ];
    context.out.write(alignTabs(rows.map((cells) => `${cells.join('\t')}\t\n`).join(''), TABLE_LAYOUT));
    return 0;
  },
});

async function fetchNodes(
  name: string,
  query: Readonly<Record<string, string>>,
  context: Context,
): Promise<readonly Node[]> {
  const path = '/api/v1/nodes';
  if (name === '') return fetchList<Node>(context, path, query, 0);
  return [await fetchObject<Node>(context, 'GET', `${path}/${encodeURIComponent(name)}`)];
}

function row(name: string, amounts: Amounts, available: Amounts | undefined): readonly string[] {
  const percent = (what: 'cpu' | 'memory'): readonly string[] =>
    available === undefined
      ? []
      : [`${Math.trunc((milliValue(amounts[what]) / milliValue(available[what])) * 100)}%`];
  return [name, cpuText(amounts), ...percent('cpu'), memoryText(amounts), ...percent('memory')];
}
