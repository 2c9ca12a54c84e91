import type { Pod, PodPhase } from '../../kinds/core/pod/types.ts';
import { formatRequirements, type LabelSelector, selectorFrom } from '../../machinery/labels.ts';
import { controllerOf, type KubeObject } from '../../machinery/object-meta.ts';
import { listQuery, type RelatedQuery } from './describer.ts';

/** A label selector as a query has it, `app=web,tier in (a,b)`. */
export const selectorText = (selector: LabelSelector | undefined): string =>
  formatRequirements(selectorFrom(selector));

/** The pods a workload's selector finds; those of others are told apart by their controller. */
export function podsQuery(
  object: KubeObject,
  labelSelector: string,
  failure: RelatedQuery['failure'] = 'fails',
): RelatedQuery {
  return listQuery('/api/v1', object.metadata.namespace, 'pods', { labelSelector }, failure);
}

/** `3 Running / 0 Waiting / 0 Succeeded / 0 Failed`. */
export function podsStatus(pods: readonly Pod[], owner: KubeObject): string {
  const own = pods.filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid);
  const count = (phase: PodPhase): number => own.filter(({ status }) => status?.phase === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}
