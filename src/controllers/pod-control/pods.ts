import type { Context } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import type { Draft, KubeObject } from '../../machinery/object-meta.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { failure, isNotFound, StatusError } from '../../machinery/status.ts';
import { controllerRef } from './controller-ref.ts';

/** A pod as its owner's template describes it; of the template's metadata only labels, annotations, finalizers count (C-9). */
export function podFromTemplate(template: PodTemplateSpec, owner: KubeObject): Draft<Pod> {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    metadata: {
      generateName: podNamePrefix(owner.metadata.name),
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerRef(owner)],
    },
    spec: template.spec,
  };
}

/** The dash is for the eye and is left out where the name would be too long with it (C-9). */
function podNamePrefix(ownerName: string): string {
  const prefix = `${ownerName}-`;
  return nameIsDnsSubdomain(prefix, true).length === 0 ? prefix : ownerName;
}

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

/** The cause a create is refused with while its namespace is being deleted (C-11). */
export function isNamespaceTerminating(error: StatusError): boolean {
  return error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false;
}

/** A controller's own complaint, retried like a refusal of the API. */
export const failed = (message: string): StatusError => failure(500, 'InternalError', message);

/** Several complaints as one, as apimachinery's aggregate tells them: equal texts once. */
export function aggregate(errors: readonly StatusError[]): StatusError | undefined {
  const [first] = errors;
  if (first === undefined || errors.length === 1) return first;
  const texts = [...new Set(errors.map((error) => error.message))];
  return failed(texts.length === 1 ? first.message : `[${texts.join(', ')}]`);
}
