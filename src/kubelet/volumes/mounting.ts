import { after, type Duration, milliseconds, seconds } from '../../machinery/instant.ts';
import type { VolumeTry } from '../run.ts';
import { type Sync, tell } from '../sync.ts';
import { claimedVolume } from './claimed-volume.ts';
import { growFileSystem } from './growing.ts';
import { obstacleTo } from './obstacles.ts';

/** Pauses between tries to mount: 0.5 s, doubled, at most 2 min 2 s (K-80). */
const PAUSE_FIRST = seconds(0.5);
const PAUSE_LONGEST = seconds(122);
/** A pod that could not be processed is looked at again after this time and up to half as much more. */
const BACK_OFF = seconds(10);
/** Stands for the volumes that could not be processed: they are told of together. */
const UNPROCESSED = '';

/** Whether all volumes are there. Tells what stands in the way, of each volume at its own pace (K-80, K-81). */
export function areMounted(sync: Sync): boolean {
  const { run, now } = sync;
  if (Object.keys(run.containers).length > 0) return true;
  if (run.mount !== undefined && run.mount.next > now) return false;
  run.mount = undefined;
  const tries: Record<string, VolumeTry> = {};
  const isReady = tryVolumes(sync, run.volumes ?? {}, tries);
  run.volumes = Object.keys(tries).length === 0 ? undefined : tries;
  if (isReady) growFileSystems(sync);
  return isReady;
}

/** Tries what is due; `tries` takes down what is to be tried again by itself. */
function tryVolumes(
  sync: Sync,
  before: Readonly<Record<string, VolumeTry>>,
  tries: Record<string, VolumeTry>,
): boolean {
  const { pod, now } = sync;
  const unprocessed = new Map<string, string>();
  let isReady = true;
  for (const volume of pod.spec.volumes ?? []) {
    const last = before[volume.name];
    const obstacle = last !== undefined && last.next > now ? 'later' : obstacleTo(volume, sync);
    if (obstacle === undefined) continue;
    isReady = false;
    if (obstacle === 'unattached') continue;
    if (obstacle === 'later') {
      if (last !== undefined) tries[volume.name] = last;
    } else if ('unprocessed' in obstacle) {
      unprocessed.set(volume.name, obstacle.unprocessed);
    } else {
      tell(sync, 'Warning', 'FailedMount', obstacle.failed);
      tries[volume.name] = nextTry(sync, last?.failures ?? 0);
    }
  }
  if (unprocessed.size > 0) tries[UNPROCESSED] = tellUnprocessed(sync, unprocessed, before[UNPROCESSED]);
  return isReady;
}

function nextTry({ now }: Sync, failures: number): VolumeTry {
  const pause = Math.min(PAUSE_FIRST * 2 ** failures, PAUSE_LONGEST) as Duration;
  return { failures: failures + 1, next: after(now, pause) };
}

function tellUnprocessed(
  sync: Sync,
  faults: ReadonlyMap<string, string>,
  last: VolumeTry | undefined,
): VolumeTry {
  const { now, context, run } = sync;
  if (last !== undefined && last.next > now) return last;
  const names = `[${[...faults.keys()].join(' ')}]`;
  const why = [...faults.values()].join('; ');
  tell(
    sync,
    'Warning',
    'FailedMount',
    `Unable to attach or mount volumes: unmounted volumes=${names}, unattached volumes=[], failed to process volumes=${names}: ${why}`,
  );
  const failures = (last?.failures ?? 0) + 1;
  const jitter = context.rng.fork(`${run.uid}/volumes/${failures}`).fraction() / 2;
  return { failures, next: after(now, milliseconds(Math.round(BACK_OFF * (1 + jitter)))) };
}

/** Volumes that grew while nobody had them mounted. */
function growFileSystems({ pod, node, context }: Sync): void {
  for (const volume of pod.spec.volumes ?? []) {
    const claimed = claimedVolume(pod, volume, context.client);
    if (claimed !== undefined && 'claim' in claimed)
      growFileSystem(claimed.claim, pod, node.metadata.name, context);
  }
}
