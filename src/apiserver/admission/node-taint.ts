import { isReady } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import type { Taint } from '../../kinds/core/node/types.ts';
import type { Admission } from '../backend.ts';

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/**
 * Nothing is placed on a node that has not yet been looked at (N-3). One that registers as ready, as our kubelets do,
 * would lose the taint again at once.
 */
export const nodeTaint: Admission = {
  name: 'TaintNodesByCondition',
  concerns: (kind) => kind.plural === Node.plural && kind.group === Node.group,
  handles: ['create'],
  admit: ({ object }) => {
    const node = object as Node;
    const taints = node.spec?.taints ?? [];
    const isTainted = taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect);
    if (isTainted || isReady(node)) return object;
    return { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } } as Node;
  },
};
