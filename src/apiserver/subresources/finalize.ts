import type { Namespace } from '../../kinds/core/namespace/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import { validateFinalizerName } from '../../kinds/validation/finalizers.ts';
import { equalJson } from '../../machinery/json.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import { invalidObject } from '../../machinery/status.ts';
import type { Revision } from '../../store/store.ts';
import type { Backend } from '../backend.ts';
import { removeObject } from '../delete.ts';
import { keyOf } from '../registry.ts';
import { commit, storedObject } from '../stored.ts';

/** PUT namespaces/NAME/finalize: takes spec.finalizers as given; a deleted namespace that nothing holds any more goes. */
export function finalizeNamespace(backend: Backend, kind: Kind, ref: Ref, body: KubeObject): KubeObject {
  const before = storedObject(backend, kind, ref);
  const { spec } = body as Namespace;
  const faults = (spec?.finalizers ?? []).flatMap((name, index) =>
    validateFinalizerName(name, `spec.finalizers[${index}]`),
  );
  if (faults.length > 0) throw invalidObject(kind, ref.name, faults);
  const next = { ...before, spec } as KubeObject;
  const free =
    before.metadata.deletionTimestamp !== undefined && (before.metadata.finalizers?.length ?? 0) === 0;
  if (free && (kind.heldBy?.(next) ?? []).length === 0) return removeObject(backend, kind, next);
  if (equalJson(next, before)) return before;
  const key = keyOf(kind, ref.namespace, ref.name);
  commit(backend, kind, ref.name, {
    key,
    value: next,
    expects: Number(before.metadata.resourceVersion) as Revision,
  });
  return backend.store.get(key)?.value ?? next;
}
