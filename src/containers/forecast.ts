import type { Reader } from '../client/client.ts';
import type { Duration } from '../machinery/instant.ts';
import { nowhere, OUT_OF_MEMORY, textSink } from '../shell/descriptors.ts';
import { castOf } from './cast.ts';
import type { Rows } from './history.ts';
import { type Instance, instanceKey } from './instance.ts';
import { type Performance, Scene } from './scene.ts';

/** What a container is going to do, as far as its script says so. */
export interface Forecast {
  /** How it ends by itself; undefined: not within the bounds. */
  readonly ending: { readonly length: Duration; readonly code: number; readonly reason?: string } | undefined;
  /** It asked for something outside that was not there: what it does next depends on others. */
  readonly isOpen: boolean;
  /** When its files change: what a command in it prints may be different from then on. */
  readonly turns: readonly Duration[];
}

/** A forecast looks so many commands ahead, and so far. */
const STEPS_MOST = 10_000;
const LONGEST = 86_400_000;
const TURNS_MOST = 100;

/** Plays one run of a container to its end. */
export function forecast(instance: Instance, reader: Reader, rows: Rows): Forecast {
  const { scene, performance } = stage(instance, reader, rows, instance.start);
  const turns: Duration[] = [];
  const process = performance?.process;
  if (performance === undefined || process === undefined) return { ending: undefined, isOpen: false, turns };
  const { machine } = scene;
  const last = machine.steps + STEPS_MOST;
  let { changes } = performance.files;
  for (let next = machine.next(); next !== undefined && process.status === undefined; next = machine.next()) {
    if (next > instance.start + LONGEST || machine.steps >= last) break;
    machine.run(next, last - machine.steps);
    if (performance.files.changes !== changes && turns.length < TURNS_MOST)
      turns.push(Math.round(process.time - instance.start) as Duration);
    changes = performance.files.changes;
  }
  const length = Math.max(1, Math.round(process.time - instance.start)) as Duration;
  const code = process.status;
  const ranOut = process.killed && code === OUT_OF_MEMORY;
  const ending =
    code === undefined ? undefined : { length, code, ...(ranOut ? { reason: 'OOMKilled' } : {}) };
  return { ending, isOpen: performance.missed.count > 0, turns };
}

/** What a command prints when it is run in the container at a moment; nothing of it stays. */
export function rehearse(
  instance: Instance,
  words: readonly string[],
  at: number,
  reader: Reader,
  rows: Rows,
): { readonly output: string; readonly code: number } | undefined {
  const { scene, performance } = stage(instance, reader, rows, at);
  if (performance === undefined) return undefined;
  const sink = textSink();
  const process = scene.start(performance, words, { input: nowhere, output: sink, errors: sink });
  scene.playUntil(() => process.status !== undefined, at + LONGEST, STEPS_MOST);
  return process.status === undefined ? undefined : { output: sink.text, code: process.status };
}

function stage(
  instance: Instance,
  reader: Reader,
  rows: Rows,
  until: number,
): { readonly scene: Scene; readonly performance: Performance | undefined } {
  const others = castOf(instance.pod, reader, rows).filter(
    (one) => instanceKey(one) !== instanceKey(instance),
  );
  const cast = [...others, instance];
  const scene = new Scene(Math.min(...cast.map(({ start }) => start)), reader, rows);
  scene.play(cast, until);
  return { scene, performance: scene.of(instance) };
}
