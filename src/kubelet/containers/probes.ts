import type { Probe } from '../../kinds/core/pod/types.ts';
import { after, type Duration, type Instant, instant, minutes, seconds } from '../../machinery/instant.ts';
import type { Program } from '../behaviours/behaviour.ts';
import type { ContainerRun, ProbeName, ProbeRun } from '../run.ts';
import { lengthOf, type Place, programOf, type Sync, targetOf, tell } from '../sync.ts';

export const NAMES: readonly ProbeName[] = ['startup', 'liveness', 'readiness'];
const WORDS: Readonly<Record<ProbeName, string>> = {
  startup: 'Startup',
  liveness: 'Liveness',
  readiness: 'Readiness',
};
/** Results before any probe has run (K-61). */
const INITIALLY: Readonly<Record<ProbeName, boolean>> = { startup: false, liveness: true, readiness: false };
/** A recorder lets so many like events through at once and then one in five minutes (EV-2): later failures go unheard. */
const HEARD = 25;
const HEARD_LATER = minutes(5);

export const specOf = ({ container }: Place, name: ProbeName): Probe | undefined => container[`${name}Probe`];

/** A container has started: its probes begin. */
export function beginProbes(sync: Sync, place: Place, own: ContainerRun): void {
  own.probes = undefined;
  for (const name of NAMES) {
    const probe = specOf(place, name);
    if (probe === undefined) continue;
    const delay = lengthOf(sync, 'firstProbe', `${place.container.name}/${own.restarts}/${name}`);
    const wished = after(own.startedAt ?? sync.now, seconds(probe.initialDelaySeconds ?? 0));
    const first = after(instant(Math.max(sync.now, wished)), delay);
    own.probes ??= {};
    own.probes[name] = { passed: INITIALLY[name], streak: 0, failing: false, next: first };
  }
}

export const isStarted = ({ step, probes }: ContainerRun): boolean =>
  isUp(step) && (probes?.startup === undefined || probes.startup.passed);

export const isReady = (own: ContainerRun): boolean =>
  isStarted(own) && (own.probes?.readiness === undefined || own.probes.readiness.passed);

const isUp = (step: ContainerRun['step']): boolean => step === 'running' || step === 'stopping';

/** What the probes that are due call for. */
export type Outcome = 'nothing' | 'changed' | 'kill';

/** Runs every probe that is due. While a startup probe has not passed, the others do not run at all. */
export function runProbes(sync: Sync, place: Place, own: ContainerRun): Outcome {
  let outcome: Outcome = 'nothing';
  for (const name of NAMES) {
    const run = own.probes?.[name];
    const probe = specOf(place, name);
    if (run?.next === undefined || probe === undefined || run.next > sync.now) continue;
    if (name !== 'startup' && !isStarted(own)) {
      run.next = nextTick(probe, run.next, sync.now);
      continue;
    }
    const result = runProbe(sync, place, own, name, probe, run);
    if (result === 'kill') return 'kill';
    if (result === 'changed') outcome = 'changed';
  }
  return outcome;
}

function runProbe(
  sync: Sync,
  place: Place,
  own: ContainerRun,
  name: ProbeName,
  probe: Probe,
  run: ProbeRun,
): Outcome {
  const program = programOf(sync, place);
  const uptime = (sync.now - (own.startedAt ?? sync.now)) as Duration;
  const answer = answerOf(sync, place, probe, program, uptime);
  const fails = answer !== undefined;
  run.streak = fails === run.failing ? run.streak + 1 : 1;
  run.failing = fails;
  if (answer !== undefined) {
    tell(sync, 'Warning', 'Unhealthy', `${WORDS[name]} probe failed: ${answer.output}`, place);
    if (name !== 'readiness' && run.streak >= (probe.failureThreshold ?? 3)) return 'kill';
  }
  const wasPassed = run.passed;
  if (fails ? run.streak >= (probe.failureThreshold ?? 3) : run.streak >= (probe.successThreshold ?? 1)) {
    run.passed = !fails;
  }
  run.next = followingProbe(sync, own, name, probe, run, program);
  if (name === 'startup' && run.passed) beginOthers(sync, place, own);
  return wasPassed === run.passed ? 'nothing' : 'changed';
}

function answerOf(sync: Sync, place: Place, probe: Probe, program: Program, uptime: Duration) {
  if (sync.manner.faults.strikes('probe-failure', targetOf(sync, place), sync.now) !== undefined) {
    return { output: probe.exec === undefined ? 'HTTP probe failed with statuscode: 500' : '' };
  }
  return program.answer?.(probe, uptime);
}

/** A startup probe that passed is over, and the others are run at once (K-62). */
function beginOthers({ now }: Sync, { container }: Place, own: ContainerRun): void {
  if (own.probes?.startup !== undefined) own.probes.startup.next = undefined;
  for (const name of ['liveness', 'readiness'] as const) {
    const run = own.probes?.[name];
    const delay = seconds(container[`${name}Probe`]?.initialDelaySeconds ?? 0);
    if (run?.next !== undefined) run.next = instant(Math.max(now, (own.startedAt ?? now) + delay));
  }
}

/** The next probe that can tell anything new: while the answer stays as it is, probes are not even run. */
function followingProbe(
  { now }: Sync,
  own: ContainerRun,
  name: ProbeName,
  probe: Probe,
  run: ProbeRun,
  program: Program,
): Instant | undefined {
  const next = nextTick(probe, now, now);
  const isSettled = run.passed !== run.failing;
  const turn = nextTurn(own, program, now);
  const ofTurn = turn === undefined ? undefined : tickFrom(probe, now, turn);
  if (!run.failing) return isSettled ? ofTurn : next;
  if (name !== 'readiness' || !isSettled || run.streak < HEARD) return next;
  const heard = tickFrom(probe, now, after(now, HEARD_LATER));
  return ofTurn === undefined || heard < ofTurn ? heard : ofTurn;
}

/** When the program's answers may change next. */
export function nextTurn(
  { startedAt }: ContainerRun,
  { turns = [] }: Program,
  now: Instant,
): Instant | undefined {
  const coming = turns.map((turn) => (startedAt ?? now) + turn).filter((turn) => turn > now);
  return coming.length === 0 ? undefined : instant(Math.min(...coming));
}

const periodOf = ({ periodSeconds = 10 }: Probe): number => periodSeconds * 1000;

/** The first tick after `now` of the row that `tick` stands in. */
export function nextTick(probe: Probe, tick: Instant, now: Instant): Instant {
  const period = periodOf(probe);
  return instant(tick + (Math.floor((now - tick) / period) + 1) * period);
}

/** The first tick not before `wanted`. */
function tickFrom(probe: Probe, tick: Instant, wanted: Instant): Instant {
  const period = periodOf(probe);
  return instant(tick + Math.max(1, Math.ceil((wanted - tick) / period)) * period);
}
