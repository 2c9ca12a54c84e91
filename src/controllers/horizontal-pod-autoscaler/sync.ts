import type { Context } from '../../client/client.ts';
import { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontalpodautoscaler/kind.ts';
import type {
  MetricStatus,
  ScalingRules,
  HorizontalPodAutoscalerStatus as Status,
} from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import { timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { StatusError } from '../../machinery/status.ts';
import {
  DISABLED,
  GOT_SCALE,
  limitedTo,
  noScale,
  notRescaled,
  rescaledTo,
  stabilization,
  type Told,
  withCondition,
} from './conditions.ts';
import { isFault } from './fault.ts';
import { type History, recorded } from './history.ts';
import { type Behaviour, type Bounds, withinBehaviour, withinRules } from './limits.ts';
import type { Target } from './metric.ts';
import { computeProposals } from './proposals.ts';
import { DOWNSCALE_WINDOW, stabilized, stabilizedByWindows } from './stabilization.ts';
import { type ScaleTarget, targetOf } from './target.ts';

/** What one look at a target came to. */
export interface Synced {
  readonly history: History;
  /** Another size was asked for, or is waited for. */
  readonly moves: boolean;
  /** Why something could not be read: it is tried, and told of, again and again. */
  readonly fault?: string;
  /** What the metrics ask for: nothing where none was read. */
  readonly recommended?: number;
  /** Whom they were read of. */
  readonly target?: Target;
}

/** One look of an autoscaler at its target (reconcileAutoscaler). */
export function syncAutoscaler(
  autoscaler: HorizontalPodAutoscaler,
  history: History,
  context: Context,
): Synced {
  const draft = new StatusDraft(autoscaler, context);
  const scaled = targetOf(autoscaler, context.client);
  if (isFault(scaled)) {
    context.event(autoscaler, 'Warning', 'FailedGetScale', scaled.fault);
    draft.tell(noScale(scaled.fault));
    draft.write({});
    return { history, moves: false, fault: scaled.fault };
  }
  draft.tell(GOT_SCALE);
  const current = scaled.face.replicas(scaled.object);
  const { now } = context;
  const known: History =
    history.recommendations.length > 0 ? history : { ...history, recommendations: [[current, now]] };
  const { minReplicas: min, maxReplicas: max } = autoscaler.spec;
  if (current === 0 && min !== 0) {
    draft.tell(DISABLED);
    draft.write({ current, desired: 0, metrics: null });
    return { history: known, moves: false };
  }
  if (current > max) {
    const change = { current, desired: max, reason: 'Current number of replicas above Spec.MaxReplicas' };
    return rescale(scaled, { ...change, metrics: null }, known, draft, context);
  }
  if (current < min) {
    const change = { current, desired: min, reason: 'Current number of replicas below Spec.MinReplicas' };
    return rescale(scaled, { ...change, metrics: null }, known, draft, context);
  }
  return byMetrics(scaled, { current, min, max }, known, draft, context);
}

function byMetrics(
  scaled: ScaleTarget,
  bounds: Bounds,
  known: History,
  draft: StatusDraft,
  context: Context,
): Synced {
  const { autoscaler } = draft;
  const { current, min, max } = bounds;
  const { replicas, metric, statuses, condition, fault, target } = computeProposals(
    autoscaler,
    scaled,
    context,
  );
  const seen = target === undefined ? {} : { target };
  draft.tell(condition);
  if (replicas === undefined) {
    draft.write({ current, metrics: statuses });
    context.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', fault ?? '');
    return { history: known, moves: false, fault: fault ?? '', ...seen };
  }
  const { desired, history } = normalized(replicas, bounds, known, draft, context);
  const wanted = Math.min(Math.max(replicas, min), max);
  const failed = fault === undefined ? {} : { fault };
  const outcome = { moves: wanted !== current, recommended: replicas, ...failed, ...seen };
  if (desired === current) {
    draft.write({ current, desired, metrics: statuses });
    return { history, ...outcome };
  }
  const reason = replicas > current ? `${metric} above target` : 'All metrics below target';
  return {
    ...rescale(scaled, { current, desired, reason, metrics: statuses }, history, draft, context),
    ...outcome,
  };
}

/** The recommendation within what earlier ones, limits and policies leave of it (H-6). */
function normalized(
  replicas: number,
  bounds: Bounds,
  known: History,
  draft: StatusDraft,
  { now }: Context,
): { readonly desired: number; readonly history: History } {
  const { behavior } = draft.autoscaler.spec;
  const behaviour = behavior === undefined ? undefined : behaviourOf(behavior);
  const steady =
    behaviour === undefined
      ? stabilized(replicas, known, now)
      : stabilizedByWindows(
          replicas,
          bounds.current,
          {
            up: behaviour.scaleUp.stabilizationWindowSeconds,
            down: behaviour.scaleDown.stabilizationWindowSeconds,
          },
          known,
          now,
        );
  const isUp = behaviour !== undefined && replicas >= bounds.current;
  draft.tell(stabilization(steady.replicas === replicas ? 'not' : isUp ? 'up' : 'down'));
  const { reason, message, ...limited } =
    behaviour === undefined
      ? withinRules(steady.replicas, bounds)
      : withinBehaviour(steady.replicas, bounds, behaviour, steady.history, now);
  draft.tell(limitedTo(limited.replicas !== steady.replicas, reason, message));
  return { desired: limited.replicas, history: steady.history };
}

/** Defaults filled in what a behaviour leaves out, save how long it takes before less is enough. */
const behaviourOf = (behavior: {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}): Behaviour => ({
  scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [], ...behavior.scaleUp },
  scaleDown: {
    stabilizationWindowSeconds: DOWNSCALE_WINDOW / 1000,
    selectPolicy: 'Max',
    policies: [],
    ...behavior.scaleDown,
  },
});

interface Change {
  readonly current: number;
  readonly desired: number;
  readonly reason: string;
  readonly metrics: readonly MetricStatus[] | null;
}

function rescale(
  { kind, ref }: ScaleTarget,
  { current, desired, reason, metrics }: Change,
  history: History,
  draft: StatusDraft,
  { client, event }: Context,
): Synced {
  const { autoscaler } = draft;
  const told = `New size: ${desired}; reason: ${reason}`;
  try {
    client.rescale(kind, ref, desired);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    event(autoscaler, 'Warning', 'FailedRescale', `${told}; error: ${error.message}`);
    draft.tell(notRescaled(error.message));
    draft.write({ current, metrics });
    return { history, moves: false, fault: error.message };
  }
  draft.tell(rescaledTo(desired));
  event(autoscaler, 'Normal', 'SuccessfulRescale', told);
  draft.write({ current, desired, metrics, rescaled: true });
  return { history: changed(history, current, desired, draft), moves: true };
}

/** Only policies ask later how much was changed (storeScaleEvent). */
function changed(
  history: History,
  current: number,
  desired: number,
  { autoscaler, now }: StatusDraft,
): History {
  const { behavior } = autoscaler.spec;
  if (behavior === undefined) return history;
  const rules = desired > current ? behavior.scaleUp : behavior.scaleDown;
  const longest = Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds));
  const isOld = (at: number): boolean => at < now - longest * 1000;
  const entry = [Math.abs(desired - current), now] as const;
  return desired > current
    ? { ...history, ups: recorded(history.ups, entry, isOld) }
    : { ...history, downs: recorded(history.downs, entry, isOld) };
}

/** The status as it grows in the course of one look. */
class StatusDraft {
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly now: Context['now'];
  private conditions: NonNullable<Status['conditions']>;
  private readonly client: Context['client'];

  constructor(autoscaler: HorizontalPodAutoscaler, { client, now }: Context) {
    this.autoscaler = autoscaler;
    this.client = client;
    this.now = now;
    this.conditions = autoscaler.status?.conditions ?? [];
  }

  tell(told: Told): void {
    this.conditions = withCondition(this.conditions, told, timeOf(this.now));
  }

  /** What is not said stays as it was. */
  write(seen: {
    readonly current?: number;
    readonly desired?: number;
    readonly metrics?: readonly MetricStatus[] | null;
    readonly rescaled?: true;
  }): void {
    const before: Status = this.autoscaler.status ?? { desiredReplicas: 0, currentMetrics: null };
    const currentReplicas = seen.current ?? before.currentReplicas ?? 0;
    const lastScaleTime = seen.rescaled ? timeOf(this.now) : before.lastScaleTime;
    const status: Status = {
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      ...(currentReplicas === 0 ? {} : { currentReplicas }),
      desiredReplicas: seen.desired ?? before.desiredReplicas,
      currentMetrics: seen.metrics === undefined ? before.currentMetrics : seen.metrics,
      conditions: this.conditions,
    };
    if (equalJson(status, before)) return;
    this.client.updateStatus(HorizontalPodAutoscaler, { ...this.autoscaler, status });
  }
}
