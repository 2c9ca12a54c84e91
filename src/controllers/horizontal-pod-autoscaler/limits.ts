import type { ScalingRules } from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import { type Instant, seconds } from '../../machinery/instant.ts';
import { changeWithin, type History } from './history.ts';

export interface Bounds {
  readonly current: number;
  readonly min: number;
  readonly max: number;
}

/** How many there may be, and what says so. */
export interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

const WITHIN = ['DesiredWithinRange', 'the desired count is within the acceptable range'] as const;
const TOO_FEW = [
  'TooFewReplicas',
  'the desired replica count is less than the minimum replica count',
] as const;
const TOO_MANY = [
  'TooManyReplicas',
  'the desired replica count is more than the maximum replica count',
] as const;
const TOO_FAST_UP = [
  'ScaleUpLimit',
  'the desired replica count is increasing faster than the maximum scale rate',
] as const;
const TOO_FAST_DOWN = [
  'ScaleDownLimit',
  'the desired replica count is decreasing faster than the maximum scale rate',
] as const;

const limited = (replicas: number, [reason, message]: readonly [string, string]): Limited => ({
  replicas,
  reason,
  message,
});

/** Without behaviour: at most twice as many, or four (H-6, convertDesiredReplicasWithRules). */
export function withinRules(desired: number, { current, min, max }: Bounds): Limited {
  const fastest = Math.max(2 * current, 4);
  const most = max > fastest ? limited(fastest, TOO_FAST_UP) : limited(max, TOO_MANY);
  if (desired < min) return limited(min, TOO_FEW);
  return desired > most.replicas ? most : limited(desired, WITHIN);
}

export interface Behaviour {
  readonly scaleUp: Required<Omit<ScalingRules, 'tolerance'>>;
  readonly scaleDown: Required<Omit<ScalingRules, 'tolerance'>>;
}

/** With behaviour: as much as its policies leave of the last while (convertDesiredReplicasWithBehaviorRate). */
export function withinBehaviour(
  desired: number,
  { current, min, max }: Bounds,
  { scaleUp, scaleDown }: Behaviour,
  history: History,
  now: Instant,
): Limited {
  if (desired > current) {
    const fastest = Math.max(bound(current, scaleUp, history, now, 'up'), current);
    const most = max > fastest ? limited(fastest, TOO_FAST_UP) : limited(max, TOO_MANY);
    if (desired > most.replicas) return most;
  } else if (desired < current) {
    const fastest = Math.min(bound(current, scaleDown, history, now, 'down'), current);
    const least = min < fastest ? limited(fastest, TOO_FAST_DOWN) : limited(min, TOO_FEW);
    if (desired < least.replicas) return least;
  }
  return limited(desired, WITHIN);
}

/** The farthest that the policies together let it go. */
function bound(
  current: number,
  { selectPolicy, policies }: Behaviour['scaleUp'],
  history: History,
  now: Instant,
  direction: 'up' | 'down',
): number {
  if (selectPolicy === 'Disabled') return current;
  const proposals = policies.map(({ type, value, periodSeconds }) => {
    const period = seconds(periodSeconds);
    const start = current - changeWithin(history.ups, period, now) + changeWithin(history.downs, period, now);
    if (direction === 'up') return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
  });
  // Min is the smallest change: the lowest bound upwards, the highest downwards.
  return (selectPolicy === 'Min') === (direction === 'up') ? Math.min(...proposals) : Math.max(...proposals);
}
