import { compareText } from '../../../machinery/json.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import {
  addQuantity,
  milliValue,
  parseQuantity,
  type Quantity,
  value,
  ZERO,
} from '../../../machinery/quantity.ts';
import { fetchObject } from '../../api.ts';
import { type Context, UsageError } from '../../command.ts';
import { selectorFlags } from '../../flag-groups.ts';
import { bool, text } from '../../flags.ts';
import { fetchList } from '../../related.ts';

// What `top node` and `top pod` share: asking the metrics API, sorting, amounts as text.

const METRICS = '/apis/metrics.k8s.io/v1beta1';

/** Amounts as the metrics API gives them. */
export interface Usage {
  readonly cpu?: string;
  readonly memory?: string;
}
export interface Amounts {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}
export type SortBy = '' | 'cpu' | 'memory';

export const amountsOf = ({ cpu = '0', memory = '0' }: Usage): Amounts => ({
  cpu: parseQuantity(cpu),
  memory: parseQuantity(memory),
});

export const sumOf = (all: readonly Amounts[]): Amounts => ({
  cpu: all.reduce((sum, { cpu }) => addQuantity(sum, cpu), ZERO),
  memory: all.reduce((sum, { memory }) => addQuantity(sum, memory), ZERO),
});

const MEBI = 1024 * 1024;
export const cpuText = ({ cpu }: Amounts): string => `${milliValue(cpu)}m`;
export const memoryText = ({ memory }: Amounts): string => `${Math.trunc(value(memory) / MEBI)}Mi`;

/** The largest first, or by name. */
export function sorted<T extends { readonly name: string; readonly amounts: Amounts }>(
  all: readonly T[],
  sortBy: SortBy,
): readonly T[] {
  if (sortBy === '') return all.toSorted((a, b) => compareText(a.name, b.name));
  const measure = ({ amounts }: T): number => milliValue(amounts[sortBy]);
  return all.toSorted((a, b) => measure(b) - measure(a));
}

export const topFlags = (what: string) => ({
  ...selectorFlags,
  noHeaders: bool('no-headers', { help: 'Show the rows without a headline.' }),
  sortBy: text('sort-by', { help: `Sort the ${what} by 'cpu' or 'memory', the largest first.` }),
  useProtocolBuffers: bool('use-protocol-buffers', {
    default: true,
    help: 'Ask the metrics API in a shorter form.',
  }),
});

/** The one name that was given, or none. */
export function nameIn(args: readonly string[], usage: string): string {
  if (args.length > 1) throw new UsageError(usage, 'examples');
  return args[0] ?? '';
}

export function sortByOf(word: string): SortBy {
  if (word === '' || word === 'cpu' || word === 'memory') return word;
  throw new Error('--sort-by accepts only cpu or memory');
}

/** Measured objects: one by name, or those that are selected. */
export async function fetchMetrics<T extends KubeObject>(
  context: Context,
  place: string,
  name: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly T[]> {
  const { groups = [] } = await fetchObject<Groups>(context, 'GET', '/apis');
  const served = groups.find((group) => group.name === 'metrics.k8s.io');
  if (served?.versions.some(({ version }) => version === 'v1beta1') !== true) {
    throw new Error('Metrics API not available');
  }
  const path = `${METRICS}/${place}`;
  if (name !== '') return [await fetchObject<T>(context, 'GET', `${path}/${encodeURIComponent(name)}`)];
  const asked = Object.entries(query).filter(([, words]) => words !== '');
  return fetchList<T>(context, path, Object.fromEntries(asked), 0);
}

interface Groups {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions: readonly { readonly version: string }[];
  }[];
}
