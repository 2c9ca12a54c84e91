import type { Context, LookAgain } from '../../client/client.ts';
import { condition, isFinished, withCondition } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { guards } from '../../kinds/policy/poddisruptionbudget/conditions.ts';
import { PodDisruptionBudget } from '../../kinds/policy/poddisruptionbudget/kind.ts';
import { after, instantOf, minutes, timeOf } from '../../machinery/instant.ts';
import { isTerminating, type Ref } from '../../machinery/object-meta.ts';

/** For how long a pod may be said to go without going (stalePodDisruptionTimeout). */
const STALE = minutes(2);

/** Whether the pod is said to be about to go, by somebody who deletes it with the next breath. */
export function hasDisruptionTarget(pod: Pod): boolean {
  if (isTerminating(pod) || isFinished(pod)) return false;
  const target = condition(pod.status, 'DisruptionTarget');
  return target?.status === 'True' && target.reason !== 'TerminationByKubelet';
}

/** Complains of a pod with several budgets, and takes back a DisruptionTarget that nothing followed. */
export function syncPod(ref: Ref, context: Context): LookAgain | undefined {
  const pod = context.client.find(Pod, ref);
  if (pod === undefined) return undefined;
  tellOfBudgets(pod, context);
  if (!hasDisruptionTarget(pod)) return undefined;
  const { client, now } = context;
  const since = condition(pod.status, 'DisruptionTarget')?.lastTransitionTime;
  const stale = after(since ? instantOf(since) : now, STALE);
  if (stale > now) return { at: stale, because: 'standing' };
  const status = withCondition(pod.status ?? {}, { type: 'DisruptionTarget', status: 'False' }, timeOf(now));
  client.updateStatus(Pod, { ...pod, status });
  return undefined;
}

function tellOfBudgets(pod: Pod, { client, event }: Context): void {
  const { namespace = '', name } = pod.metadata;
  const [first, second] = client.list(PodDisruptionBudget, { namespace }).filter((one) => guards(one, pod));
  if (first === undefined || second === undefined) return;
  const named = `Pod ${JSON.stringify(namespace)}/${JSON.stringify(name)}`;
  const chosen = JSON.stringify(first.metadata.name);
  const told = `${named} matches multiple PodDisruptionBudgets.  Chose ${chosen} arbitrarily.`;
  event(pod, 'Warning', 'MultiplePodDisruptionBudgets', told);
}
