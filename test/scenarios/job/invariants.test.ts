import { expect, test } from 'vitest';
import { CronJob } from '../../../src/kinds/batch/cronjob/kind.ts';
import { isFinished as hasFinished } from '../../../src/kinds/batch/job/conditions.ts';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { isActive, isFinished } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { controllerOf } from '../../../src/machinery/object-meta.ts';
import { createRng } from '../../../src/simulation/rng.ts';
import { cronJobDraft, exit, jobDraft } from '../../support/jobs.ts';
import { Stage } from '../../support/scenario.ts';

/** One pod, whichever, ends well, ends badly or is deleted; then some seconds pass. */
function happen(stage: Stage, rng: ReturnType<typeof createRng>): void {
  const running = stage.pods().filter((pod) => !isFinished(pod) && isActive(pod));
  const pod = running[rng.integer(Math.max(1, running.length))];
  if (pod !== undefined) {
    const fate = rng.integer(5);
    if (fate === 0) stage.delete(Pod, pod.metadata.name);
    else exit(stage, pod.metadata.name, fate === 1 ? 1 : 0);
  }
  stage.pass(rng.integer(20));
}

test.each([1, 2, 3, 4, 5, 6])('a Job counts every pod once, and never runs too many (seed %i)', (seed) => {
  const rng = createRng(seed);
  const stage = new Stage();
  const [completions, parallelism] = [1 + rng.integer(8), 1 + rng.integer(4)];
  const completionMode = rng.chance(0.5) ? 'Indexed' : 'NonIndexed';
  stage.create(Job, jobDraft('pi', { completions, parallelism, completionMode, backoffLimit: 100 }));
  for (let step = 0; step < 60; step++) {
    happen(stage, rng.fork(`step ${step}`));
    const job = stage.get(Job, 'pi');
    const active = stage.pods().filter(isActive).length;
    expect(active).toBeLessThanOrEqual(hasFinished(job) ? 0 : parallelism);
  }
  stage.pass(600);
  while (!hasFinished(stage.get(Job, 'pi'))) {
    exit(stage, 'pi-', 0);
    stage.pass(700);
  }
  const { status } = stage.get(Job, 'pi');
  const phases = stage.pods().map((pod) => pod.status?.phase);
  expect(status?.succeeded).toBe(completions);
  expect(phases.filter((phase) => phase === 'Succeeded').length).toBe(completions);
  expect(stage.pods().flatMap(({ metadata }) => metadata.finalizers ?? [])).toEqual([]);
});

test.each([1, 2, 3])('Forbid never lets two Jobs overlap (seed %i)', (seed) => {
  const rng = createRng(seed);
  const stage = new Stage();
  stage.create(CronJob, cronJobDraft('report', '* * * * *', { concurrencyPolicy: 'Forbid' }));
  for (let step = 0; step < 80; step++) {
    happen(stage, rng.fork(`step ${step}`));
    const running = stage.list(Job).filter((job) => !hasFinished(job));
    expect(running.length).toBeLessThanOrEqual(1);
    const owners = new Set(
      stage
        .pods()
        .filter(isActive)
        .map((pod) => controllerOf(pod)?.name),
    );
    expect(owners.size).toBeLessThanOrEqual(1);
  }
});
