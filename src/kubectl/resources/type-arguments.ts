/** What TYPE, TYPE NAME..., TYPE/NAME... name, before the server is asked about any of it. */
export interface TypeArguments {
  /** Types without names. */
  readonly types: readonly string[];
  /** Names of the one type before them. */
  readonly names: readonly string[];
  /** TYPE/NAME pairs. */
  readonly pairs: readonly Pair[];
}
export interface Pair {
  readonly type: string;
  readonly name: string;
}

export const NO_ARGUMENTS: TypeArguments = { types: [], names: [], pairs: [] };

/** Reads the arguments by kubectl's rules; throws what it would print. */
export function typeArguments(args: readonly string[]): TypeArguments {
  const words = crossed(args);
  if (hasPairs(words)) return { ...NO_ARGUMENTS, pairs: words.map(pairOf) };
  const [types, ...names] = words;
  return types === undefined ? NO_ARGUMENTS : { types: commaSeparated(types), names, pairs: [] };
}

/** Each name once, in the order written. */
export const commaSeparated = (word: string): readonly string[] => [...new Set(word.split(','))];

/** `a,b x y` stands for a/x a/y b/x b/y. */
function crossed(args: readonly string[]): readonly string[] {
  const [first, ...names] = args;
  const types = first === undefined || names.length === 0 ? [] : commaSeparated(first);
  return types.length > 1 ? types.flatMap((type) => names.map((name) => `${type}/${name}`)) : args;
}

function hasPairs(words: readonly string[]): boolean {
  const slashed = words.filter((word) => word.includes('/')).length;
  if (slashed === 0) return false;
  if (slashed === words.length) return true;
  throw new Error(
    'there is no need to specify a resource type as a separate argument when passing arguments in resource/name form ' +
      "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
  );
}

function pairOf(word: string): Pair {
  const parts = word.split('/');
  if (parts.length !== 2) throw new Error('arguments in resource/name form may not have more than one slash');
  const [type = '', name = ''] = parts;
  if (type === '' || name === '' || commaSeparated(type).length !== 1) {
    throw new Error('arguments in resource/name form must have a single resource and name');
  }
  return { type, name };
}
