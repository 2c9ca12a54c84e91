import type { Settings } from '../cluster/settings.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { Kubeconfig } from '../kubectl/kubeconfig.ts';
import { timeOf } from '../machinery/instant.ts';
import { openState } from '../store/disk/state-file.ts';
import { columnsText } from './columns.ts';
import { stateOf } from './config.ts';
import type { Paint } from './paint.ts';

const HEAD = ['CURRENT', 'CONTEXT', 'NODES', 'KUBELET', 'PACE', 'TIME', 'STATE'];
const NODES = `core/${Node.plural}`;

/** The clusters of all contexts; the one in use is marked, and shown even when no context names it. */
export function clustersText(kubeconfig: Kubeconfig, current: string, paint: Paint): Promise<string> {
  const { clusters = [], contexts = [] } = kubeconfig.read();
  const named = contexts.map(({ name, context }) => {
    const server = clusters.find((one) => one.name === context.cluster)?.cluster['server'];
    return { name, path: typeof server === 'string' ? stateOf(server) : undefined };
  });
  const isNamed = named.some(({ path }) => path === current);
  const rows = [...named, ...(isNamed ? [] : [{ name: '', path: current }])].map(({ name, path }) => [
    path === current ? paint.good('*') : '',
    name,
    ...facts(path),
  ]);
  return columnsText(HEAD, rows);
}

function facts(path: string | undefined): readonly string[] {
  if (path === undefined) return ['', '', '', '', '<no state file>'];
  const saved = openState(path).load();
  if (saved === undefined) return ['', '', '', '', `${path} (not made yet)`];
  const { kubelet, pace, nodes } = saved.settings as Settings;
  const table = saved.objects.get(NODES);
  const count = table === undefined ? nodes.length : [...table()].length;
  return [String(count), kubelet, pace, timeOf(saved.now), path];
}
