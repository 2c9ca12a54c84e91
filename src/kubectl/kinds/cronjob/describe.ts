import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import type { JobSpec } from '../job/describe.ts';
import { describePage, formatTime, orNone, type Page, printBoolean } from '../page.ts';
import { describePodTemplate } from '../pod-template/template.ts';
import { selectorText } from '../pods-status.ts';

interface CronJob extends KubeObject {
  readonly spec: {
    readonly schedule: string;
    readonly concurrencyPolicy?: string;
    readonly suspend?: boolean;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly startingDeadlineSeconds?: number;
    readonly jobTemplate: { readonly spec: JobSpec };
  };
  readonly status?: {
    readonly lastScheduleTime?: string;
    readonly active?: readonly { readonly name?: string }[];
  };
}

export const cronJob = defineDescriber<CronJob>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      const { spec, status = {} } = object;
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      page.line(0, `Schedule:\t${spec.schedule}`);
      page.line(0, `Concurrency Policy:\t${spec.concurrencyPolicy ?? ''}`);
      page.line(0, `Suspend:\t${printBoolean(spec.suspend)}`);
      page.line(0, `Successful Job History Limit:\t${spec.successfulJobsHistoryLimit ?? '<unset>'}`);
      page.line(0, `Failed Job History Limit:\t${spec.failedJobsHistoryLimit ?? '<unset>'}`);
      const deadline = spec.startingDeadlineSeconds;
      page.line(0, `Starting Deadline Seconds:\t${deadline === undefined ? '<unset>' : `${deadline}s`}`);
      describeJobTemplate(page, spec.jobTemplate.spec);
      const last = status.lastScheduleTime;
      page.line(0, `Last Schedule Time:\t${last === undefined ? '<unset>' : formatTime(last)}`);
      page.line(0, `Active Jobs:\t${orNone((status.active ?? []).map(({ name = '' }) => name).join(', '))}`);
      describeEvents(page, events, now);
    }),
});

function describeJobTemplate(page: Page, spec: JobSpec): void {
  page.line(0, `Selector:\t${spec.selector === undefined ? '<unset>' : selectorText(spec.selector)}`);
  page.line(0, `Parallelism:\t${spec.parallelism ?? '<unset>'}`);
  page.line(0, `Completions:\t${spec.completions ?? '<unset>'}`);
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined) page.line(0, `Active Deadline Seconds:\t${deadline}s`);
  describePodTemplate(page, spec.template);
}
