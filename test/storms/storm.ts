import { settled } from '../../src/apiserver/managed-fields/deferred.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { defaultSettings, type Settings } from '../../src/cluster/settings.ts';
import { assert } from '../../src/machinery/assert.ts';
import { after, type Duration, hours, type Instant } from '../../src/machinery/instant.ts';
import { createRng, type Rng } from '../../src/simulation/rng.ts';
import { BrokenInvariant, keepInvariants } from '../support/invariants.ts';
import { deeds, MANIFESTS, type Words } from './deeds.ts';
import { openPrompt, type Prompt } from './prompt.ts';
import type { Habit, Storm } from './storm-file.ts';

/** A command that was typed, and when. */
export interface Line {
  readonly at: Instant;
  readonly words: Words;
}

export interface Failure {
  readonly at: Instant;
  /** The promise that is broken; undefined when the program itself is. */
  readonly promise: string | undefined;
  readonly what: string;
}

export interface Outcome {
  readonly lines: readonly Line[];
  /** What was said of those that failed: a rollout without a history cannot be undone. */
  readonly refused: readonly string[];
  readonly failure: Failure | undefined;
  readonly revision: number;
  readonly wakes: number;
  /** Every object as it was left, with everything in it. */
  readonly objects: () => readonly unknown[];
}

/** How often everything is counted anew in a long storm, once the cluster has settled. */
const RECOUNT = hours(1);

/** Lets the storm blow over a cluster until `length` is over; then all that was broken is mended, and it comes to rest. */
export async function runStorm(
  storm: Storm,
  seed: number,
  length: Duration = storm.length,
): Promise<Outcome> {
  const rng = createRng(seed, storm.name);
  const waiting: Planned[] = planOf(storm, length, rng);
  return blow(storm, seed, async (stage) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const at = next.at;
      stage.passTo(at);
      const { client } = stage.prompt.cluster;
      const deed =
        'lines' in next ? { now: next.lines } : chosenDeed(next.habit, { client, rng: next.rng, now: at });
      for (const words of deed.now) await stage.type(words);
      if (deed.later !== undefined)
        insert(waiting, { at: after(at, deed.later.wait), lines: deed.later.lines });
    }
    stage.passTo(after(storm.start, length));
  });
}

/** Types the same lines at the same times again. */
export async function repeat(storm: Storm, seed: number, lines: readonly Line[]): Promise<Outcome> {
  return blow(storm, seed, async (stage) => {
    for (const { at, words } of lines) {
      stage.passTo(at);
      await stage.type(words);
    }
  });
}

/** What a cluster for the storm is made with. */
export function settingsOf({ workers, cpu, memory, start }: Storm, seed: number): Settings {
  const names = Array.from({ length: workers }, (_, index) => `worker-${index + 1}`);
  const nodes = [
    { name: 'control-plane', role: 'control-plane' } as const,
    ...names.map((name) => ({ name, role: 'worker' as const })),
  ];
  return { ...defaultSettings(seed, start), pace: 'manual', nodes, cpu, memory };
}

interface Stage {
  readonly prompt: Prompt;
  passTo(at: Instant): void;
  type(words: Words): Promise<void>;
}

async function blow(storm: Storm, seed: number, during: (stage: Stage) => Promise<void>): Promise<Outcome> {
  const lines: Line[] = [];
  const refused: string[] = [];
  let wakes = 0;
  let check = (): void => {};
  const prompt = openPrompt({
    settings: settingsOf(storm, seed),
    files: { [MANIFESTS]: storm.manifests },
    onReconcile: () => {
      wakes++;
      check();
    },
  });
  const { cluster } = prompt;
  const invariants = keepInvariants(cluster);
  check = invariants.check;
  let recounted = cluster.clock.now();
  const passTo = (until: Instant): void => {
    while (cluster.step(until)) {
      if (cluster.clock.now() < recounted + RECOUNT || cluster.agenda.nextProgress() !== undefined) continue;
      recounted = cluster.clock.now();
      invariants.recount();
    }
    cluster.advanceTo(until);
  };
  const type = async (words: Words): Promise<void> => {
    lines.push({ at: cluster.clock.now(), words });
    const { exit, err } = await prompt.type(words);
    if (exit !== 0) refused.push(`${words.join(' ')}: ${err.trim()}`);
    check();
  };
  const stage: Stage = { prompt, passTo, type };
  let failure: Failure | undefined;
  try {
    await prompt.type(['apply', '-f', MANIFESTS]);
    await during(stage);
    await mend(stage);
    settle(cluster);
    check();
    if (cluster.agenda.nextProgress() === undefined) invariants.recount();
  } catch (error) {
    const isBroken = error instanceof BrokenInvariant;
    failure = {
      at: cluster.clock.now(),
      promise: isBroken ? error.promise : undefined,
      what: isBroken ? error.message : String((error as Error).stack ?? error),
    };
  }
  const objects = (): readonly unknown[] => cluster.store.list('').map(({ value }) => settled(value));
  return { lines, refused, failure, revision: cluster.store.revision(), wakes, objects };
}

/** How long the cluster is waited for to come to rest: Jobs by the clock may never let it. */
const CALM = hours(1);

function settle(cluster: Cluster): void {
  const latest = after(cluster.clock.now(), CALM);
  cluster.settle();
  for (
    let next = cluster.agenda.nextProgress();
    next !== undefined && next.at <= latest;
    next = cluster.agenda.nextProgress()
  )
    while (cluster.step(next.at));
}

/** Takes back whatever is still broken. */
async function mend({ prompt, type }: Stage): Promise<void> {
  const { settings } = prompt.cluster;
  await type(['fault', 'remove', '--all']);
  const workers = settings.nodes.filter(({ role }) => role === 'worker').map(({ name }) => name);
  for (const name of workers) {
    await type(['node', 'add', name]);
    await type(['node', 'start', name]);
    await type(['uncordon', name]);
  }
}

type Planned =
  | { readonly at: Instant; readonly habit: Habit; readonly rng: Rng }
  | { readonly at: Instant; readonly lines: readonly Words[] };

/** Each habit once in each of its periods. */
function planOf({ start, habits }: Storm, length: Duration, rng: Rng): Planned[] {
  const plan = habits.flatMap((habit, row) =>
    Array.from({ length: Math.floor(length / habit.every) }, (_, period): Planned => {
      const own = rng.fork(`${row} ${habit.does} ${period}`);
      const moment = period * habit.every + Math.floor(own.fraction() * habit.every);
      return { at: after(start, moment as Duration), habit, rng: own };
    }),
  );
  return plan.sort((a, b) => a.at - b.at);
}

function insert(waiting: Planned[], one: Planned): void {
  const place = waiting.findIndex(({ at }) => at > one.at);
  if (place === -1) waiting.push(one);
  else waiting.splice(place, 0, one);
}

function chosenDeed(habit: Habit, scene: Parameters<(typeof deeds)[string]>[1]) {
  const deed = deeds[habit.does];
  assert(deed !== undefined, `no storm knows how to ${habit.does}`);
  return deed(habit, scene);
}
