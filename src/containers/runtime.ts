import { Pod as PodKind } from '../kinds/core/pod/kind.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import type { Instant } from '../machinery/instant.ts';
import type { Ref } from '../machinery/object-meta.ts';
import { knowsProgram } from '../shell/start.ts';
import { castOf } from './cast.ts';
import { beginConversation, type Conversation, type Talk } from './conversation.ts';
import type { Instance } from './instance.ts';
import { keep, type Sources, sceneOf } from './kept-scenes.ts';
import type { LogLine } from './log-lines.ts';
import type { Request } from './pages.ts';
import type { Scene } from './scene.ts';
import { type Visit, visit } from './visits.ts';

/** Containers as somebody sees who asks for them. Nothing of what they do is stored: it is played when it is asked for. */
export interface ContainerRuntime {
  /** What a run of the container has printed up to now; undefined where there was no such run. */
  log(
    pod: Pod,
    container: string,
    which: 'current' | 'previous',
    now: Instant,
  ): readonly LogLine[] | undefined;
  /**
   * Runs a command in a running container, or speaks to its own program; undefined where it does not run, `not found` where
   * it has no such program.
   */
  converse(pod: Pod, container: string, talk: Talk, now: Instant): Conversation | 'not found' | undefined;
  /** Asks a port of the pod for a page. */
  visit(pod: Pod, request: Request, now: Instant): Visit;
}

const SCENES_MOST = 32;

/** `onTold` is called when somebody did something in a container: it may end of it, or be found in another state. */
export function createContainerRuntime(
  sources: Sources,
  onTold: (pod: Ref) => void = () => {},
): ContainerRuntime {
  const { reader, rows } = sources;
  const scenes = new Map<string, Scene>();
  const sceneFor = (pod: Pod, instances: readonly Instance[], now: Instant): Scene => {
    const key = pod.metadata.uid;
    const known = scenes.get(key);
    if (known?.follows(instances) === true) return known;
    const scene = sceneOf(key, instances, now, sources, true);
    scenes.delete(key);
    scenes.set(key, scene);
    for (const oldest of scenes.keys()) {
      if (scenes.size <= SCENES_MOST) break;
      scenes.delete(oldest);
    }
    return scene;
  };
  const scenePlayed = (pod: Pod, instances: readonly Instance[], now: Instant): Scene => {
    const scene = sceneFor(pod, instances, now);
    scene.play(instances, now, now);
    keep(pod.metadata.uid, scene, sources);
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
    return scenePlayed(pod, instances, now).of(wanted);
  };
  return {
    log: (pod, name, which, now) =>
      played(pod, name, which, now)
        ?.log.all(now)
        .filter(({ at }) => at <= now),
    visit: (pod, request, now) =>
      visit(pod, request, (one, name) => played(one, name, 'current', now)?.files),
    converse: (pod, name, talk, now) => {
      const found = played(pod, name, 'current', now);
      if (found === undefined) return undefined;
      const { instance, world } = found;
      // Who has just ended is not to be spoken to any more, be it that its status does not say so yet.
      if (talk.words === undefined && found.process?.status !== undefined) return undefined;
      if (talk.words !== undefined && !knowsProgram(world, talk.words[0] ?? '')) return 'not found';
      const { uid, name: podName, namespace = '' } = pod.metadata;
      const ref = { namespace, name: podName };
      return beginConversation(instance, talk, now, {
        rows,
        exchange: (id, at) => {
          const current = reader.find(PodKind, ref);
          if (current?.metadata.uid !== uid) return undefined;
          return scenePlayed(current, castOf(current, reader, rows), at).exchange(instance, id);
        },
        forget: () => scenes.delete(uid),
        onTold: () => onTold(ref),
      });
    },
  };
}
