import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Kind } from '../../kinds/kind.ts';
import { decode } from '../../kinds/schema/decode.ts';
import { type FieldError, required, unsupported } from '../../machinery/field-path.ts';
import { timeOf } from '../../machinery/instant.ts';
import { isTerminating, type KubeObject, type Ref } from '../../machinery/object-meta.ts';
import { conflict, invalidObject, type Status } from '../../machinery/status.ts';
import type { Revision } from '../../store/store.ts';
import type { Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';
import { commit, storedObject } from '../stored.ts';

/** POST pods/NAME/binding: gives the pod its node and says PodScheduled. */
export function bindPod(backend: Backend, kind: Kind, ref: Ref, body: unknown): Status {
  const { object } = decode('core/v1.Binding', body, { apiVersion: 'v1', kind: 'Binding' });
  const { target } = object as { readonly target?: { readonly kind?: string; readonly name?: string } };
  const faults = validateTarget(target?.kind ?? '', target?.name ?? '');
  if (faults.length > 0) throw invalidObject({ group: '', kind: 'Binding' }, ref.name, faults);
  bindTo(backend, kind, ref, target?.name ?? '');
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

/** ValidatePodBinding. */
function validateTarget(kind: string, name: string): readonly FieldError[] {
  const isNode = kind === '' || kind === 'Node';
  return [
    ...(isNode ? [] : [unsupported('target.kind', kind, ['Node', '<empty>'])]),
    ...(name === '' ? [required('target.name')] : []),
  ];
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
    spec: Object.assign({}, pod.spec, { nodeName: node }),
    status: Object.assign({}, pod.status, { conditions: [...conditions, scheduled] }),
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
