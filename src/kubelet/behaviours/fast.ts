import { type Duration, milliseconds } from '../../machinery/instant.ts';
import type { Program, Role } from './behaviour.ts';

/** How long a task takes when nothing else does. */
const TASK = milliseconds(1200);
const NEVER_READY = { output: '' };

/**
 * Containers of a cluster made for scale: what stays up is up and ready at once, what has to end does so after a moment
 * with the code that its command names, unless it says that it sleeps long.
 */
export function fastProgram({ container, mustEnd, pod }: Role): Program {
  const text = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const sleepsLong = /\bsleep (?:infinity|\d{3,})\b/.test(text);
  const isInit = pod.spec.initContainers?.includes(container) ?? false;
  if (!mustEnd || sleepsLong) {
    return { stop: { after: 0 as Duration, code: 0 }, answer: (probe) => readyFile(probe.exec?.command) };
  }
  const code = Number(/\bexit (\d+)/.exec(text)?.[1] ?? 0);
  return {
    length: isInit ? (0 as Duration) : TASK,
    exit: { code },
    stop: { after: 0 as Duration, code: 143 },
  };
}

const readyFile = (words: readonly string[] | undefined): { readonly output: string } | undefined =>
  words?.some((word) => word.includes('/tmp/ready')) ? NEVER_READY : undefined;
