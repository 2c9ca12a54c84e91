import { describe, expect, test } from 'vitest';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { ResourceQuota } from '../../../src/kinds/core/resourcequota/kind.ts';
import { erased } from '../../../src/kinds/kind.ts';
import { conditionsOf, exit, jobDraft } from '../../support/jobs.ts';
import { Stage } from '../../support/scenario.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const failing = { restartPolicy: 'OnFailure', containers: [{ name: 'c', image: 'b', command: ['false'] }] };

describe('SP-49 a back-off limit with containers that are restarted', () => {
  const cluster = new WholeCluster();
  cluster.create({ kind: erased(Job), ...jobDraft('bad', { backoffLimit: 2 }, failing) });
  cluster.pass(60);
  const ref = { namespace: 'default', name: 'bad' };
  test('the Job fails when its one pod was restarted twice', () => {
    const job = cluster.client.get(Job, ref);
    expect([job.status?.failed, ...conditionsOf(job)]).toEqual([
      1,
      'FailureTarget True BackoffLimitExceeded',
      'Failed True BackoffLimitExceeded',
    ]);
  });
  test('the pod is gone, and its logs with it', () => expect(cluster.client.list(Pod)).toEqual([]));
  test('what it told', () => {
    expect(cluster.events('bad', 'job-controller').map((event) => event.replace(/bad-.*/, 'bad-'))).toEqual([
      'Normal SuccessfulCreate Created pod: bad-',
      'Normal SuccessfulDelete Deleted pod: bad-',
      'Warning BackoffLimitExceeded Job has reached the specified backoff limit',
    ]);
  });
});

describe('SP-51 a time to live of 100 seconds', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('brief', { ttlSecondsAfterFinished: 100 }));
  exit(stage, 'brief-', 0);
  stage.pass(2);
  const finished = stage.secondOf(stage.get(Job, 'brief').status?.conditions?.at(-1)?.lastTransitionTime);
  const left = (): number => stage.list(Job).length + stage.pods().length;
  test('it stays so long', () => {
    stage.pass(finished + 99.5 - (stage.now - START) / 1000);
    expect(left()).toBe(2);
  });
  test('then it goes, with its pods', () => {
    stage.pass(0.5);
    expect(left()).toBe(0);
  });
});

const START = Date.parse('2026-01-01T12:00:00Z');

describe('SP-52 a deadline counts from the last start', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('late', { activeDeadlineSeconds: 60 }));
  const suspend = (suspended: boolean): void => {
    stage.edit(Job, 'late', (job) => ({ ...job, spec: { ...job.spec, suspend: suspended } }));
  };
  stage.pass(50);
  suspend(true);
  test('a suspended Job has no pods', () => expect(stage.pods()).toEqual([]));
  test('no deadline passes while it is suspended', () => {
    stage.pass(3600);
    expect(conditionsOf(stage.get(Job, 'late'))).toEqual(['Suspended True JobSuspended']);
  });
  test('it starts anew when it goes on', () => {
    suspend(false);
    stage.pass(58);
    expect(conditionsOf(stage.get(Job, 'late'))).toEqual(['Suspended False JobResumed']);
  });
  test('and ends a minute later', () => {
    stage.pass(4);
    expect(conditionsOf(stage.get(Job, 'late'))).toEqual([
      'Suspended False JobResumed',
      'FailureTarget True DeadlineExceeded',
      'Failed True DeadlineExceeded',
    ]);
  });
  test('what it told', () => {
    expect(stage.events('late').map((event) => event.replace(/late-.*/, 'late-'))).toEqual([
      'Normal SuccessfulCreate Created pod: late-',
      'Normal SuccessfulDelete Deleted pod: late-',
      'Normal Suspended Job suspended',
      'Normal SuccessfulCreate Created pod: late-',
      'Normal Resumed Job resumed',
      'Normal SuccessfulDelete Deleted pod: late-',
      'Warning DeadlineExceeded Job was active longer than specified deadline',
    ]);
  });
});

test('J-13 a Job that is made suspended has not started', () => {
  const stage = new Stage();
  stage.create(Job, jobDraft('late', { suspend: true }));
  stage.pass(5);
  expect([stage.pods(), stage.get(Job, 'late').status?.startTime]).toEqual([[], undefined]);
});

describe('SP-38 a Job is deleted', () => {
  const left = (propagation: 'Background' | 'Foreground' | 'Orphan'): readonly Pod[] => {
    const stage = new Stage();
    stage.create(Job, jobDraft('pi'));
    stage.pass(2);
    stage.delete(Job, 'pi', propagation);
    stage.pass(5);
    expect(stage.list(Job)).toEqual([]);
    return stage.pods();
  };
  test('with its pods', () => expect(left('Background')).toEqual([]));
  test('after its pods', () => expect(left('Foreground')).toEqual([]));
  test('without them: they keep neither owner nor finalizer', () => {
    const [pod, ...others] = left('Orphan');
    expect(others).toEqual([]);
    expect([pod?.metadata.ownerReferences, pod?.metadata.finalizers]).toEqual([undefined, undefined]);
  });
});

test('G-9 a Job takes in pods that its selector matches, and counts them', () => {
  const stage = new Stage();
  const labels = { app: 'pi' };
  stage.create(Pod, {
    metadata: { name: 'stray', labels },
    spec: { containers: [{ name: 'c', image: 'b' }], restartPolicy: 'Never' },
  });
  const template = {
    metadata: { labels },
    spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'b' }] },
  };
  stage.create(Job, jobDraft('pi', { manualSelector: true, selector: { matchLabels: labels }, template }));
  expect(stage.podNames()).toEqual(['stray']);
  exit(stage, 'stray', 0);
  stage.pass(3);
  expect(conditionsOf(stage.get(Job, 'pi')).at(-1)).toBe('Complete True CompletionsReached');
});

describe('J-5 a Job whose pods are refused', () => {
  const stage = new Stage();
  stage.create(ResourceQuota, { metadata: { name: 'none' }, spec: { hard: { pods: '0' } } });
  stage.create(Job, jobDraft('poor', { activeDeadlineSeconds: 100 }));
  const refusals = (): number =>
    stage.events('poor').filter((event) => event.startsWith('Warning FailedCreate Error creating:')).length;
  test('tries again after pauses that double', () => {
    stage.pass(35);
    expect(refusals()).toBe(6);
  });
  test('still keeps its deadline', () => {
    stage.pass(67);
    expect(conditionsOf(stage.get(Job, 'poor')).at(-1)).toBe('Failed True DeadlineExceeded');
  });
});

describe('J-7 when a pod that is being deleted is replaced', () => {
  const sleeping = {
    restartPolicy: 'Never',
    containers: [{ name: 'c', image: 'b', command: ['sleep', '1h'] }],
  };
  const afterDeletion = (podReplacementPolicy: string) => {
    const cluster = new WholeCluster();
    const annotations = { 'sim.local/behaviour': 'ignores sigterm' };
    const template = { metadata: { annotations }, spec: sleeping };
    const draft = jobDraft('slow', { podReplacementPolicy, template });
    cluster.create({ kind: erased(Job), ...draft });
    cluster.pass(20);
    const [pod] = cluster.client.list(Pod);
    cluster.client.delete(Pod, { namespace: 'default', name: pod?.metadata.name ?? '' });
    cluster.pass(15);
    const {
      active = 0,
      failed = 0,
      terminating,
    } = cluster.client.get(Job, { namespace: 'default', name: 'slow' }).status ?? {};
    return { active, failed, terminating };
  };
  test('at once, counting as failed', () => {
    expect(afterDeletion('TerminatingOrFailed')).toEqual({ active: 1, failed: 1, terminating: 1 });
  });
  test('once it has ended', () => {
    expect(afterDeletion('Failed')).toEqual({ active: 0, failed: 0, terminating: 1 });
  });
});

test('J-7 a pod that was deleted is seen to have failed with fast kubelets too', () => {
  const cluster = new WholeCluster({ kubelet: 'fast' });
  const spec = {
    restartPolicy: 'Never',
    containers: [{ name: 'c', image: 'b', command: ['sleep', '1000'] }],
  };
  cluster.create({
    kind: erased(Job),
    ...jobDraft('slow', { podReplacementPolicy: 'Failed', template: { spec } }),
  });
  cluster.pass(5);
  const [pod] = cluster.client.list(Pod);
  cluster.client.delete(Pod, { namespace: 'default', name: pod?.metadata.name ?? '' });
  cluster.pass(20);
  const { active, failed } = cluster.client.get(Job, { namespace: 'default', name: 'slow' }).status ?? {};
  expect({ active, failed }).toEqual({ active: 1, failed: 1 });
});
