import type { Context } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Draft, KubeObject } from '../../machinery/object-meta.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { isNotFound, StatusError } from '../../machinery/status.ts';
import { failed, isNamespaceTerminating } from './refusals.ts';

/** Creates a pod for an owner and tells so on the owner; a namespace that ends refuses in silence (C-11, R-6). */
export function createPod({ client, event }: Context, draft: Draft<Pod>, owner: KubeObject): void {
  if (Object.keys(draft.metadata.labels ?? {}).length === 0) throw failed('unable to create pods, no labels');
  try {
    const pod = client.create(Pod, draft);
    event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNamespaceTerminating(error)) return;
    event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    throw error;
  }
}

/** Deletes a pod for an owner and tells so on the owner; false when it was gone already, which is no error. */
export function deletePod({ client, event }: Context, pod: Pod, owner: KubeObject): boolean {
  try {
    client.delete(Pod, refOf(pod));
  } catch (error) {
    if (isNotFound(error)) return false;
    if (!(error instanceof StatusError)) throw error;
    event(owner, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
    throw failed(`unable to delete pods: ${error.message}`);
  }
  event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  return true;
}
