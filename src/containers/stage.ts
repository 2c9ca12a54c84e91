import { castOf } from './cast.ts';
import { type Instance, instanceKey } from './instance.ts';
import { keep, type Sources, sceneOf } from './kept-scenes.ts';
import type { Performance } from './performance.ts';
import type { Scene } from './scene.ts';

/** A scene of its own for one run of a container, with all who share something with it, played up to a moment. */
export function stage(
  instance: Instance,
  sources: Sources,
  { until, isPresent }: { readonly until: number; readonly isPresent: boolean },
): { readonly scene: Scene; readonly performance: Performance | undefined } {
  const others = castOf(instance.pod, sources.reader, sources.rows).filter(
    (one) => instanceKey(one) !== instanceKey(instance),
  );
  const cast = [...others, instance];
  const key = `${instance.pod.metadata.uid}-${instance.container.name}`;
  const scene = sceneOf(key, cast, until, sources, false);
  scene.play(cast, until, isPresent ? until : undefined);
  keep(key, scene, sources);
  return { scene, performance: scene.of(instance) };
}
