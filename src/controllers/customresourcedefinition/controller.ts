import type { Actor, Client, Context, LookAgain } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import {
  CLEANUP,
  isEstablished,
  withCondition,
} from '../../kinds/apiextensions/customresourcedefinition/conditions.ts';
import { CustomResourceDefinition } from '../../kinds/apiextensions/customresourcedefinition/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import { after, seconds, timeOf } from '../../machinery/instant.ts';
import { isTerminating, type KubeObject, refOf } from '../../machinery/object-meta.ts';
import { isNotFound } from '../../machinery/status.ts';
import { isSettled, withAcceptedNames } from './names.ts';

/** How often upstream looks whether the last object of a deleted definition has gone. */
const RECHECK = seconds(5);

/** Gives definitions their names, and takes their objects with them when they go. */
export const customResourceDefinitions: Actor = {
  name: 'customresourcedefinition-controller',
  component: 'kube-apiserver',
  triggers: [
    // A definition that goes frees its names for those that wait for them.
    onChange(CustomResourceDefinition, ({ type, object }, reader) =>
      type === 'DELETED'
        ? reader
            .list(CustomResourceDefinition)
            .filter((other) => other.spec.group === object.spec.group && !isSettled(other))
            .map(refOf)
        : [refOf(object)],
    ),
  ],
  reconcile: (ref, context) => {
    const definition = context.client.find(CustomResourceDefinition, ref);
    if (definition === undefined) return undefined;
    if (isTerminating(definition)) return finalize(definition, context);
    if (!isSettled(definition)) accept(definition, context);
    return undefined;
  },
};

function accept(definition: CustomResourceDefinition, { client, now }: Context): void {
  const others = client
    .list(CustomResourceDefinition)
    .filter(
      ({ metadata, spec }) =>
        spec.group === definition.spec.group && metadata.uid !== definition.metadata.uid,
    );
  client.updateStatus(CustomResourceDefinition, withAcceptedNames(definition, others, timeOf(now)));
}

/** Deletes the objects, then lets the definition go. */
function finalize(definition: CustomResourceDefinition, { client, now }: Context): LookAgain | undefined {
  const { finalizers = [], ...metadata } = definition.metadata;
  if (!finalizers.includes(CLEANUP)) return undefined;
  const left = isEstablished(definition) ? deleteObjects(definition, client) : [];
  if (left.length > 0) {
    const condition = {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionInProgress',
      message: 'CustomResource deletion is in progress',
    };
    client.updateStatus(CustomResourceDefinition, withCondition(definition, condition, timeOf(now)));
    const isHeld = left.every((object) => (object.metadata.finalizers ?? []).length > 0);
    return { at: after(now, RECHECK), because: isHeld ? 'standing' : 'progress' };
  }
  const others = finalizers.filter((name) => name !== CLEANUP);
  client.update(CustomResourceDefinition, {
    ...definition,
    metadata: others.length === 0 ? metadata : { ...metadata, finalizers: others },
  });
  return undefined;
}

function deleteObjects(definition: CustomResourceDefinition, client: Client): readonly KubeObject[] {
  const { group, names, versions } = definition.spec;
  const served = versions.find((version) => version.served);
  const kind = client.kindFor(`${group}/${served?.name}`, names.kind);
  if (kind === undefined) return [];
  for (const object of client.list(kind)) if (!isTerminating(object)) remove(client, kind, object);
  return client.list(kind);
}

function remove(client: Client, kind: Kind, object: KubeObject): void {
  try {
    client.delete(kind, refOf(object), { propagation: 'Background' });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
