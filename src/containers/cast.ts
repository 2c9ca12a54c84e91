import type { Reader } from '../client/client.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { isKnownProgram } from './entry-point.ts';
import { type Rows, runsOn } from './history.ts';
import { byStart, type Instance, instanceKey, instancesOf } from './instance.ts';
import { keysOf, lastingPlaces } from './volumes.ts';

/** Everybody who has a part in what the pod sees: its own runs, and those of others on the volumes they share. */
export function castOf(pod: Pod, reader: Reader, rows: Rows): readonly Instance[] {
  const cast = new Map(instancesOf(pod).map((instance) => [instanceKey(instance), instance]));
  const volumes = volumesOf(pod, reader);
  for (const volume of volumes) {
    for (const run of runsOn(rows, volume)) {
      const key = instanceKey(run);
      const own = cast.get(key);
      // The record knows its times to the millisecond.
      cast.set(key, own === undefined ? run : { ...own, ...run, pod: own.pod });
      for (const further of run.places === undefined ? volumesOf(run.pod, reader) : keysOf(run.places))
        volumes.add(further);
    }
  }
  return [...cast.values()].sort(byStart);
}

function volumesOf(pod: Pod, reader: Reader): Set<string> {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  return new Set(
    containers.filter(isKnownProgram).flatMap((container) => keysOf(lastingPlaces(pod, container, reader))),
  );
}
