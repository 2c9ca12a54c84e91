import type { Context } from '../../client/client.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import type { Duration } from '../../machinery/instant.ts';
import type { StatusError } from '../../machinery/status.ts';
import { createPod } from '../pod-control/pods.ts';
import { slowStart } from '../pod-control/slow-start.ts';
import type { FailureRecord } from './back-off.ts';
import { planPods } from './plan.ts';
import { podDraft } from './pod-draft.ts';
import { type Removal, removePods } from './pods.ts';
import type { Survey } from './survey.ts';

/** How a Job's pods stand after what a sync did about them. */
export interface Deed {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly error?: StatusError | undefined;
  /** No pod may be made for so long. */
  readonly wait?: Duration;
}

/** Nothing was done. */
export function untouched({ active, ready, terminating }: Survey): Deed {
  return { active: active.length, ready, terminating };
}

/** Makes or deletes what the plan says (J-10). */
export function managePods(context: Context, job: Job, survey: Survey, record: FailureRecord): Deed {
  const plan = planPods(job, survey, record, context.now);
  const before = untouched(survey);
  switch (plan.does) {
    case 'deletes':
      return afterRemoval(survey, removePods(context, job, plan.pods, 'uncounted'));
    case 'creates': {
      const { succeeded, errors } = createPods(context, job, plan.indexes, survey);
      return { ...before, active: before.active + succeeded, error: errors[0] };
    }
    case 'waits':
      // While it waits a Job says that no pod is active, whatever is: so does 1.33.
      return { ...before, active: 0, wait: plan.length };
    default:
      return before;
  }
}

/** Deletes every active pod of a Job that ends; they are counted. */
export function endPods(context: Context, job: Job, survey: Survey): Deed {
  return afterRemoval(survey, removePods(context, job, survey.active, 'counted'));
}

function afterRemoval(survey: Survey, { removed, ready, error }: Removal): Deed {
  const before = untouched(survey);
  return {
    active: before.active - removed,
    ready: before.ready - ready,
    terminating: before.terminating + removed,
    error,
  };
}

function createPods(
  context: Context,
  job: Job,
  indexes: readonly (number | undefined)[],
  { indexes: known }: Survey,
) {
  return slowStart(indexes.length, (place) => {
    const index = indexes[place];
    const replaced = index === undefined ? undefined : known?.waiting.get(index);
    createPod(context, podDraft(job, index, replaced), job);
  });
}
