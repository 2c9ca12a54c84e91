import { TRACKING_FINALIZER } from '../../kinds/batch/job/tracking.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import type { Container, Pod, PodSpec } from '../../kinds/core/pod/types.ts';
import type { Draft } from '../../machinery/object-meta.ts';
import { podFromTemplate } from '../pod-control/pod-from-template.ts';
import { matchFailurePolicy } from './pod-failure-policy.ts';
import { COMPLETION_INDEX, earlierFailures, failureAnnotations, type IndexFailures } from './traits.ts';

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
/** What the API server leaves of a generateName: a name has 63 characters, five of them drawn. */
const PREFIX_LONGEST = 58;

/** A pod of the Job; of an Indexed one the pod for an index, which may take over from one that failed (J-4). */
export function podDraft(job: Job, index?: number, replaced?: Pod): Draft<Pod> {
  const draft = podFromTemplate(job.spec.template, job);
  const { finalizers = [] } = draft.metadata;
  const metadata = {
    ...draft.metadata,
    finalizers: finalizers.includes(TRACKING_FINALIZER) ? finalizers : [...finalizers, TRACKING_FINALIZER],
  };
  if (index === undefined) return { ...draft, metadata };
  const { labels, annotations } = metadata;
  const isPerIndex = job.spec.backoffLimitPerIndex !== undefined;
  return {
    ...draft,
    metadata: {
      ...metadata,
      generateName: indexedPrefix(job.metadata.name, index),
      labels: { ...labels, [COMPLETION_INDEX]: String(index) },
      annotations: {
        ...annotations,
        [COMPLETION_INDEX]: String(index),
        ...(isPerIndex ? failureAnnotations(failuresWith(job, replaced)) : {}),
      },
    },
    spec: { ...withIndexVariable(draft.spec), hostname: `${job.metadata.name}-${index}` },
  };
}

/** `<job>-<index>-`, of which the job's part is cut where it would be too long. */
export function indexedPrefix(jobName: string, index: number): string {
  const suffix = `-${index}-`;
  return jobName.slice(0, PREFIX_LONGEST - suffix.length) + suffix;
}

function failuresWith({ spec }: Job, replaced: Pod | undefined): IndexFailures {
  if (replaced === undefined) return { counted: 0, ignored: 0 };
  const { counted, ignored } = earlierFailures(replaced);
  return matchFailurePolicy(spec.podFailurePolicy, replaced).counts
    ? { counted: counted + 1, ignored }
    : { counted, ignored: ignored + 1 };
}

function withIndexVariable(spec: PodSpec): PodSpec {
  return {
    ...spec,
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(knowingIndex) }),
    containers: spec.containers.map(knowingIndex),
  };
}

/** A variable of that name that the template has itself is left as it is. */
function knowingIndex(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === INDEX_VARIABLE)) return container;
  const fieldPath = `metadata.labels['${COMPLETION_INDEX}']`;
  return { ...container, env: [...env, { name: INDEX_VARIABLE, valueFrom: { fieldRef: { fieldPath } } }] };
}
