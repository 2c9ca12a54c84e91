import type { PodTemplateSpec } from '../../../kinds/core/pod/types.ts';
import { humanDuration } from '../../../machinery/duration.ts';
import { instantOf } from '../../../machinery/instant.ts';
import type { LabelSelector } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeController, describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, type Page } from '../page.ts';
import { describePodTemplate } from '../pod-template/template.ts';
import { selectorText } from '../pods-status.ts';

export interface JobSpec {
  readonly selector?: LabelSelector;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly suspend?: boolean;
  readonly backoffLimit?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly activeDeadlineSeconds?: number;
  readonly template: PodTemplateSpec;
}

interface Job extends KubeObject {
  readonly spec: JobSpec;
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly active?: number;
    readonly ready?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly completedIndexes?: string;
  };
}

export const job = defineDescriber<Job>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      const { spec } = object;
      describeIdentity(page, object, 'namespaced');
      page.line(0, `Selector:\t${selectorText(spec.selector)}`);
      describeMarks(page, object);
      describeController(page, object);
      whenSet(page, 'Parallelism', spec.parallelism);
      page.line(0, `Completions:\t${spec.completions ?? '<unset>'}`);
      whenSet(page, 'Completion Mode', spec.completionMode);
      whenSet(page, 'Suspend', spec.suspend);
      whenSet(page, 'Backoff Limit', spec.backoffLimit);
      whenSet(page, 'TTL Seconds After Finished', spec.ttlSecondsAfterFinished);
      describeProgress(page, object);
      describePodTemplate(page, spec.template);
      describeEvents(page, events, now);
    }),
});

function whenSet(page: Page, title: string, value: unknown): void {
  if (value !== undefined) page.line(0, `${title}:\t${value}`);
}

function describeProgress(page: Page, { spec, status = {} }: Job): void {
  const { startTime, completionTime, ready, active = 0, succeeded = 0, failed = 0 } = status;
  if (startTime !== undefined) page.line(0, `Start Time:\t${formatTime(startTime)}`);
  if (completionTime !== undefined) page.line(0, `Completed At:\t${formatTime(completionTime)}`);
  if (startTime !== undefined && completionTime !== undefined) {
    page.line(0, `Duration:\t${humanDuration(instantOf(completionTime) - instantOf(startTime))}`);
  }
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined) page.line(0, `Active Deadline Seconds:\t${deadline}s`);
  const readyText = ready === undefined ? '' : ` (${ready} Ready)`;
  page.line(0, `Pods Statuses:\t${active} Active${readyText} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec.completionMode === 'Indexed') {
    page.line(0, `Completed Indexes:\t${shortenIndexes(status.completedIndexes ?? '')}`);
  }
}

const LONGEST_INDEXES = 50;

/** Cut at the first comma behind the limit. */
function shortenIndexes(indexes: string): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', LONGEST_INDEXES);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}
