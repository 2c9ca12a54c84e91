import type { Context } from '../../client/client.ts';
import { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontalpodautoscaler/kind.ts';
import type { MetricStatus } from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { labelSelectorFrom, matches, parseSelector } from '../../machinery/labels.ts';
import { inactive, type Told, validMetric } from './conditions.ts';
import { isFault } from './fault.ts';
import { computeMetric, isFailure, type MetricFailure, type MetricProposal, type Target } from './metric.ts';
import { type ScaleTarget, targetOf } from './target.ts';

/** What all metrics together ask for. */
export interface Proposals {
  /** Undefined where nothing may be done. */
  readonly replicas: number | undefined;
  readonly metric: string;
  readonly statuses: readonly MetricStatus[] | null;
  readonly condition: Told;
  /** Why some or all metrics could not be read. */
  readonly fault?: string;
  readonly target?: Target;
}

/** Reads every metric; the one that asks for most decides, and none decides down while another is unknown (H-5). */
export function computeProposals(
  autoscaler: HorizontalPodAutoscaler,
  scaled: ScaleTarget,
  context: Context,
): Proposals {
  const { client, now, event } = context;
  const selected = podsOf(autoscaler, scaled, context);
  if ('fault' in selected) {
    const { fault, condition } = selected;
    return { replicas: undefined, metric: '', statuses: null, condition, fault };
  }
  const { face, object } = scaled;
  const target: Target = {
    namespace: scaled.ref.namespace,
    current: face.replicas(object),
    statusReplicas: face.statusReplicas(object),
    pods: selected.pods,
  };
  const found = autoscaler.spec.metrics.map((spec) => {
    const one = computeMetric(spec, target, client, now);
    if (isFailure(one)) event(autoscaler, 'Warning', one.reason, one.fault);
    return one;
  });
  return { ...verdictOf(found, target.current), target };
}

function verdictOf(
  found: readonly (MetricProposal | MetricFailure)[],
  current: number,
): Omit<Proposals, 'target'> {
  const failures = found.filter(isFailure);
  let best: MetricProposal | undefined;
  for (const one of found)
    if (!isFailure(one) && (best === undefined || best.replicas === 0 || one.replicas > best.replicas))
      best = one;
  const statuses = found.map((one): MetricStatus => (isFailure(one) ? { type: '' } : one.status));
  const [first] = failures;
  const count = `${failures.length} invalid out of ${found.length}`;
  const fault =
    first === undefined
      ? {}
      : { fault: `invalid metrics (${count}), first error is: failed to ${first.failedTo}: ${first.fault}` };
  if (best === undefined || (first !== undefined && best.replicas < current)) {
    const why = `the HPA was unable to compute the replica count: ${first?.fault}`;
    const condition = inactive(first?.reason ?? '', why);
    return { replicas: undefined, metric: '', statuses, condition, ...fault };
  }
  return {
    replicas: best.replicas,
    metric: best.name,
    statuses,
    condition: validMetric(best.name),
    ...fault,
  };
}

type Selected = { readonly pods: readonly Pod[] } | { readonly fault: string; readonly condition: Told };

/** The target's pods; nobody else may scale any of them (validateAndParseSelector). */
function podsOf(autoscaler: HorizontalPodAutoscaler, scaled: ScaleTarget, context: Context): Selected {
  const { client, event } = context;
  const { namespace } = scaled.ref;
  const selector = scaled.face.selector(scaled.object);
  if (selector === '') {
    const fault = 'selector is required';
    event(autoscaler, 'Warning', 'SelectorRequired', fault);
    return { fault, condition: inactive('InvalidSelector', "the HPA target's scale is missing a selector") };
  }
  const pods = client.list(Pod, { namespace, labels: labelSelectorFrom(selector) });
  const owners = client.list(HorizontalPodAutoscaler, { namespace }).filter((one) => {
    if (one.metadata.uid === autoscaler.metadata.uid) return pods.length > 0;
    const other = targetOf(one, client);
    const text = isFault(other) ? '' : other.face.selector(other.object);
    return text !== '' && pods.some(({ metadata }) => matches(parseSelector(text), metadata.labels));
  });
  if (owners.length <= 1) return { pods };
  const names = owners.map(({ metadata }) => `{${metadata.name} ${metadata.namespace}}`).join(' ');
  const fault = `pods by selector ${selector} are controlled by multiple HPAs: [${names}]`;
  event(autoscaler, 'Warning', 'AmbiguousSelector', fault);
  return { fault, condition: inactive('AmbiguousSelector', fault) };
}
