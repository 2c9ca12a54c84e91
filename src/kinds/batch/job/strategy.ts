import { equalJson } from '../../../machinery/json.ts';
import { nameWarnings } from '../../apps/name-warnings.ts';
import { podTemplateWarnings } from '../../pod-template/warnings.ts';
import type { Job, JobSpec } from './types.ts';

export const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';
export const JOB_NAME = 'batch.kubernetes.io/job-name';
export const LEGACY_CONTROLLER_UID = 'controller-uid';
export const LEGACY_JOB_NAME = 'job-name';

/** managedBy is behind a gate that is on, as all others of Jobs are in 1.33. */
export function prepareForCreate(job: Job): Job {
  const spec = job.spec.manualSelector ? job.spec : withGeneratedSelector(job);
  const { labels } = spec.template.metadata ?? {};
  const metadata = hasOwnLabels(job) || labels === undefined ? job.metadata : { ...job.metadata, labels };
  return { ...job, metadata, spec, status: {} };
}

/** Upstream the default labels are the very map of the template, that is written to here. */
function hasOwnLabels({ metadata: { labels = {} }, spec: { template } }: Job): boolean {
  return Object.keys(labels).length > 0 && labels !== template.metadata?.labels;
}

/** Labels that no other job's pods have, and a selector for them; what the creator wrote himself is kept. */
function withGeneratedSelector({ metadata, spec }: Job): JobSpec {
  const { name, uid } = metadata;
  const labels = {
    [LEGACY_JOB_NAME]: name,
    [JOB_NAME]: name,
    [LEGACY_CONTROLLER_UID]: uid,
    [CONTROLLER_UID]: uid,
    ...spec.template.metadata?.labels,
  };
  const matchLabels = { [CONTROLLER_UID]: uid, ...spec.selector?.matchLabels };
  return {
    ...spec,
    selector: { ...spec.selector, matchLabels },
    template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
  };
}

export function raisesGeneration(job: Job, before: Job): boolean {
  return !equalJson(job.spec, before.spec);
}

export function warnings(job: Job, before?: Job): readonly string[] {
  const named = before === undefined ? nameWarnings(job.metadata.name) : [];
  return [...named, ...jobSpecWarnings(job.spec, 'spec')];
}

const TOO_MANY =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail';

/** WarningsForJobSpec. */
export function jobSpecWarnings(spec: JobSpec, field: string): readonly string[] {
  const isHuge =
    spec.completionMode === 'Indexed' &&
    (spec.completions ?? 0) > 100_000 &&
    (spec.parallelism ?? 0) > 10_000;
  return [
    ...(isHuge ? [`${field}: ${TOO_MANY}`] : []),
    ...podTemplateWarnings(spec.template, `${field}.template`),
  ];
}
