import type { Behaviour, Program } from './behaviour.ts';
import { completes, exits } from './completes.ts';
import { crashes, runsOutOfMemory } from './crashes.ts';
import { type Duration, parseGoDurationOr } from './length.ts';
import { runs } from './runs.ts';

/** Tells what a pod's containers do, whatever they say themselves: `crashes after 10s`, `web: never ready; log: runs`. */
export const ANNOTATION = 'sim.local/behaviour';

export const annotated: Behaviour = ({ pod, container }) => {
  const words = behaviourWords(pod.metadata.annotations?.[ANNOTATION], container.name);
  if (words.length === 0) return undefined;
  let program: Program | undefined;
  for (const phrase of words) program = apply(phrase, program) ?? program;
  return program;
};

/** The phrases that speak of the container: parts are set apart by `;`, phrases by `,`, and `name:` narrows a part. */
export function behaviourWords(text: string | undefined, container: string): readonly string[] {
  const phrases: string[] = [];
  for (const part of (text ?? '').split(';')) {
    const [, name, rest = ''] = /^\s*(?:([a-z0-9-]+):)?(.*)$/.exec(part) ?? [];
    if (name !== undefined && name !== container) continue;
    for (const phrase of rest.split(',')) if (phrase.trim() !== '') phrases.push(phrase.trim());
  }
  return phrases;
}

const PHRASE = /^(?<what>[a-z- ]+?)(?: (?<code>\d{1,3}))?(?: after (?<length>\S+))?$/i;

function apply(phrase: string, before: Program | undefined): Program | undefined {
  const { what = '', code, length } = PHRASE.exec(phrase)?.groups ?? {};
  const after = parseGoDurationOr(length, undefined);
  switch (what.toLowerCase()) {
    case 'runs':
      return runs;
    case 'completes':
      return completes(after);
    case 'crashes':
      return crashes(after);
    case 'exits':
      return exits(Number(code ?? 0), after ?? (500 as Duration));
    case 'out of memory':
      return runsOutOfMemory(after ?? (3000 as Duration));
    case 'ignores sigterm':
      return { ...(before ?? runs), stop: { after: Number.POSITIVE_INFINITY as Duration, code: 137 } };
    case 'never ready':
      return { ...(before ?? runs), answer: (_, __) => UNAVAILABLE };
    case 'ready':
      return turning(before ?? runs, after ?? (0 as Duration), 'good');
    case 'unhealthy':
      return turning(before ?? runs, after ?? (0 as Duration), 'bad');
    default:
      return undefined;
  }
}

const UNAVAILABLE = { output: 'HTTP probe failed with statuscode: 503' };

/** Probes fail before the turn (`ready after`) or from it on (`unhealthy after`). */
function turning(program: Program, turn: Duration, becomes: 'good' | 'bad'): Program {
  return {
    ...program,
    turns: [turn],
    answer: (_, uptime) => (uptime >= turn === (becomes === 'good') ? undefined : UNAVAILABLE),
  };
}
