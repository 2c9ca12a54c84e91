import type { CronJob } from '../../kinds/batch/cronjob/types.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import { type Instant, minutes } from '../../machinery/instant.ts';
import type { Draft } from '../../machinery/object-meta.ts';
import { zonedTimeText } from '../../machinery/time-zone.ts';
import { controllerRef } from '../pod-control/controller-ref.ts';

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** One name a scheduled time, so that no time is worked on twice: the minutes since 1970 (C-2). */
export function jobName(cronJobName: string, time: Instant): string {
  return `${cronJobName}-${Math.floor(time / minutes(1))}`;
}

/** The Job for one scheduled time, which it carries in the CronJob's zone (C-2). */
export function jobDraft(cronJob: CronJob, time: Instant): Draft<Job> {
  const { metadata, spec } = cronJob;
  const { labels, annotations } = spec.jobTemplate.metadata ?? {};
  return {
    metadata: {
      name: jobName(metadata.name, time),
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, [SCHEDULED]: zonedTimeText(spec.timeZone ?? '', time) },
      ownerReferences: [controllerRef(cronJob)],
    },
    spec: spec.jobTemplate.spec,
  };
}
