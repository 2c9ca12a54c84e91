import type { Process } from '../shell/process.ts';
import { entryPoint } from './entry-point.ts';
import { programsOf } from './images/programs.ts';
import type { Instance } from './instance.ts';

/** How long a program takes that nobody knows: as a step of a script, and as all that a task does. */
const STEP = 1000;
const TASK = 5000;

/**
 * Programs that nobody knows, in images whose programs nobody knows, as the container's own script calls them: what it ends
 * with, or puts into the background, goes on where it may; all else is done after a moment. Milliseconds; undefined where
 * there is no such program.
 */
export function strangersOf({
  pod,
  container,
}: Instance): (name: string, process: Process) => number | undefined {
  if (programsOf(container.image ?? '') !== undefined) return () => undefined;
  const words = entryPoint(container, {});
  const main = words.join(' ');
  const lasting = lastingPrograms(scriptOf(words));
  const isInit =
    pod.spec.initContainers?.includes(container) === true && container.restartPolicy !== 'Always';
  const mustEnd = isInit || (pod.spec.restartPolicy ?? 'Always') !== 'Always';
  return (name, { command }) => {
    if (command !== main && command !== '') return undefined;
    if (!lasting.has(name)) return STEP;
    return mustEnd ? TASK : Number.POSITIVE_INFINITY;
  };
}

/** What follows `-c`. */
function scriptOf(words: readonly string[]): string {
  const flag = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
  if (flag < 0) return '';
  return (words[flag + 1] === '--' ? words[flag + 2] : words[flag + 1]) ?? '';
}

/** The programs of a script's last statement, and those that it starts in the background. */
export function lastingPrograms(script: string): ReadonlySet<string> {
  const statements = script
    .replace(/\\\n/g, ' ')
    .replace(/[<>]&\d*|&>/g, ' ')
    .split(/;|\n|&&|\|\|/)
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const background = statements.flatMap((text) => text.split('&').slice(0, -1));
  return new Set([...background, ...(statements.at(-1)?.split(/[|&]/) ?? [])].map(programIn));
}

const programIn = (text: string): string =>
  text
    .trim()
    .replace(/^(?:exec\s+|\w+=\S*\s+)*/, '')
    .split(/\s+/)[0] ?? '';
