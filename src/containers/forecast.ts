import type { Reader } from '../client/client.ts';
import type { Duration, Instant } from '../machinery/instant.ts';
import { OUT_OF_MEMORY } from '../shell/descriptors.ts';
import { bytesBelow } from '../shell/entries.ts';
import { knowsProgram } from '../shell/start.ts';
import { type Rows, touchesOf } from './history.ts';
import type { Instance } from './instance.ts';
import type { Sources } from './kept-scenes.ts';
import type { Rehearsed } from './performance.ts';
import type { Scene } from './scene.ts';
import { stage } from './stage.ts';
import { type LimitedVolume, limitedVolumes } from './volumes.ts';

/** What a container is going to do, as far as its script says so. */
export interface Forecast {
  /** How it ends by itself; undefined: not within the bounds. */
  readonly ending:
    | { readonly length: Duration; readonly code: number; readonly reason?: string; readonly isTold: boolean }
    | undefined;
  /** It asked for something outside that was not there, or may be spoken to: what it does next depends on others. */
  readonly isOpen: boolean;
  /** When its files change: what a command in it prints may be different from then on. */
  readonly turns: readonly Duration[];
  /** A volume that then holds more than it may. */
  readonly overflow?: Overflow;
}

export interface Overflow {
  readonly volume: string;
  readonly after: Duration;
}

/** A forecast looks so many commands ahead, and so far. */
const STEPS_MOST = 10_000;
/** Who has waited for more commands than these goes on waiting: almost a week of looking every two seconds. */
const WAITING_STEPS_MOST = 1_000_000;
const LONGEST = 86_400_000;
const TURNS_MOST = 100;

/** A forecast, and what it took to make it. */
export interface Foretold {
  readonly forecast: Forecast;
  readonly steps: number;
  /** Nobody was asked, nobody spoke to it, nobody shares anything with it: what it begins with says all. */
  readonly isAlone: boolean;
}

/** Plays one run of a container to its end. */
export function foretell(instance: Instance, { reader, rows }: Sources, now: Instant): Foretold {
  // What somebody said to it is heard up to now.
  const isSpokenTo = instance.container.stdin === true || touchesOf(instance, rows) > 0;
  const until = isSpokenTo ? Math.max(now, instance.start) : instance.start;
  const { scene, performance } = stage(instance, { reader, rows }, { until, isPresent: false });
  const turns: Duration[] = [];
  const process = performance?.process;
  if (performance === undefined || process === undefined)
    return { forecast: { ending: undefined, isOpen: false, turns }, steps: 0, isAlone: false };
  const { machine } = scene;
  const first = machine.steps;
  let ahead = first;
  let { changes } = performance.files;
  const limited = limitedVolumes(instance.pod, instance.container, reader);
  let overflow: Overflow | undefined;
  for (let next = machine.next(); next !== undefined && process.status === undefined; next = machine.next()) {
    // A script that waits for others is played up to now, however long it has waited: only then does it look ahead.
    const isWaiting = performance.asked.vain > 0;
    if (isWaiting && next <= now) ahead = machine.steps;
    if (next > (isWaiting ? Math.max(now, instance.start) : instance.start) + LONGEST) break;
    if (machine.steps >= ahead + STEPS_MOST || machine.steps >= first + WAITING_STEPS_MOST) break;
    machine.run(next, ahead + STEPS_MOST - machine.steps);
    if (performance.files.changes === changes) continue;
    changes = performance.files.changes;
    const passed = Math.round(process.time - instance.start) as Duration;
    if (turns.length < TURNS_MOST) turns.push(passed);
    const over = overflow === undefined ? limited.find((volume) => isOver(volume, scene)) : undefined;
    if (over !== undefined) overflow = { volume: over.name, after: passed };
  }
  const length = Math.max(1, Math.round(process.time - instance.start)) as Duration;
  const code = process.status;
  const ranOut = process.killed && code === OUT_OF_MEMORY;
  const ending =
    code === undefined
      ? undefined
      : { length, code, isTold: process.isTold, ...(ranOut ? { reason: 'OOMKilled' } : {}) };
  const isOpen = isSpokenTo || performance.asked.vain > 0;
  const forecast = overflow === undefined ? { ending, isOpen, turns } : { ending, isOpen, turns, overflow };
  const isAlone = !isSpokenTo && performance.asked.count === 0 && scene.played.performances.size === 1;
  return { forecast, steps: machine.steps, isAlone };
}

const isOver = ({ key, bytes }: LimitedVolume, scene: Scene): boolean =>
  bytesBelow(scene.folderOf(key, scene.machine.now)) > bytes;

/** How a command in a container ends. */
export interface Rehearsal {
  /** What it printed; of both streams, and of the second alone. */
  readonly output: string;
  readonly errors: string;
  /** Whether there is such a program. */
  readonly isThere: boolean;
  readonly code: number;
  readonly length: Duration;
}

/** How a command ends that is run in the container at a moment; nothing of it stays. Undefined: it goes on. */
export function rehearse(
  instance: Instance,
  words: readonly string[],
  at: number,
  sources: Sources,
): Rehearsal | undefined {
  const { scene, performance } = stage(instance, sources, { until: at, isPresent: true });
  if (performance === undefined) return undefined;
  const isThere = knowsProgram(performance.world, words[0] ?? '');
  return watched(scene, scene.rehearse(performance, words), at, isThere);
}

/** How the command of its postStart hook ends, which begins with the run and leaves its traces. */
export function foretellPostStart(instance: Instance, reader: Reader, rows: Rows): Rehearsal | undefined {
  const { start, container } = instance;
  const { scene, performance } = stage(instance, { reader, rows }, { until: start, isPresent: true });
  if (performance?.hook === undefined) return undefined;
  const [program = ''] = container.lifecycle?.postStart?.exec?.command ?? [];
  return watched(scene, performance.hook, start, knowsProgram(performance.world, program));
}

/** What SIGTERM at a moment does to the container's own program: how soon that ends it, and with what code; undefined: nothing. */
export function foretellStop(
  instance: Instance,
  at: number,
  sources: Sources,
): { readonly after: Duration; readonly code: number } | undefined {
  const { scene, performance } = stage(instance, sources, { until: at, isPresent: true });
  const process = performance?.process;
  if (process === undefined || !process.trapped.has('TERM')) return undefined;
  scene.machine.signal(process, 'TERM', at);
  scene.playUntil(() => process.status !== undefined, at + LONGEST, STEPS_MOST);
  const { status: code } = process;
  return code === undefined
    ? undefined
    : { after: Math.max(1, Math.round(process.time - at)) as Duration, code };
}

function watched(
  scene: Scene,
  { process, output, errors }: Rehearsed,
  at: number,
  isThere: boolean,
): Rehearsal | undefined {
  scene.playUntil(() => process.status !== undefined, at + LONGEST, STEPS_MOST);
  if (process.status === undefined) return undefined;
  const length = Math.max(0, Math.round(process.time - at)) as Duration;
  return { output: output.text + errors.text, errors: errors.text, isThere, code: process.status, length };
}
