import type { Node, NodeCondition } from './types.ts';

/** The last condition of the type, as upstream's maps keep it. */
export function conditionOf({ status }: Node, type: string): NodeCondition | undefined {
  return status?.conditions?.findLast((condition) => condition.type === type);
}

export function isReady(node: Node): boolean {
  return conditionOf(node, 'Ready')?.status === 'True';
}

/** Whether a kubelet has ever registered the node: one made by hand tells nothing of itself. */
export function hasKubelet({ status }: Node): boolean {
  return (status?.nodeInfo?.kubeletVersion ?? '') !== '';
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

/** What the ROLES column tells (N-12), sorted, each once. */
export function rolesOf({ metadata }: Node): readonly string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length)
      roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === ROLE_LABEL && value !== '') roles.add(value);
  }
  return [...roles].sort();
}
