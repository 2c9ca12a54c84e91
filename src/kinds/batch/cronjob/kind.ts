import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { nameWarnings } from '../../apps/name-warnings.ts';
import { defineKind } from '../../kind.ts';
import { defaultJobSpec } from '../job/defaults.ts';
import { jobSpecWarnings } from '../job/strategy.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type CronJob = types.CronJob;
export const CronJob = defineKind<CronJob>({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status'],
  defaults,
  prepareForCreate: (cronJob) => ({ ...cronJob, status: {} }),
  raisesGeneration: (cronJob, before) => !equalJson(cronJob.spec, before.spec),
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns,
  podTemplate: ({ spec }) => spec.jobTemplate.spec.template,
});

/** SetDefaults_CronJob; of the job template only the pods' part is defaulted. */
function defaults(cronJob: CronJob): CronJob {
  const given: Partial<types.CronJobSpec> = cronJob.spec ?? {};
  const spec = {
    ...given,
    concurrencyPolicy: given.concurrencyPolicy || 'Allow',
    suspend: given.suspend ?? false,
    jobTemplate: { ...given.jobTemplate, spec: defaultJobSpec(given.jobTemplate?.spec) },
    successfulJobsHistoryLimit: given.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: given.failedJobsHistoryLimit ?? 1,
  } as types.CronJobSpec;
  return { ...cronJob, spec };
}

function warnings({ metadata, spec }: CronJob, before?: CronJob): readonly string[] {
  const named = before === undefined ? nameWarnings(metadata.name) : [];
  return [...named, ...jobSpecWarnings(spec.jobTemplate.spec, 'spec.jobTemplate.spec')];
}
