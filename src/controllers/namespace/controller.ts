import type { Actor, Client, Context } from '../../client/client.ts';
import { itself } from '../../client/triggers.ts';
import { Namespace } from '../../kinds/core/namespace/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import { after, instantOf, seconds, timeOf } from '../../machinery/instant.ts';
import { isTerminating, type KubeObject, refOf } from '../../machinery/object-meta.ts';
import { isNotFound } from '../../machinery/status.ts';
import { contentConditions, type Remaining } from './conditions.ts';

/** namespaceDeletionGracePeriod: late writers get this long before the content is listed (NS-1). */
const GRACE = seconds(5);
/** How often what remains is looked at again when nothing tells that it has gone. */
const RECHECK = seconds(5);
/** With --kubelet fast there is no late writer to wait for. */
export interface NamespaceSettings {
  readonly kubelet: 'realistic' | 'fast';
}

/** Empties a deleted namespace, pods first, then lets it go (NS-1, NS-5). */
export function namespaceController({ kubelet }: NamespaceSettings): Actor {
  const grace = kubelet === 'fast' ? seconds(0) : GRACE;
  return {
    name: 'namespace-controller',
    triggers: [itself(Namespace)],
    reconcile: ({ name }, context) => {
      const namespace = context.client.find(Namespace, { namespace: '', name });
      if (namespace === undefined || !isTerminating(namespace)) return undefined;
      const due = after(instantOf(namespace.metadata.deletionTimestamp ?? ''), grace);
      if (context.now < due) return { at: due, because: 'progress' };
      return empty(namespace, context);
    },
  };
}

function empty(namespace: Namespace, { client, now }: Context) {
  const { name } = namespace.metadata;
  const pods = deleteAll(client, erased(Pod), name);
  const remaining = pods.length > 0 ? pods : client.kinds().flatMap((kind) => deleteAll(client, kind, name));
  if (remaining.length === 0) {
    release(client, namespace);
    return undefined;
  }
  const conditions = contentConditions(namespace.status?.conditions ?? [], remaining, timeOf(now));
  client.updateStatus(Namespace, { ...namespace, status: { ...namespace.status, conditions } });
  const held = remaining.every((row) => row.finalizers.length > 0);
  return { at: after(now, RECHECK), because: held ? 'standing' : 'progress' } as const;
}

/** Asks for everything of the kind to go; returns what is still there. */
function deleteAll(client: Client, kind: Kind, namespace: string): readonly Remaining[] {
  if (kind.scope === 'Cluster') return [];
  for (const object of client.list(kind, { namespace }))
    if (!isTerminating(object)) remove(client, kind, object);
  return client.list(kind, { namespace }).map((object) => ({
    resource: `${kind.plural}.${kind.group}`,
    finalizers: object.metadata.finalizers ?? [],
  }));
}

function remove(client: Client, kind: Kind, object: KubeObject): void {
  try {
    client.delete(kind, refOf(object), { propagation: 'Background' });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Takes `kubernetes` out of spec.finalizers: nothing holds the namespace any more. */
function release(client: Client, namespace: Namespace): void {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== 'kubernetes');
  client.finalize({ ...namespace, spec: finalizers.length === 0 ? {} : { finalizers } });
}
