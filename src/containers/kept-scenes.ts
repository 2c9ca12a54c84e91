import type { Reader } from '../client/client.ts';
import { checkpointOf, sceneFrom } from './checkpoint.ts';
import type { Rows } from './history.ts';
import type { Instance } from './instance.ts';
import { Scene } from './scene.ts';

/** Where scenes are kept that were played: any of them may be gone the next time. */
export interface Shelf {
  get(key: string): Uint8Array | undefined;
  put(key: string, bytes: Uint8Array): void;
}

/** What a scene is played from. */
export interface Sources {
  readonly reader: Reader;
  readonly rows: Rows;
  /** Absent: nothing is kept. */
  readonly shelf?: Shelf | undefined;
}

/** From so many commands on it takes longer to play a scene than to read how it stood. */
export const STEPS_WORTH = 500;

/**
 * A scene of the instances that has not been played beyond the moment: as it was kept, or from its beginning. `lasts` says
 * that it will be played on after things have changed in the cluster.
 */
export function sceneOf(
  key: string,
  instances: readonly Instance[],
  until: number,
  { reader, rows, shelf }: Sources,
  lasts: boolean,
): Scene {
  const bytes = shelf?.get(key);
  const kept = bytes === undefined ? undefined : sceneFrom(bytes, instances, until, reader, rows);
  if (kept !== undefined) {
    kept.keptSteps = kept.machine.steps;
    return kept;
  }
  const start = Math.min(...instances.map((instance) => instance.start));
  return new Scene(start, reader, rows, lasts && shelf !== undefined ? new Map() : undefined);
}

/** Keeps the scene as it stands, where playing it again would cost something. */
export function keep(key: string, scene: Scene, { reader, rows, shelf }: Sources): void {
  const { steps } = scene.machine;
  if (shelf === undefined || steps < scene.keptSteps + STEPS_WORTH) return;
  scene.keptSteps = steps;
  const bytes = checkpointOf(scene, reader, rows);
  if (bytes !== undefined) shelf.put(key, bytes);
}

/** Most that a process has at hand. */
const BYTES_AT_HAND = 32 * 1024 * 1024;

/** A shelf that is at hand: what is new on it comes to one that others find, too, when this process has time. */
export interface ShelfAtHand extends Shelf {
  flush(): void;
}

export function shelfAtHand(below?: Shelf): ShelfAtHand {
  const kept = new Map<string, Uint8Array>();
  const unseen = new Set<string>();
  let size = 0;
  const forget = (key: string): void => {
    size -= kept.get(key)?.length ?? 0;
    kept.delete(key);
    unseen.delete(key);
  };
  const take = (key: string, bytes: Uint8Array): void => {
    forget(key);
    kept.set(key, bytes);
    size += bytes.length;
    for (const oldest of kept.keys()) {
      if (size <= BYTES_AT_HAND) break;
      forget(oldest);
    }
  };
  return {
    get: (key) => {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const found = below?.get(key);
      if (found !== undefined) take(key, found);
      return found;
    },
    put: (key, bytes) => {
      take(key, bytes);
      unseen.add(key);
    },
    flush: () => {
      for (const key of unseen) below?.put(key, kept.get(key) as Uint8Array);
      unseen.clear();
    },
  };
}
