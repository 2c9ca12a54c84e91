import { describe, expect, test } from 'vitest';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { births, conditionsOf, exit, jobDraft } from '../../support/jobs.ts';
import { Stage } from '../../support/scenario.ts';

const statusOf = (stage: Stage, name: string) => {
  const { active = 0, ready = 0, succeeded = 0, failed = 0 } = stage.get(Job, name).status ?? {};
  return { active, ready, succeeded, failed };
};

describe('SP-47 three completions, two at a time', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('pi', { completions: 3, parallelism: 2 }));
  stage.pass(2);
  test('two pods at first', () => {
    expect(statusOf(stage, 'pi')).toEqual({ active: 2, ready: 2, succeeded: 0, failed: 0 });
  });
  test('their names, owner and finalizer', () => {
    const { uid } = stage.get(Job, 'pi').metadata;
    const [pod] = stage.pods();
    expect(pod?.metadata.name).toMatch(/^pi-[a-z0-9]{5}$/);
    expect(pod?.metadata.finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
    expect(pod?.metadata.labels).toEqual({
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': 'pi',
      'controller-uid': uid,
      'job-name': 'pi',
    });
  });
  test('the third once one has succeeded', () => {
    exit(stage, 'pi-', 0);
    stage.pass(2);
    expect(statusOf(stage, 'pi')).toEqual({ active: 2, ready: 2, succeeded: 1, failed: 0 });
  });
  test('no fourth', () => {
    exit(stage, 'pi-', 0);
    stage.pass(2);
    expect(statusOf(stage, 'pi')).toEqual({ active: 1, ready: 1, succeeded: 2, failed: 0 });
  });
  test('complete with the third', () => {
    exit(stage, 'pi-', 0);
    stage.pass(2);
    const job = stage.get(Job, 'pi');
    const { conditions: _, completionTime, startTime, ...status } = job.status ?? {};
    expect(conditionsOf(job)).toEqual([
      'SuccessCriteriaMet True CompletionsReached',
      'Complete True CompletionsReached',
    ]);
    expect(status).toEqual({ succeeded: 3, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    expect([startTime, completionTime].map((time) => stage.secondOf(time))).toEqual([0, 7]);
  });
  test('its pods stay, without the finalizer', () => {
    expect(stage.pods().map(({ status, metadata }) => [status?.phase, metadata.finalizers])).toEqual(
      Array.from({ length: 3 }, () => ['Succeeded', undefined]),
    );
  });
  test('what it told', () => {
    expect(stage.events('pi').map((event) => event.replace(/pi-.*/, 'pi-'))).toEqual([
      ...Array.from({ length: 3 }, () => 'Normal SuccessfulCreate Created pod: pi-'),
      'Normal Completed Job completed',
    ]);
  });
});

describe('SP-48 a back-off limit of two', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('bad', { backoffLimit: 2 }));
  for (const wait of [12, 22, 60]) {
    exit(stage, 'bad-', 1);
    stage.pass(wait);
  }
  test('each pod waits longer after the one before', () => expect(births(stage)).toEqual([0, 10, 32]));
  test('the third failure is the end', () => {
    const job = stage.get(Job, 'bad');
    expect([job.status?.failed, ...conditionsOf(job)]).toEqual([
      3,
      'FailureTarget True BackoffLimitExceeded',
      'Failed True BackoffLimitExceeded',
    ]);
  });
  test('what it told last', () => {
    expect(stage.events('bad').at(-1)).toBe(
      'Warning BackoffLimitExceeded Job has reached the specified backoff limit',
    );
  });
});

test('J-17 a pod that is deleted by hand counts as failed, and is replaced', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('pi'));
  stage.delete(Pod, stage.podNames()[0] ?? '');
  stage.pass(15);
  expect(statusOf(stage, 'pi')).toEqual({ active: 1, ready: 1, succeeded: 0, failed: 1 });
});

describe('J-1 a work queue', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('queue', { parallelism: 3 }));
  test('works with all its pods', () => expect(statusOf(stage, 'queue').active).toBe(3));
  test('makes no more of them once one has succeeded', () => {
    exit(stage, 'queue-', 0);
    stage.pass(2);
    expect([stage.pods().length, conditionsOf(stage.get(Job, 'queue'))]).toEqual([3, []]);
  });
  test('is complete when the others have ended', () => {
    exit(stage, 'queue-', 0);
    exit(stage, 'queue-', 0);
    stage.pass(2);
    expect(conditionsOf(stage.get(Job, 'queue')).at(-1)).toBe('Complete True CompletionsReached');
  });
});

describe('J-10 parallelism that changes', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('par', { parallelism: 2 }));
  const sized = (parallelism: number): number => {
    stage.edit(Job, 'par', (job) => ({ ...job, spec: { ...job.spec, parallelism } }));
    return stage.pods().length;
  };
  test('more pods, fewer, none', () => expect([4, 1, 0].map(sized)).toEqual([4, 1, 0]));
  test('what is deleted so has not failed', () => {
    expect(statusOf(stage, 'par')).toEqual({ active: 0, ready: 0, succeeded: 0, failed: 0 });
  });
});

test('J-15 a rule that fails the Job says which pod, with what code', () => {
  const stage = new Stage();
  const rules = [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }];
  stage.create(Job, jobDraft('main', { podFailurePolicy: { rules } }));
  const [name] = stage.podNames();
  exit(stage, 'main-', 42);
  stage.pass(2);
  expect(stage.events('main').at(-1)).toBe(
    `Warning PodFailurePolicy Container c for pod default/${name} failed with exit code 42 matching FailJob rule at index 0`,
  );
});

test('J-15 what is ignored is replaced and not counted', () => {
  const stage = new Stage();
  const rules = [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [7] } }];
  stage.create(Job, jobDraft('main', { backoffLimit: 0, podFailurePolicy: { rules } }));
  exit(stage, 'main-', 7);
  stage.pass(15);
  expect([statusOf(stage, 'main').failed, stage.pods().length]).toEqual([0, 2]);
});

test('managedBy leaves a Job to another controller', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('far', { managedBy: 'example.com/other' }));
  stage.pass(5);
  expect([stage.pods(), stage.get(Job, 'far').status]).toEqual([[], {}]);
});
