import type { Reader } from '../client/client.ts';
import { castOf } from './cast.ts';
import type { Rows } from './history.ts';
import { type Instance, instanceKey } from './instance.ts';
import type { Performance } from './performance.ts';
import { Scene } from './scene.ts';

/** A scene of its own for one run of a container, with all who share something with it, played up to a moment. */
export function stage(
  instance: Instance,
  reader: Reader,
  rows: Rows,
  { until, isPresent }: { readonly until: number; readonly isPresent: boolean },
): { readonly scene: Scene; readonly performance: Performance | undefined } {
  const others = castOf(instance.pod, reader, rows).filter(
    (one) => instanceKey(one) !== instanceKey(instance),
  );
  const cast = [...others, instance];
  const scene = new Scene(Math.min(...cast.map(({ start }) => start)), reader, rows);
  scene.play(cast, until, isPresent ? until : undefined);
  return { scene, performance: scene.of(instance) };
}
