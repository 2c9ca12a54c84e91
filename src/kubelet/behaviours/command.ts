import { type Duration, milliseconds } from '../../machinery/instant.ts';
import type { Behaviour, Program, Role } from './behaviour.ts';
import { exits } from './completes.ts';
import { answerOf } from './interpreted.ts';
import { parseGoDurationOr } from './length.ts';
import { type Step, stepsOf } from './script.ts';
import { mayTrap, withoutTrap } from './stopped.ts';

/** A command that is over at once still takes its process a moment. */
const AT_ONCE = milliseconds(100);
const SHELL = /^(?:\/bin\/|\/usr\/bin\/)?(?:ba|a|da|z|k)?sh$/;

/**
 * Reads the obvious ones: `sleep 5`, `false`, `sh -c "touch /tmp/healthy; sleep 30; exit 3"`. It runs nothing. What somebody
 * may speak to is not obvious: `cat` waits there.
 */
export const command: Behaviour = (role) =>
  role.container.stdin === true && role.performer !== undefined ? undefined : read(role, 'give up');

/** As {@link command}, where nobody could tell more: the last word of a script counts. */
export const lastWord: Behaviour = (role) => read(role, 'look at the end');

function read(role: Role, puzzle: 'give up' | 'look at the end'): Program | undefined {
  const words = [...(role.container.command ?? []), ...(role.container.args ?? [])];
  const steps = commandSteps(words, puzzle);
  if (steps === undefined || (puzzle === 'give up' && isPuzzlingFor(steps, role))) return undefined;
  const program = programOf(steps, role);
  return mayTrap(role.container) ? program : { ...program, stop: withoutTrap(role) };
}

/** What a loop makes of files is not obvious, and there are probes that look. */
function isPuzzlingFor(steps: readonly Step[], { container, performer }: Role): boolean {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const isLookedAt = [startupProbe, livenessProbe, readinessProbe].some((probe) => probe?.exec !== undefined);
  return performer !== undefined && isLookedAt && steps.some((step) => 'isLoop' in step);
}

/** What a command does, one step after another; undefined where that is not obvious. */
export function commandSteps(
  words: readonly string[],
  puzzle: 'give up' | 'look at the end' = 'look at the end',
): readonly Step[] | undefined {
  const [program] = words;
  if (program === undefined) return undefined;
  const script = SHELL.test(program) ? scriptOf(words) : undefined;
  return stepsOf(script ?? words.map(quoted).join(' '), puzzle);
}

/** What follows `-c`, also in one word with other letters (`-ec`). */
function scriptOf(words: readonly string[]): string | undefined {
  const flag = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
  return flag < 0 ? undefined : words[flag + 1];
}

const quoted = (word: string): string => (/[\s;&|]/.test(word) ? `'${word}'` : word);

/** A file is there from when it is made until it is removed. */
interface Presence {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

function programOf(steps: readonly Step[], { performer }: Role): Program {
  let at = 0;
  const files: { path: string; from: number; to: number }[] = [];
  let ending: { code: number } | undefined = { code: 0 };
  for (const step of steps) {
    if (step.does === 'waits') at += parseGoDurationOr(step.for, 0 as Duration);
    else if (step.does === 'makes') files.push({ path: step.path, from: at, to: Number.POSITIVE_INFINITY });
    else if (step.does === 'removes') {
      for (const file of files) if (isUnder(file.path, step.path)) file.to = Math.min(file.to, at);
    } else if (step.does === 'exits') ending = { code: step.code };
    else if (step.does === 'goes on') ending = undefined;
    if (step.does === 'exits' || step.does === 'goes on') break;
  }
  const length = milliseconds(Math.max(at, AT_ONCE));
  const run: Program = ending === undefined ? { stop: { code: 143 } } : exits(ending.code, length);
  return {
    turns: files
      .flatMap(({ from, to }) => [from, to])
      .filter((turn) => turn > 0 && Number.isFinite(turn)) as Duration[],
    answer: (probe, uptime) => {
      const words = probe.exec?.command;
      if (words === undefined) return undefined;
      const path = probedFile(words);
      if (path !== undefined) return fileAnswer(words, path, files, uptime);
      return performer && answerOf(words, performer.instance, uptime, performer);
    },
    ...run,
  };
}

const isUnder = (path: string, removed: string): boolean =>
  path === removed || path.startsWith(`${removed}/`);

function fileAnswer(
  words: readonly string[],
  path: string,
  files: readonly Presence[],
  uptime: Duration,
): { readonly output: string } | undefined {
  if (files.some((file) => file.path === path && file.from <= uptime && uptime < file.to)) return undefined;
  return { output: missingFile(words, path) };
}

/** The file that a probe's command looks for: `cat F`, `test -f F`, `ls F`, also inside `sh -c`. */
export function probedFile(words: readonly string[] | undefined): string | undefined {
  if (words === undefined) return undefined;
  const [first = ''] = words;
  const text = SHELL.test(first) ? (scriptOf(words) ?? '') : words.join(' ');
  return /^\s*(?:cat|ls|stat|test -[efs]|\[\s+-[efs])\s+([\w./-]+)(?:\s+\])?\s*$/.exec(text)?.[1];
}

/** What the probe's program prints for a file that is not there. */
export function missingFile(words: readonly string[], path: string): string {
  const text = words.join(' ');
  if (/\bcat\b/.test(text)) return `cat: can't open '${path}': No such file or directory\n`;
  if (/\bls\b/.test(text)) return `ls: ${path}: No such file or directory\n`;
  return '';
}
