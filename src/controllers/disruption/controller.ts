import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { condition, isReady } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { guards, withFailedSync } from '../../kinds/policy/poddisruptionbudget/conditions.ts';
import { PodDisruptionBudget } from '../../kinds/policy/poddisruptionbudget/kind.ts';
import { labelSelectorText } from '../../kinds/schema/go-diff/selector-text.ts';
import { after, milliseconds, timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import { expectedOf } from './expected.ts';
import { hasDisruptionTarget, syncPod } from './pod.ts';
import { countHealthy, disruptedPods, statusOf } from './status.ts';

/** A pod is named so beside the budgets of its namespace: no budget's name holds a slash. */
const POD = 'pods/';
/** client-go's rate limiter puts a recheck off by this much. */
const RECHECK = milliseconds(5);

/** Says what each PodDisruptionBudget allows (E-5), and takes back what was said of pods that stayed after all. */
export const disruption: Actor = {
  // Upstream's events of this controller bear the name of the whole manager.
  name: 'controllermanager',
  triggers: [
    itself(PodDisruptionBudget),
    onChange(Pod, ({ type, object, before }, reader) => {
      if (type === 'MODIFIED' && before !== undefined && countsTheSame(object, before)) return [];
      const namespace = object.metadata.namespace ?? '';
      const budgets = reader.list(PodDisruptionBudget, { namespace }).filter((one) => guards(one, object));
      const concernsPod = type !== 'DELETED' && (budgets.length > 1 || hasDisruptionTarget(object));
      return [
        ...(concernsPod ? [{ namespace, name: POD + object.metadata.name }] : []),
        ...budgets.map(refOf),
      ];
    }),
  ],
  reconcile: (ref, context) =>
    ref.name.startsWith(POD)
      ? syncPod({ ...ref, name: ref.name.slice(POD.length) }, context)
      : syncBudget(ref, context),
};

const countsTheSame = (a: Pod, b: Pod): boolean =>
  a.metadata.labels === b.metadata.labels &&
  a.metadata.ownerReferences === b.metadata.ownerReferences &&
  isTerminating(a) === isTerminating(b) &&
  (a.status === b.status ||
    (isReady(a) === isReady(b) &&
      condition(a.status, 'DisruptionTarget') === condition(b.status, 'DisruptionTarget')));

function syncBudget(ref: Ref, context: Context): LookAgain | undefined {
  const { client, now, event } = context;
  const budget = client.find(PodDisruptionBudget, ref);
  if (budget === undefined) return undefined;
  const pods = podsOf(budget, context);
  if (pods.length === 0) event(budget, 'Normal', 'NoPods', 'No matching pods found');
  const expected = expectedOf(budget, pods, client);
  if ('fault' in expected) {
    failed(budget, expected.fault, context);
    return undefined;
  }
  if (expected.someAreUnmanaged) event(budget, 'Warning', 'UnmanagedPods', unmanagedText(budget));
  const disrupted = disruptedPods(pods, budget.status, now);
  for (const pod of disrupted.overdue) {
    // Upstream names the namespace twice.
    const { namespace } = ref;
    const told = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`;
    event(pod, 'Warning', 'NotDeleted', told);
  }
  const status = statusOf(budget, expected, countHealthy(pods, disrupted.pods, now), disrupted.pods, now);
  if (!equalJson(status, budget.status)) client.updateStatus(PodDisruptionBudget, { ...budget, status });
  if (disrupted.until === undefined) return undefined;
  return { at: after(disrupted.until, RECHECK), because: 'standing' };
}

function podsOf({ metadata, spec }: PodDisruptionBudget, { client }: Context): readonly Pod[] {
  if (spec?.selector === undefined) return [];
  return client.list(Pod, { namespace: metadata.namespace ?? '', labels: spec.selector });
}

/** At least nothing is evicted meanwhile (failSafe). */
function failed(budget: PodDisruptionBudget, fault: string, { client, now, event }: Context): void {
  const told = `Failed to calculate the number of expected pods: ${fault}`;
  event(budget, 'Warning', 'CalculateExpectedPodCountFailed', told);
  const none = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  const status = withFailedSync(budget.status ?? none, fault, timeOf(now));
  if (!equalJson(status, budget.status)) client.updateStatus(PodDisruptionBudget, { ...budget, status });
}

const unmanagedText = ({ spec }: PodDisruptionBudget): string =>
  `Pods selected by this PodDisruptionBudget (selector: ${labelSelectorText(spec?.selector)}) were found to be unmanaged. ` +
  'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. ' +
  'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';
