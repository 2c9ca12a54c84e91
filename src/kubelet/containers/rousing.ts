import { touchesOf } from '../../containers/history.ts';
import { after, instant, seconds } from '../../machinery/instant.ts';
import type { ContainerRun } from '../run.ts';
import { instanceOf, lengthOf, type Place, type Sync } from '../sync.ts';
import { NAMES, nextTick, specOf } from './probes.ts';

/**
 * Probes that could tell nothing new have not been run. When somebody did something in the container they are run again: what
 * is not remembered of one is that it passed.
 */
export function rouseProbes(sync: Sync, place: Place, own: ContainerRun): void {
  if (own.startedAt === undefined) return;
  const touches = touchesOf(instanceOf(sync, place, own), sync.context.memory);
  if (touches === (own.touches ?? 0)) return;
  own.touches = touches;
  for (const name of NAMES) {
    const probe = specOf(place, name);
    const run = own.probes?.[name] ?? { passed: true, streak: 1, failing: false };
    const isOver = name === 'startup' && run.passed;
    if (probe?.exec === undefined || isOver) continue;
    const delay = lengthOf(sync, 'firstProbe', `${place.container.name}/${own.restarts}/${name}`);
    const first = instant(after(own.startedAt, seconds(probe.initialDelaySeconds ?? 0)) + delay);
    const tick = first > sync.now ? first : nextTick(probe, first, sync.now);
    own.probes ??= {};
    own.probes[name] = { ...run, next: run.next !== undefined && run.next < tick ? run.next : tick };
  }
}
