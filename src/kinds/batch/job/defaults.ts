import type { PodTemplateSpec } from '../../core/pod/types.ts';
import { defaultPodTemplate } from '../../pod-template/defaults.ts';
import type { Job, JobSpec } from './types.ts';

const INT32_MOST = 2 ** 31 - 1;
const NO_TEMPLATE: PodTemplateSpec = { spec: { containers: [] } };

/** SetDefaults_Job. */
export function defaults(job: Job): Job {
  const spec = defaultJobSpec(job.spec);
  const suspended = Object.assign({}, spec, {
    completionMode: spec.completionMode ?? 'NonIndexed',
    suspend: spec.suspend ?? false,
    manualSelector: spec.manualSelector ?? false,
    podReplacementPolicy:
      spec.podReplacementPolicy ?? (spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed'),
  }) as JobSpec;
  const { labels } = job.metadata;
  const ofTemplate = spec.template?.metadata?.labels;
  const isBare = Object.keys(labels ?? {}).length === 0 && ofTemplate !== undefined;
  return {
    ...job,
    metadata: isBare ? { ...job.metadata, labels: ofTemplate } : job.metadata,
    spec: withLimits(suspended),
  };
}

/** What a job template inside a CronJob gets too: only what belongs to its pods. */
export function defaultJobSpec(given: Partial<JobSpec> = {}): Partial<JobSpec> {
  return { ...given, template: defaultPodTemplate(given.template ?? NO_TEMPLATE) };
}

function withLimits(spec: JobSpec): JobSpec {
  const { parallelism, completions, backoffLimit, backoffLimitPerIndex, podFailurePolicy } = spec;
  const isSingle = parallelism === undefined && completions === undefined;
  return Object.assign(
    {},
    spec,
    isSingle ? { completions: 1 } : {},
    {
      parallelism: parallelism ?? 1,
      backoffLimit: backoffLimit ?? (backoffLimitPerIndex === undefined ? 6 : INT32_MOST),
    },
    podFailurePolicy === undefined ? {} : { podFailurePolicy: withConditionStatuses(podFailurePolicy) },
  );
}

type Policy = NonNullable<JobSpec['podFailurePolicy']>;

function withConditionStatuses({ rules }: Policy): Policy {
  return {
    rules: (rules ?? []).map((rule) => {
      if (rule.onPodConditions === undefined) return rule;
      const patterns = rule.onPodConditions.map((one) => ({ ...one, status: one.status || 'True' }) as const);
      return { ...rule, onPodConditions: patterns };
    }),
  };
}
