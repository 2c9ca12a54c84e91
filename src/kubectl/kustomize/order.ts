import { compareText } from '../../machinery/json.ts';
import { CommandError } from '../command.ts';
import { type AnyObject, groupOf } from '../resources/object.ts';
import type { SortOptions } from './kustomization.ts';

/** What others need comes first. */
const FIRST = (
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole ' +
  'RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume ' +
  'PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget'
).split(' ');
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** kustomize's order of kinds; equal ones by group, version and kind, then by namespace and name. */
export function inOrder(
  objects: readonly AnyObject[],
  options: SortOptions | undefined,
): readonly AnyObject[] {
  if (options === undefined) return sorted(objects, FIRST, LAST);
  const { order = '', legacySortOptions } = options;
  if (order !== 'fifo' && order !== 'legacy') {
    throw new CommandError("the field 'sortOptions.order' must be one of [fifo, legacy]");
  }
  if (order === 'legacy') {
    const { orderFirst = FIRST, orderLast = LAST } = legacySortOptions ?? {};
    return sorted(objects, orderFirst, orderLast);
  }
  if (legacySortOptions === undefined) return objects;
  throw new CommandError(
    "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
  );
}

function sorted(
  objects: readonly AnyObject[],
  first: readonly string[],
  last: readonly string[],
): readonly AnyObject[] {
  const rank = ({ kind }: AnyObject): number => {
    const early = first.indexOf(kind);
    return early >= 0 ? early - first.length : last.indexOf(kind) + 1;
  };
  return objects.toSorted(
    (a, b) =>
      rank(a) - rank(b) || compareText(typeKey(a), typeKey(b)) || compareText(placeKey(a), placeKey(b)),
  );
}

function typeKey({ apiVersion, kind }: AnyObject): string {
  const version = apiVersion.split('/').at(-1) ?? '';
  const group = groupOf(apiVersion);
  return `${group === '' ? '~G' : group}_${version}_${kind}`;
}

const placeKey = ({ metadata }: AnyObject): string => `${metadata.namespace ?? ''}|${metadata.name ?? ''}`;
