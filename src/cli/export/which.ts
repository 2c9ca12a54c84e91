import { type AnyObject, valueAt } from '../../kubectl/resources/object.ts';
import { controllerOf, type KubeObject } from '../../machinery/object-meta.ts';

/** What a cluster makes for itself and would make again. */
const OWN_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease']);
const OWN_NAMES: Readonly<Record<string, RegExp>> = {
  namespaces: /^(default|kube-system|kube-public|kube-node-lease)$/,
  configmaps: /^kube-root-ca\.crt$/,
  serviceaccounts: /^default$/,
  'priorityclasses.scheduling.k8s.io': /^system-/,
  'storageclasses.storage.k8s.io': /^standard$/,
  'servicecidrs.networking.k8s.io': /^kubernetes$/,
};

/** What is only a record of what the others do. */
const RECORDS = new Set([
  'events',
  'events.events.k8s.io',
  'nodes',
  'leases.coordination.k8s.io',
  'endpoints',
  'componentstatuses',
  'csinodes.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
  'ipaddresses.networking.k8s.io',
]);

/** On what the server makes for itself. */
const OWN_LABELS = ['kubernetes.io/bootstrapping', 'kube-aggregator.kubernetes.io/automanaged'];
const OWN_ANNOTATIONS = ['pv.kubernetes.io/provisioned-by', 'apf.kubernetes.io/autoupdate-spec'];
const MANAGED_SLICE = 'endpointslice.kubernetes.io/managed-by';

/** Whether objects of the resource may be a user's at all. */
export const mayBeUsers = (resource: string): boolean => !RECORDS.has(resource);

/** Whether a user made the object: nobody else would make it again. */
export function isUsers(object: AnyObject, resource: string): boolean {
  const { name = '', namespace = '', labels = {}, annotations = {}, deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined || controllerOf(object as KubeObject) !== undefined) return false;
  if (OWN_NAMESPACES.has(namespace) || OWN_NAMES[resource]?.test(name)) return false;
  if (resource === 'services' && namespace === 'default' && name === 'kubernetes') return false;
  if (OWN_LABELS.some((one) => one in labels) || OWN_ANNOTATIONS.some((one) => one in annotations))
    return false;
  if (labels[MANAGED_SLICE] !== undefined || namespace + name === 'defaultkubernetes') return false;
  return valueAt(object, 'type') !== 'kubernetes.io/service-account-token';
}

/** What others lean on comes first. */
const FIRST = [
  'namespaces',
  'customresourcedefinitions.apiextensions.k8s.io',
  'priorityclasses.scheduling.k8s.io',
  'storageclasses.storage.k8s.io',
  'runtimeclasses.node.k8s.io',
  'ingressclasses.networking.k8s.io',
  'persistentvolumes',
  'serviceaccounts',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'resourcequotas',
  'limitranges',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'services',
];

export function rankOf(resource: string): number {
  const place = FIRST.indexOf(resource);
  return place < 0 ? FIRST.length : place;
}
