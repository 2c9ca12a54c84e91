import type { CommandEntry } from './command.ts';

/** cobra's: at most two letters off, the beginning of the name, or a word the command wants to be found by. */
export function didYouMean(word: string, entries: readonly CommandEntry[]): string {
  const near = entries.filter(
    ({ name, suggestedFor = [] }) =>
      distance(word.toLowerCase(), name.toLowerCase()) <= 2 ||
      name.toLowerCase().startsWith(word.toLowerCase()) ||
      suggestedFor.some((other) => other.toLowerCase() === word.toLowerCase()),
  );
  return near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map(({ name }) => `\t${name}\n`).join('')}`;
}

/** Levenshtein: insertions, deletions and substitutions. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
