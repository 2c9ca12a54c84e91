import type { Reader } from '../../client/client.ts';
import { Deployment } from '../../kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../kinds/apps/replicaset/kind.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import type { PodDisruptionBudget } from '../../kinds/policy/poddisruptionbudget/kind.ts';
import { scaledValue } from '../../machinery/int-or-string.ts';
import { controllerOf, type KubeObject, type OwnerReference, type Uid } from '../../machinery/object-meta.ts';
import { qualified } from '../../machinery/status.ts';

/** How many pods there should be, and how many of them well (E-5). */
export interface Expected {
  readonly pods: number;
  readonly healthy: number;
  /** Whether some of the pods belong to nobody, and so could not be counted. */
  readonly someAreUnmanaged: boolean;
}

/** Why it cannot be told. */
export interface Unknowable {
  readonly fault: string;
}

/** Where controllers of pods are looked up. */
export interface Owners extends Pick<Reader, 'find'> {
  kindFor(apiVersion: string, kind: string): Kind | undefined;
}

/** What a budget asks of its pods: an amount is counted off the pods, a share off what their controllers are scaled to. */
export function expectedOf(
  { spec }: PodDisruptionBudget,
  pods: readonly Pod[],
  owners: Owners,
): Expected | Unknowable {
  const { minAvailable, maxUnavailable } = spec ?? {};
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { pods: pods.length, healthy: minAvailable, someAreUnmanaged: false };
  const bound = maxUnavailable ?? minAvailable;
  if (bound === undefined) return { pods: 0, healthy: 0, someAreUnmanaged: false };
  const scale = scaleOf(pods, owners);
  if ('fault' in scale) return scale;
  const share = scaledValue(bound, scale.pods, 'up');
  const healthy = maxUnavailable === undefined ? share : Math.max(scale.pods - share, 0);
  return { ...scale, healthy };
}

function scaleOf(pods: readonly Pod[], owners: Owners): Omit<Expected, 'healthy'> | Unknowable {
  const scales = new Map<Uid, number>();
  // Two controllers may share a scale, as the ReplicaSets of a Deployment do: each is asked for once.
  const asked = new Set<Uid>();
  let someAreUnmanaged = false;
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner === undefined) {
      someAreUnmanaged = true;
      continue;
    }
    if (asked.has(owner.uid)) continue;
    asked.add(owner.uid);
    const found = controllerScale(owner, pod.metadata.namespace ?? '', owners);
    if (found === undefined)
      return { fault: `found no controllers for pod ${JSON.stringify(pod.metadata.name)}` };
    if ('fault' in found) return found;
    scales.set(found.uid, found.replicas);
  }
  const total = [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  return { pods: total, someAreUnmanaged };
}

interface Scaled {
  readonly uid: Uid;
  readonly replicas: number;
}

/** The scale of a pod's controller; of a ReplicaSet that belongs to a Deployment it is the Deployment's. */
function controllerScale(
  owner: OwnerReference,
  namespace: string,
  owners: Owners,
): Scaled | Unknowable | undefined {
  const kind = owners.kindFor(owner.apiVersion, owner.kind);
  if (kind === undefined) {
    const shown = JSON.stringify(owner.kind);
    return { fault: `no matches for kind ${shown} in version ${JSON.stringify(owner.apiVersion)}` };
  }
  if (kind.scale === undefined)
    return { fault: `${qualified(kind.group, kind.plural)} does not implement the scale subresource` };
  const found = owned(owner, kind, namespace, owners);
  if (found === undefined) return undefined;
  const above = kind === erased(ReplicaSet) ? controllerOf(found) : undefined;
  const deployment =
    above !== undefined && owners.kindFor(above.apiVersion, above.kind) === erased(Deployment)
      ? owned(above, erased(Deployment), namespace, owners)
      : undefined;
  if (deployment !== undefined)
    return { uid: deployment.metadata.uid, replicas: erased(Deployment).scale?.replicas(deployment) ?? 0 };
  return { uid: found.metadata.uid, replicas: kind.scale.replicas(found) };
}

/** The owner itself, not another one that has its name by now. */
function owned(
  { name, uid }: OwnerReference,
  kind: Kind,
  namespace: string,
  owners: Owners,
): KubeObject | undefined {
  const found = owners.find(kind, { namespace, name });
  return found?.metadata.uid === uid ? found : undefined;
}
