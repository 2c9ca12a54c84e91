import type { Shell } from './shell.ts';
import type { Word } from './syntax.ts';

/** bash's `{1..5}` and `{a,b}`: several words of one. */
export function alternatives(shell: Shell, word: Word): readonly Word[] {
  if (shell.world.flavour === 'busybox') return [word];
  const at = word.parts.findIndex((part) => part.type === 'text' && !part.quoted && part.text.includes('{'));
  const part = word.parts[at];
  if (part?.type !== 'text') return [word];
  const match = /^(.*?)\{(?:(-?\d+)\.\.(-?\d+)|([^{},]*(?:,[^{},]*)+))\}(.*)$/s.exec(part.text);
  if (match === null) return [word];
  const [, before = '', from, to, list = '', rest = ''] = match;
  const texts = from === undefined ? list.split(',') : range(Number(from), Number(to));
  return texts.flatMap((text) => {
    const parts = [...word.parts];
    parts[at] = { ...part, text: `${before}${text}${rest}` };
    return alternatives(shell, word.runs === true ? { parts, runs: true } : { parts });
  });
}

const RANGE_MOST = 10_000;

function range(from: number, to: number): readonly string[] {
  const length = Math.min(Math.abs(to - from) + 1, RANGE_MOST);
  return Array.from({ length }, (_, index) => String(from + (to < from ? -index : index)));
}
