import { compareText } from '../../machinery/json.ts';
import { type AnyObject, groupOf } from '../resources/object.ts';

/** What others need comes first. */
const FIRST =
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole ' +
  'RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume ' +
  'PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget';
const LAST = 'MutatingWebhookConfiguration ValidatingWebhookConfiguration';

const first = FIRST.split(' ');
const last = LAST.split(' ');

function rank(kind: string): number {
  const early = first.indexOf(kind);
  return early >= 0 ? early - first.length : last.indexOf(kind) + 1;
}

/** kustomize's order of kinds; equal ones by group, version and kind, then by namespace and name. */
export function compareObjects(a: AnyObject, b: AnyObject): number {
  return (
    rank(a.kind) - rank(b.kind) ||
    compareText(typeKey(a), typeKey(b)) ||
    compareText(placeKey(a), placeKey(b))
  );
}

function typeKey({ apiVersion, kind }: AnyObject): string {
  const version = apiVersion.split('/').at(-1) ?? '';
  const group = groupOf(apiVersion);
  return `${group === '' ? '~G' : group}_${version}_${kind}`;
}

const placeKey = ({ metadata }: AnyObject): string => `${metadata.namespace ?? ''}|${metadata.name ?? ''}`;
