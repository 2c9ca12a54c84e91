import type { CronJob } from '../../src/kinds/batch/cronjob/types.ts';
import { Job as JobKind } from '../../src/kinds/batch/job/kind.ts';
import type { Job, JobSpec, JobStatus } from '../../src/kinds/batch/job/types.ts';
import { isFinished, withCondition } from '../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../src/kinds/core/pod/kind.ts';
import type { PodCondition } from '../../src/kinds/core/pod/types.ts';
import { assert } from '../../src/machinery/assert.ts';
import { type Instant, type Time, timeOf } from '../../src/machinery/instant.ts';
import { type Draft, isTerminating } from '../../src/machinery/object-meta.ts';
import { NAMESPACE, type Stage } from './scenario.ts';
import { meta, second, TEMPLATE } from './workloads.ts';

interface JobParts {
  readonly name?: string;
  readonly spec?: Partial<JobSpec>;
  readonly status?: JobStatus;
}

/** A Job as the API server has defaulted it. */
export function jobOf({ name = 'pi', spec, status }: JobParts = {}): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: meta(name),
    spec: {
      parallelism: 1,
      backoffLimit: 6,
      template: { ...TEMPLATE, spec: { ...TEMPLATE.spec, restartPolicy: 'Never' } },
      completionMode: 'NonIndexed',
      podReplacementPolicy: 'TerminatingOrFailed',
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  };
}

interface JobPodParts {
  readonly name: string;
  readonly index?: string | undefined;
  readonly phase?: NonNullable<Pod['status']>['phase'];
  readonly created?: Time;
  /** When its container ended. */
  readonly ended?: Instant;
  readonly unreadySince?: Time;
  /** The end of its grace period. */
  readonly deleted?: Time;
  readonly grace?: number;
  readonly failures?: { readonly counted: string; readonly ignored?: string };
}

const PREFIX = 'batch.kubernetes.io/job-';

/** A pod of a Job that has not been counted. */
export function jobPodOf(parts: JobPodParts): Pod {
  const {
    name,
    index,
    phase = 'Failed',
    created = second(0),
    ended,
    unreadySince,
    deleted,
    failures,
  } = parts;
  const unready: readonly PodCondition[] =
    unreadySince === undefined ? [] : [{ type: 'Ready', status: 'False', lastTransitionTime: unreadySince }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(name, {
      creationTimestamp: created,
      finalizers: [`${PREFIX}tracking`],
      annotations: {
        ...(index === undefined ? {} : { [`${PREFIX}completion-index`]: index }),
        ...(failures === undefined ? {} : { [`${PREFIX}index-failure-count`]: failures.counted }),
        ...(failures?.ignored === undefined
          ? {}
          : { [`${PREFIX}index-ignored-failure-count`]: failures.ignored }),
      },
      ...(deleted === undefined
        ? {}
        : { deletionTimestamp: deleted, deletionGracePeriodSeconds: parts.grace ?? 0 }),
    }),
    spec: TEMPLATE.spec,
    status: {
      phase,
      conditions: unready,
      ...(ended === undefined ? {} : { containerStatuses: [endedContainer(ended)] }),
    },
  };
}

function endedContainer(at: Instant) {
  const terminated = { exitCode: 1, finishedAt: timeOf(at) };
  return { name: 'c', image: 'i', imageID: '', ready: false, restartCount: 0, state: { terminated } };
}

/** A Job as a user writes it. */
export function jobDraft(name: string, spec: object = {}, pod: object = {}): Draft<Job> {
  const template = {
    spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }], ...pod },
  };
  return { metadata: { namespace: NAMESPACE, name }, spec: { template, ...spec } as never };
}

/** The container of a Job's pod, the first by name whose name starts so, ends with the code. */
export function exit(stage: Stage, prefix: string, exitCode: number): void {
  const pod = stage.pods(prefix).find((one) => !isFinished(one) && !isTerminating(one));
  assert(pod !== undefined, `no pod ${prefix} runs`);
  const terminated = { exitCode, finishedAt: timeOf(stage.now) };
  const status = { name: 'c', image: 'busybox', imageID: '', ready: false, restartCount: 0 };
  stage.client.updateStatus(Pod, {
    ...pod,
    status: {
      ...withCondition(pod.status ?? {}, { type: 'Ready', status: 'False' }, timeOf(stage.now)),
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      containerStatuses: [{ ...status, state: { terminated } }],
    },
  });
  stage.settle();
}

/** Conditions as `Type Status Reason`, in order. */
export function conditionsOf({ status }: Job): readonly string[] {
  return (status?.conditions ?? []).map(({ type, status: value, reason }) => `${type} ${value} ${reason}`);
}

/** At which second after the start each pod was made. */
export function births(stage: Stage, prefix = ''): readonly number[] {
  return stage
    .pods(prefix)
    .map(({ metadata }) => stage.secondOf(metadata.creationTimestamp))
    .sort((a, b) => a - b);
}

/** A CronJob as a user writes it. */
export function cronJobDraft(
  name: string,
  schedule: string,
  spec: object = {},
  jobSpec: object = {},
): Draft<CronJob> {
  const jobTemplate = { spec: jobDraft(name, jobSpec).spec };
  return { metadata: { namespace: NAMESPACE, name }, spec: { schedule, jobTemplate, ...spec } as never };
}

export const jobNames = (stage: Stage): readonly string[] =>
  stage.list(JobKind).map(({ metadata }) => metadata.name);

/** The minutes since 1970 at a time of the scenario's day, as names of Jobs carry them. */
export const minuteOf = (time: string): number => Date.parse(`2026-01-01T${time}:00Z`) / 60_000;
