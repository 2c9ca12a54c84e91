import { condition } from '../../kinds/core/pod/conditions.ts';
import type { Container, Pod } from '../../kinds/core/pod/types.ts';
import { after, type Duration, type Instant, instantOf } from '../../machinery/instant.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { milliValue, parseQuantity } from '../../machinery/quantity.ts';
import type { Fault } from './fault.ts';

/** What was measured of a pod, in thousandths. */
export interface Sample {
  readonly value: number;
  readonly at: Instant;
  /** The time that the value is the mean of. */
  readonly window: Duration;
}

/** Samples by the name of the pod. */
export type Samples = ReadonlyMap<string, Sample>;

export interface Periods {
  /** For how long a started pod's processor is not believed (--horizontal-pod-autoscaler-cpu-initialization-period). */
  readonly initialization: Duration;
  /** How soon after its start a pod may have become unready without ever having been ready (...-initial-readiness-delay). */
  readonly readinessDelay: Duration;
}

/** Pods by what their samples are good for (H-3). */
export interface Groups {
  readonly ready: number;
  readonly unready: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/** groupPods: pods that go are ignored; those of whom nothing is known yet are unready, or missing. */
export function groupPods(
  pods: readonly Pod[],
  samples: Samples,
  resource: string,
  periods: Periods,
  now: Instant,
): Groups {
  const unready = new Set<string>();
  const missing = new Set<string>();
  const ignored = new Set<string>();
  let ready = 0;
  for (const pod of pods) {
    const { name } = pod.metadata;
    const sample = samples.get(name);
    if (isTerminating(pod) || pod.status?.phase === 'Failed') ignored.add(name);
    else if (pod.status?.phase === 'Pending') unready.add(name);
    else if (sample === undefined) missing.add(name);
    else if (resource === 'cpu' && isUnready(pod, sample, periods, now)) unready.add(name);
    else ready++;
  }
  return { ready, unready, missing, ignored };
}

/** Whether the pod's processor says nothing yet: it starts up, or has never been ready. */
function isUnready(pod: Pod, sample: Sample, periods: Periods, now: Instant): boolean {
  const ready = condition(pod.status, 'Ready');
  const started = pod.status?.startTime;
  if (ready === undefined || !started) return true;
  const start = instantOf(started);
  const since = ready.lastTransitionTime ? instantOf(ready.lastTransitionTime) : NEVER;
  if (after(start, periods.initialization) > now)
    return ready.status === 'False' || sample.at < after(since, sample.window);
  return ready.status === 'False' && after(start, periods.readinessDelay) > since;
}

/** Go's zero time. */
export const NEVER: Instant = instantOf('0001-01-01T00:00:00Z');

/** What the containers of each pod ask for, in thousandths; all of them must ask (H-4). */
export function requestsOf(
  pods: readonly Pod[],
  container: string,
  resource: string,
): ReadonlyMap<string, number> | Fault {
  const requests = new Map<string, number>();
  for (const pod of pods) {
    let sum = 0;
    for (const { name, resources } of containersOf(pod)) {
      if (container !== '' && container !== name) continue;
      const request = resources?.requests?.[resource];
      if (request === undefined)
        return { fault: `missing request for ${resource} in container ${name} of Pod ${pod.metadata.name}` };
      sum += milliValue(parseQuantity(request));
    }
    requests.set(pod.metadata.name, sum);
  }
  return requests;
}

/** Those that run as long as the pod: sidecars are among the init containers. */
function containersOf({ spec }: Pod): readonly Container[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars];
}
