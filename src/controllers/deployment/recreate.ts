import type { Client } from '../../client/client.ts';
import type { Deployment } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { isFinished } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { matches, selectorFrom } from '../../machinery/labels.ts';
import { controllerOf } from '../../machinery/object-meta.ts';
import { statusReplicas } from './sizes.ts';

/** Whether Recreate has to wait: a pod of an old ReplicaSet that has not ended counts, also a terminating one (D-41). */
export function oldPodsRunning(old: readonly ReplicaSet[], oldPods: readonly Pod[]): boolean {
  return statusReplicas(old) > 0 || oldPods.some((pod) => !isFinished(pod));
}

/** The pods of these ReplicaSets that the deployment's selector matches, ended and terminating ones too (D-3). */
export function podsOf(
  client: Client,
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): readonly Pod[] {
  const selector = selectorFrom(deployment.spec.selector);
  return replicaSets.flatMap(({ metadata }) =>
    client
      .list(Pod, { namespace: metadata.namespace ?? '', owner: metadata.uid })
      .filter((pod) => controllerOf(pod)?.uid === metadata.uid && matches(selector, pod.metadata.labels)),
  );
}
