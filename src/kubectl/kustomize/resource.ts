import { type AnyObject, groupOf, withMetadata } from '../resources/object.ts';

/** An object on its way through the layers of kustomizations. */
export interface Resource {
  readonly object: AnyObject;
  /** Every name it has borne, the first one first: references and patches may use any of them. */
  readonly names: readonly string[];
  /** Whether a hash of its content goes behind its name in the end. */
  readonly hashed: boolean;
}

export function newResource(object: AnyObject, hashed = false): Resource {
  return { object, names: [object.metadata?.name ?? ''], hashed };
}

/** The resource under another name; the old ones are remembered. */
export function renamed(resource: Resource, name: string): Resource {
  if (name === resource.object.metadata.name) return resource;
  return { ...resource, object: withMetadata(resource.object, { name }), names: [...resource.names, name] };
}

export const changed = (resource: Resource, object: AnyObject): Resource => ({ ...resource, object });

/** `Deployment.apps`, `Service`: how the tables here name kinds. */
export function kindOf({ apiVersion, kind }: AnyObject): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}

/** Kinds without a namespace. */
const CLUSTER_SCOPED = new Set(
  (
    'Namespace Node PersistentVolume StorageClass.storage.k8s.io ClusterRole.rbac.authorization.k8s.io ' +
    'ClusterRoleBinding.rbac.authorization.k8s.io CustomResourceDefinition.apiextensions.k8s.io ' +
    'PriorityClass.scheduling.k8s.io IngressClass.networking.k8s.io RuntimeClass.node.k8s.io ' +
    'CSIDriver.storage.k8s.io CSINode.storage.k8s.io VolumeAttachment.storage.k8s.io ' +
    'MutatingWebhookConfiguration.admissionregistration.k8s.io ' +
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io APIService.apiregistration.k8s.io'
  ).split(' '),
);
export const isClusterScoped = (object: AnyObject): boolean => CLUSTER_SCOPED.has(kindOf(object));
