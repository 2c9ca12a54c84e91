/** `KEY=VALUE` and `KEY-` arguments behind the resources they are for. */
export interface Pairs {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Tells resources from the pairs behind them; `what` is `label` or `annotation`. */
export function resourcesAndPairs(
  args: readonly string[],
  what: string,
): { readonly resources: readonly string[]; readonly pairs: readonly string[] } {
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: args, pairs: [] };
  const stray = args.slice(first).find((word) => !isPair(word));
  if (stray !== undefined)
    throw new Error(`all resources must be specified before ${what} changes: ${stray}`);
  return { resources: args.slice(0, first), pairs: args.slice(first) };
}

const isPair = (word: string): boolean =>
  (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');

/** Reads pairs; whatever is none is told at once. */
export function parsePairs(words: readonly string[], what: string): Pairs {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  const wrong: string[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    if (at > 0) set[word.slice(0, at)] = word.slice(at + 1);
    else if (word.endsWith('-') && word !== '-') remove.push(word.slice(0, -1));
    else wrong.push(word);
  }
  if (wrong.length > 0) throw new Error(`invalid ${what} format: ${wrong.join(', ')}`);
  return { set, remove };
}
