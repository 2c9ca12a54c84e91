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

/** From so many commands on it takes longer to play a scene than to read how it stood. */
const STEPS_WORTH = 1000;

/** A scene of the instances that has not been played beyond the moment: as it was kept, or from its beginning. */
export function stageFor(
  key: string,
  instances: readonly Instance[],
  until: number,
  {
    reader,
    rows,
    shelf,
  }: { readonly reader: Reader; readonly rows: Rows; readonly shelf?: Shelf | undefined },
): Scene {
  const bytes = shelf?.get(key);
  const kept = bytes === undefined ? undefined : sceneFrom(bytes, instances, until, reader, rows);
  if (kept !== undefined) {
    kept.keptSteps = kept.machine.steps;
    return kept;
  }
  const start = Math.min(...instances.map((instance) => instance.start));
  return new Scene(start, reader, rows, shelf === undefined ? undefined : new Map());
}

/** Keeps the scene as it stands, where playing it again would cost something. */
export function keep(key: string, scene: Scene, rows: Rows, shelf: Shelf | undefined): void {
  const { steps } = scene.machine;
  if (shelf === undefined || steps < scene.keptSteps + STEPS_WORTH) return;
  scene.keptSteps = steps;
  const bytes = checkpointOf(scene, rows);
  if (bytes !== undefined) shelf.put(key, bytes);
}
