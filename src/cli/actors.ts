import type { ActorsOf } from '../cluster/session-parts.ts';
import { assert } from '../machinery/assert.ts';

/** Everyone who acts in the cluster: loaded when something is due, for most readers find a cluster at rest. */
export interface Crew {
  readonly actors: ActorsOf;
  isHere(): boolean;
  come(): Promise<void>;
}

export function lateCrew(): Crew {
  let actorsOf: ActorsOf | undefined;
  return {
    actors: (settings, world) => {
      assert(actorsOf, 'something happened in the cluster before anybody was there to act');
      return actorsOf(settings, world);
    },
    isHere: () => actorsOf !== undefined,
    come: async () => {
      actorsOf ??= (await import('../cluster/actors.ts')).actorsFor;
    },
  };
}
