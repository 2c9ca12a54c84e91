import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Toleration } from '../../kinds/core/pod/types.ts';
import type { Admission } from '../backend.ts';

/** How long a pod stays on a node that stopped answering: the plug-in's default. */
const TOLERATION_SECONDS = 300;

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;
const DEFAULTS: readonly Toleration[] = KEYS.map((key) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: TOLERATION_SECONDS,
}));

/** Every pod tolerates a lost node for five minutes, unless it says otherwise itself. */
export const defaultTolerations: Admission = {
  name: 'DefaultTolerationSeconds',
  concerns: (kind) => kind.plural === Pod.plural && kind.group === Pod.group,
  handles: ['create', 'update'],
  admit: ({ object, subresource }) => {
    if (subresource !== undefined) return object;
    const pod = object as Pod;
    const present = pod.spec.tolerations ?? [];
    const missing =
      present.length === 0
        ? DEFAULTS
        : DEFAULTS.filter((wanted) => !present.some((own) => speaksOf(own, wanted)));
    if (missing.length === 0) return object;
    return {
      ...pod,
      spec: Object.assign({}, pod.spec, {
        tolerations: present.length === 0 ? DEFAULTS : [...present, ...missing],
      }),
    } as Pod;
  },
};

function speaksOf(own: Toleration, wanted: Toleration): boolean {
  const key = own.key === undefined || own.key === '' || own.key === wanted.key;
  const effect = own.effect === undefined || own.effect === 'NoExecute';
  return key && effect;
}
