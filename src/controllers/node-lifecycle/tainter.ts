import type { Actor } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { conditionOf } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { equalJson } from '../../machinery/json.ts';
import { NO_TAINTING, planTainting, type Tainting } from './no-execute.ts';
import { swapTaints } from './taints.ts';
import { zoneOf } from './zones.ts';

const ROW = 'tainting';
/** All zones are looked at together: when all of them are down, none is emptied. */
const ZONES = { namespace: '', name: 'zones' } as const;

/** Taints lost nodes NoExecute, one after another, so that a zone in trouble is not emptied at once. */
export const noExecuteTainter: Actor = {
  name: 'node-lifecycle-controller',
  triggers: [
    onChange(Node, ({ type, object, before }) =>
      type === 'MODIFIED' && before !== undefined && isSameToTainter(object, before) ? [] : [ZONES],
    ),
  ],
  reconcile: (_ref, { client, memory, now }) => {
    const before = (memory.get(ROW) as Tainting | undefined) ?? NO_TAINTING;
    const { swaps, kept, lookAt } = planTainting(client.list(Node), before, now);
    if (!equalJson(before, kept)) memory.set(ROW, kept);
    for (const { node, swap } of swaps) swapTaints(client, node, swap, now);
    return lookAt === undefined ? undefined : { at: lookAt, because: 'progress' };
  },
};

function isSameToTainter(a: Node, b: Node): boolean {
  return (
    conditionOf(a, 'Ready')?.status === conditionOf(b, 'Ready')?.status &&
    a.spec?.taints === b.spec?.taints &&
    zoneOf(a) === zoneOf(b)
  );
}
