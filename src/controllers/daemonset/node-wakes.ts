import type { Reader, Trigger } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { DaemonSet } from '../../kinds/apps/daemonset/kind.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { equalJson } from '../../machinery/json.ts';
import { controllerOf, type Ref, refOf } from '../../machinery/object-meta.ts';
import { nodeJudge } from './node-fit.ts';

/** A new node, or one with other labels or taints, wakes the sets that have something to do there (G-30). */
export const nodeWakes: Trigger = onChange(Node, ({ type, object, before }, reader) => {
  if (type === 'DELETED' || (before !== undefined && isSameToDaemons(object, before))) return [];
  return setsConcerned(reader, object);
});

function isSameToDaemons(a: Node, b: Node): boolean {
  return (
    equalJson(a.metadata.labels ?? {}, b.metadata.labels ?? {}) &&
    equalJson(a.spec?.taints ?? [], b.spec?.taints ?? [])
  );
}

function setsConcerned(reader: Reader, node: Node): readonly Ref[] {
  const owners = new Set(reader.list(Pod, { node: node.metadata.name }).map((pod) => controllerOf(pod)?.uid));
  return reader
    .list(DaemonSet)
    .filter((set) => isConcerned(set, node, owners.has(set.metadata.uid)))
    .map(refOf);
}

/** From 1.33 on; a set that merely should no longer run where it runs is not told until its numbers are wrong already. */
export function isConcerned(set: DaemonSet, node: Node, hasPod: boolean): boolean {
  const { shouldRun, shouldContinue } = nodeJudge(set)(node);
  if (!hasPod) return shouldRun;
  return !shouldContinue || (set.status?.numberMisscheduled ?? 0) > 0;
}
