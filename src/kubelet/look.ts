import type { LookAgain } from '../client/client.ts';
import type { Probe } from '../kinds/core/pod/types.ts';
import { after, type Instant, instant, minutes, seconds } from '../machinery/instant.ts';
import { nextTurn } from './containers/probes.ts';
import type { ContainerRun, ProbeName, ProbeRun } from './run.ts';
import { type Place, programOf, runOf, type Sync } from './sync.ts';
import { nextFull } from './volumes/limits.ts';

/** What ends by itself within this time is on its way; what runs longer is taken as staying up for now. */
const SOON = minutes(1);
/** As {@link SOON}, for what has to end. */
const SOON_ENOUGH = minutes(10);

/** A resize that has to wait is tried again with the pod's next resync. */
const RESYNC = minutes(1);

interface Coming {
  readonly at: Instant;
  readonly isProgress: boolean;
}

/** When the pod's next thing is due, and whether anything certain is among what is to come. */
export function lookAgain(sync: Sync): LookAgain | undefined {
  const coming: Coming[] = [];
  const { run, pod } = sync;
  if (run.mount !== undefined) coming.push({ at: run.mount.next, isProgress: false });
  for (const { next } of Object.values(run.volumes ?? {})) coming.push({ at: next, isProgress: false });
  const { activeDeadlineSeconds } = pod.spec;
  if (activeDeadlineSeconds !== undefined && run.ending === undefined) {
    coming.push({ at: after(run.seen, seconds(activeDeadlineSeconds)), isProgress: false });
  }
  const full = run.ending === undefined ? nextFull(sync) : undefined;
  if (full !== undefined) coming.push({ at: full.at, isProgress: full.at - sync.now <= SOON });
  if (run.pending?.reason === 'Deferred') coming.push({ at: after(sync.now, RESYNC), isProgress: false });
  for (const place of sync.places) {
    const own = runOf(sync, place);
    if (own === undefined) continue;
    if (own.resized !== undefined && own.step === 'running')
      coming.push({ at: own.resized, isProgress: true });
    const step = ofStep(sync, place, own);
    if (step !== undefined && (run.ending === undefined || own.step === 'stopping')) coming.push(step);
    if (own.step === 'running' && run.ending === undefined) coming.push(...ofProbes(sync, place, own));
  }
  if (coming.length === 0) return undefined;
  const at = instant(Math.min(...coming.map((each) => each.at)));
  return { at, because: coming.some(({ isProgress }) => isProgress) ? 'progress' : 'standing' };
}

function ofStep(
  { pod, now }: Sync,
  { part }: Place,
  { step, until, reason, preStopFails }: ContainerRun,
): Coming | undefined {
  if (until === undefined) return undefined;
  if (preStopFails !== undefined && preStopFails < until) return { at: preStopFails, isProgress: true };
  if (step === 'greeting') return { at: until, isProgress: until - now <= SOON_ENOUGH };
  if (step === 'crashed') return { at: until, isProgress: false };
  if (step === 'blocked') return { at: until, isProgress: reason === 'ErrImagePull' };
  if (step !== 'running') return { at: until, isProgress: true };
  const mustEnd = part === 'init' || (pod.spec.restartPolicy ?? 'Always') !== 'Always';
  return { at: until, isProgress: until - now <= (mustEnd ? SOON_ENOUGH : SOON) };
}

function ofProbes(sync: Sync, place: Place, own: ContainerRun): readonly Coming[] {
  const coming: Coming[] = [];
  for (const [name, run] of Object.entries(own.probes ?? {})) {
    const probe = place.container[`${name as ProbeName}Probe`];
    if (run.next === undefined || probe === undefined) continue;
    coming.push({ at: run.next, isProgress: willTurn(sync, place, own, name as ProbeName, run, probe) });
  }
  return coming;
}

/** Whether the probe is on its way to another result than it has. */
function willTurn(
  sync: Sync,
  place: Place,
  own: ContainerRun,
  name: ProbeName,
  run: ProbeRun,
  probe: Probe,
): boolean {
  const turn = nextTurn(own, programOf(sync, place), sync.now);
  const turnsSoon = turn !== undefined && turn - sync.now <= SOON_ENOUGH;
  if (run.streak === 0 || turnsSoon) return true;
  const isSettled = run.passed !== run.failing;
  if (name === 'readiness') return !isSettled;
  return run.failing || (!isSettled && run.streak < (probe.successThreshold ?? 1));
}
