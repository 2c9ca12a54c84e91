import { describe, expect, test } from 'vitest';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { conditionsOf, exit, jobDraft } from '../../support/jobs.ts';
import { Stage } from '../../support/scenario.ts';

const indexed = (spec: object) => jobDraft('idx', { completionMode: 'Indexed', ...spec });

describe('SP-50 an index that fails for ever', () => {
  const stage = new Stage();
  stage.create(Job, indexed({ completions: 5, parallelism: 5, backoffLimitPerIndex: 1 }));
  for (const index of [0, 1, 2, 4]) exit(stage, `idx-${index}-`, 0);
  exit(stage, 'idx-3-', 1);
  stage.pass(5);
  test('waits for its back-off', () => expect(stage.pods('idx-3-').length).toBe(1));
  test('is tried once more', () => {
    stage.pass(10);
    expect(stage.pods('idx-3-').length).toBe(2);
  });
  test('the second pod carries on what the first began', () => {
    const counts = stage
      .pods('idx-3-')
      .map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']);
    expect(counts.toSorted()).toEqual(['0', '1']);
  });
  test('fails the Job when it fails again', () => {
    exit(stage, 'idx-3-', 1);
    stage.pass(3);
    const job = stage.get(Job, 'idx');
    expect([job.status?.completedIndexes, job.status?.failedIndexes, ...conditionsOf(job)]).toEqual([
      '0-2,4',
      '3',
      'FailureTarget True FailedIndexes',
      'Failed True FailedIndexes',
    ]);
  });
  test('what it told last', () => {
    expect(stage.events('idx').at(-1)).toBe('Warning FailedIndexes Job has failed indexes');
  });
});

test('J-4 a pod knows its index by annotation, label, variable and host name', () => {
  const stage = new Stage();
  stage.create(Job, indexed({ completions: 2, parallelism: 2 }));
  const [, pod] = stage.pods();
  const field = 'batch.kubernetes.io/job-completion-index';
  expect(pod?.metadata.name).toMatch(/^idx-1-[a-z0-9]{5}$/);
  expect(pod?.metadata.annotations).toEqual({ [field]: '1' });
  expect(pod?.metadata.labels?.[field]).toBe('1');
  expect(pod?.spec.hostname).toBe('idx-1');
  expect(pod?.spec.containers[0]?.env).toEqual([
    {
      name: 'JOB_COMPLETION_INDEX',
      valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${field}']` } },
    },
  ]);
});

test('J-5 more failed indexes than allowed', () => {
  const stage = new Stage();
  stage.create(
    Job,
    indexed({ completions: 5, parallelism: 5, backoffLimitPerIndex: 0, maxFailedIndexes: 1 }),
  );
  exit(stage, 'idx-0-', 1);
  exit(stage, 'idx-1-', 1);
  stage.pass(5);
  const job = stage.get(Job, 'idx');
  expect(stage.events('idx').at(-1)).toBe(
    'Warning MaxFailedIndexesExceeded Job has exceeded the specified maximal number of failed indexes',
  );
  expect([job.status?.failed, job.status?.failedIndexes]).toEqual([5, '0,1']);
});

test('J-6 a success policy ends the Job before all have succeeded', () => {
  const stage = new Stage();
  const successPolicy = { rules: [{ succeededIndexes: '0' }] };
  stage.create(Job, indexed({ completions: 3, parallelism: 3, successPolicy }));
  exit(stage, 'idx-0-', 0);
  stage.pass(3);
  const job = stage.get(Job, 'idx');
  expect([job.status?.succeeded, job.status?.failed, ...conditionsOf(job)]).toEqual([
    1,
    undefined,
    'SuccessCriteriaMet True SuccessPolicy',
    'Complete True SuccessPolicy',
  ]);
  expect(job.status?.conditions?.at(-1)?.message).toBe('Matched rules at index 0');
});
