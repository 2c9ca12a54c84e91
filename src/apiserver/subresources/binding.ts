import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Kind } from '../../kinds/kind.ts';
import { timeOf } from '../../machinery/instant.ts';
import { isFields } from '../../machinery/json.ts';
import { isTerminating, type KubeObject, type Ref } from '../../machinery/object-meta.ts';
import { badRequest, conflict, type Status } from '../../machinery/status.ts';
import type { Revision } from '../../store/store.ts';
import type { Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';
import { commit, storedObject } from '../stored.ts';

/** POST pods/NAME/binding: gives the pod its node and says PodScheduled. */
export function bindPod(backend: Backend, kind: Kind, ref: Ref, body: unknown): Status {
  const target = isFields(body) && isFields(body['target']) ? body['target']['name'] : undefined;
  if (typeof target !== 'string' || target === '') throw badRequest('target.name is required');
  bindTo(backend, kind, ref, target);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

export function bindTo(backend: Backend, kind: Kind, ref: Ref, node: string): void {
  const pod = storedObject(backend, kind, ref) as KubeObject as Pod;
  const why = refusal(pod);
  if (why !== undefined) throw conflict({ group: '', plural: 'pods/binding' }, ref.name, why);
  const conditions = (pod.status?.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled');
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timeOf(backend.now()),
  };
  const bound = {
    ...pod,
    spec: { ...pod.spec, nodeName: node },
    status: { ...pod.status, conditions: [...conditions, scheduled] },
  };
  const expects = Number(pod.metadata.resourceVersion) as Revision;
  commit(backend, kind, ref.name, {
    key: keyOf(kind, ref.namespace, ref.name),
    value: bound as KubeObject,
    expects,
  });
}

function refusal(pod: Pod): string | undefined {
  if (isTerminating(pod)) return `pod ${pod.metadata.name} is being deleted, cannot be assigned to a host`;
  if (pod.spec.nodeName) return `pod ${pod.metadata.name} is already assigned to node "${pod.spec.nodeName}"`;
  return undefined;
}
