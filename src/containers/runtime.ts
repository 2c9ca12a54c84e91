import type { Reader } from '../client/client.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import type { Instant } from '../machinery/instant.ts';
import { nowhere, textSink, textSource } from '../shell/descriptors.ts';
import { knowsProgram } from '../shell/start.ts';
import { castOf } from './cast.ts';
import { type Rows, recordCommand } from './history.ts';
import type { Instance } from './instance.ts';
import type { LogLine } from './log-lines.ts';
import { COMMAND_LONGEST, COMMAND_STEPS, Scene } from './scene.ts';

/** What a command in a container came to. */
export interface CommandResult {
  readonly output: string;
  readonly errors: string;
  readonly code: number;
}

/** Containers as somebody sees who asks for them. Nothing of what they do is stored: it is played when it is asked for. */
export interface ContainerRuntime {
  /** What a run of the container has printed up to now; undefined where there was no such run. */
  log(
    pod: Pod,
    container: string,
    which: 'current' | 'previous',
    now: Instant,
  ): readonly LogLine[] | undefined;
  /** Runs a command in a running container; what it changes stays. */
  run(
    pod: Pod,
    container: string,
    words: readonly string[],
    input: string,
    now: Instant,
  ): CommandResult | 'not found' | undefined;
}

const TIMED_OUT = 124;
const SCENES_MOST = 32;

export function createContainerRuntime(reader: Reader, rows: Rows): ContainerRuntime {
  const scenes = new Map<string, Scene>();
  const sceneFor = (pod: Pod, instances: readonly Instance[]): Scene => {
    const key = pod.metadata.uid;
    const known = scenes.get(key);
    if (known?.follows(instances) === true) return known;
    const start = Math.min(...instances.map((instance) => instance.start));
    const scene = new Scene(start, reader, rows);
    scenes.delete(key);
    scenes.set(key, scene);
    for (const oldest of scenes.keys()) {
      if (scenes.size <= SCENES_MOST) break;
      scenes.delete(oldest);
    }
    return scene;
  };
  const played = (pod: Pod, name: string, which: 'current' | 'previous', now: Instant) => {
    const instances = castOf(pod, reader, rows);
    const runs = instances.filter(
      (one) => one.pod.metadata.uid === pod.metadata.uid && one.container.name === name,
    );
    const newest = Math.max(...runs.map(({ restarts }) => restarts));
    const wanted = runs.find(({ restarts }) => restarts === (which === 'current' ? newest : newest - 1));
    if (wanted === undefined) return undefined;
    const scene = sceneFor(pod, instances);
    scene.play(instances, now);
    const performance = scene.of(wanted);
    return performance === undefined ? undefined : { scene, performance };
  };
  return {
    log: (pod, name, which, now) =>
      played(pod, name, which, now)
        ?.performance.log.all(now)
        .filter(({ at }) => at <= now),
    run: (pod, name, words, input, now) => {
      const found = played(pod, name, 'current', now);
      if (found === undefined) return undefined;
      const { scene, performance } = found;
      if (!knowsProgram(performance.world, words[0] ?? '')) return 'not found';
      const [output, errors] = [textSink(), textSink()];
      const before = performance.files.changes;
      const source = input === '' ? nowhere : textSource(input);
      const process = scene.start(performance, words, { input: source, output, errors });
      scene.playUntilEnd(process, now + COMMAND_LONGEST, COMMAND_STEPS);
      if (performance.files.changes !== before) {
        const { container, restarts } = performance.instance;
        recordCommand(rows, pod.metadata.uid, { container: container.name, restarts, at: now, words, input });
      }
      // It went ahead of the cluster's clock, and the next look begins anew.
      scenes.delete(pod.metadata.uid);
      return { output: output.text, errors: errors.text, code: process.status ?? TIMED_OUT };
    },
  };
}
