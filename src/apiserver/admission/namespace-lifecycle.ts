import { Namespace } from '../../kinds/core/namespace/kind.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { failure, forbiddenRequest, notFound, qualified } from '../../machinery/status.ts';
import type { Admission } from '../backend.ts';
import { keyOf } from '../registry.ts';

/** Namespaces every cluster keeps (NS-2). */
const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Nothing is created in a namespace that is missing (NS-4) or on its way out (NS-3). */
export const namespaceLifecycle: Admission = {
  name: 'NamespaceLifecycle',
  concerns: () => true,
  handles: ['create', 'delete'],
  admit: ({ operation, kind, object }, backend) => {
    if (operation === 'delete') {
      if (kind.plural === Namespace.plural && kind.group === '' && IMMORTAL.has(object.metadata.name)) {
        throw forbiddenRequest(kind, object.metadata.name, 'this namespace may not be deleted');
      }
      return object;
    }
    const { namespace } = object.metadata;
    if (kind.scope === 'Cluster' || namespace === undefined) return object;
    const entry = backend.store.get(keyOf(Namespace, '', namespace));
    if (entry === undefined) throw notFound(Namespace, namespace);
    if (isTerminating(entry.value))
      throw terminating(
        qualified(kind.group, kind.plural),
        object.metadata.name ?? object.metadata.generateName ?? '',
        namespace,
        kind,
      );
    return object;
  },
};

function terminating(
  resource: string,
  name: string,
  namespace: string,
  kind: { readonly group: string; readonly plural: string },
) {
  const message = `${resource} ${JSON.stringify(name)} is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`;
  return failure(403, 'Forbidden', message, {
    name,
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}
