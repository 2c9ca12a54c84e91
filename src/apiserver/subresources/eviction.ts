import { isFinished, isReady, withCondition } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import { guards, withAllowedCondition } from '../../kinds/policy/poddisruptionbudget/conditions.ts';
import { PodDisruptionBudget } from '../../kinds/policy/poddisruptionbudget/kind.ts';
import { decode } from '../../kinds/schema/decode.ts';
import { timeOf } from '../../machinery/instant.ts';
import { isTerminating, type KubeObject, type Ref, refOf } from '../../machinery/object-meta.ts';
import {
  badRequest,
  conflict,
  failure,
  forbiddenRequest,
  type Status,
  type StatusError,
} from '../../machinery/status.ts';
import type { Backend, WriteOptions } from '../backend.ts';
import { type DeleteRequest, deleteObject, deleteRequestFrom } from '../delete.ts';
import { keyOf, prefixOf } from '../registry.ts';
import { commit, storedObject } from '../stored.ts';
import { updateObject } from '../update.ts';

/** MaxDisruptedPodSize. */
const DISRUPTED_MOST = 2000;
const RETRY_AFTER_SECONDS = 10;
const SEVERAL_BUDGETS =
  'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

const TARGET = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'EvictionByEvictionAPI',
  message: 'Eviction API: evicting',
} as const;

interface Eviction {
  readonly metadata?: { readonly name?: string };
  readonly deleteOptions?: unknown;
}

/** POST pods/NAME/eviction: deletes the pod where no budget speaks against it (E-1 to E-4). */
export function evictPod(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  body: unknown,
  options: WriteOptions,
): Status {
  const decoded = decode('policy/v1.Eviction', body, { apiVersion: 'policy/v1', kind: 'Eviction' });
  const { metadata, deleteOptions } = decoded.object as Eviction;
  if (metadata?.name !== ref.name) throw badRequest('name in URL does not match name in Eviction object');
  const asked = deleteRequestFrom(deleteOptions, {});
  const request = { ...asked, dryRun: asked.dryRun || options.dryRun };
  const pod = storedObject(backend, kind, ref) as KubeObject as Pod;
  if (!isFreeToGo(pod)) spend(backend, pod, request);
  markAndDelete(backend, kind, pod, request);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

/** What has ended, goes already or never ran disrupts nobody (canIgnorePDB). */
const isFreeToGo = (pod: Pod): boolean =>
  isTerminating(pod) || isFinished(pod) || pod.status?.phase === 'Pending';

/** Takes the eviction from the pod's budget, or throws why that cannot be. */
function spend(backend: Backend, pod: Pod, { dryRun }: DeleteRequest): void {
  const [budget, ...others] = budgetsOf(backend, pod);
  if (budget === undefined) return;
  if (others.length > 0) throw failure(500, '', SEVERAL_BUDGETS);
  if (!isReady(pod) && mayGoUnready(budget)) return;
  const spent = spentBudget(budget, pod.metadata.name, backend);
  if (dryRun) return;
  const kind = erased(PodDisruptionBudget);
  const write = { subresource: 'status', trusted: true, manager: 'kube-apiserver' } as const;
  updateObject(backend, kind, refOf(budget), spent, write);
}

function budgetsOf({ store }: Backend, pod: Pod): readonly PodDisruptionBudget[] {
  return store
    .list(`${prefixOf(PodDisruptionBudget)}${pod.metadata.namespace}/`)
    .map(({ value }) => value as PodDisruptionBudget)
    .filter((budget) => guards(budget, pod));
}

/** A pod that is not ready is no loss while enough others are, or at any time where the budget says so (E-4). */
function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}

/** The budget with one eviction less to give (checkAndDecrement). */
function spentBudget(budget: PodDisruptionBudget, podName: string, backend: Backend): PodDisruptionBudget {
  const { metadata, status } = budget;
  const { name } = metadata;
  if (status === undefined || (status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw tooManyRequests(
      `The disruption budget ${name} is still being processed by the server.`,
      RETRY_AFTER_SECONDS,
    );
  const { disruptionsAllowed, disruptedPods = {}, desiredHealthy, currentHealthy } = status;
  const refused = (why: string): StatusError =>
    forbiddenRequest({ group: 'policy', plural: 'poddisruptionbudget' }, name, why);
  if (disruptionsAllowed < 0) throw refused('pdb disruptions allowed is negative');
  if (Object.keys(disruptedPods).length > DISRUPTED_MOST)
    throw refused('DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (disruptionsAllowed === 0)
    throw tooManyRequests(
      `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    );
  const now = timeOf(backend.now());
  const left = {
    ...status,
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...disruptedPods, [podName]: now },
  };
  return { ...budget, status: left.disruptionsAllowed === 0 ? withAllowedCondition(left, now) : left };
}

function tooManyRequests(cause: string, retryAfterSeconds?: number): StatusError {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  return failure(429, 'TooManyRequests', message, {
    causes: [{ reason: 'DisruptionBudget', message: cause }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Says on the pod why it goes, then deletes it; a dry run only tries the deletion. */
function markAndDelete(backend: Backend, kind: Kind, pod: Pod, request: DeleteRequest): void {
  const ref = refOf(pod);
  if (request.dryRun) {
    deleteObject(backend, kind, ref, request);
    return;
  }
  checkPreconditions(pod, request);
  const before = pod.status ?? {};
  const status = withCondition(before, TARGET, timeOf(backend.now()));
  const key = keyOf(kind, ref.namespace, ref.name);
  if (status !== before) {
    const value: Pod = { ...pod, status };
    commit(backend, kind, ref.name, { key, value, expects: 'any' });
  }
  // The version that was asked for has just become another one by our own hand.
  deleteObject(backend, kind, ref, { ...request, resourceVersion: undefined });
}

function checkPreconditions({ metadata }: Pod, { uid, resourceVersion }: DeleteRequest): void {
  const refuse = (what: string, asked: string, is: string, why: string): StatusError => {
    const told = `the ${what} in the precondition (${asked}) does not match the ${what} in record (${is}). ${why}`;
    return conflict({ group: '', plural: 'Pod' }, metadata.name, told);
  };
  if (uid && uid !== metadata.uid)
    throw refuse('UID', uid, metadata.uid, 'The object might have been deleted and then recreated');
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    const why = 'The object might have been modified';
    throw refuse('ResourceVersion', resourceVersion, metadata.resourceVersion, why);
  }
}
