import { RE2JS, RE2JSSyntaxException } from 're2js';

/** One match: where it begins, what it is, and what its groups are. */
export interface Found {
  readonly index: number;
  readonly texts: readonly (string | undefined)[];
}

/** Looks for one match from a place on, in a time that grows with the text alone. */
export type Finder = (text: string, from: number) => Found | undefined;

/** Undefined where the expression is none of those that can be matched so (references to what it matched before). */
export function linearFinder(source: string, ignoresCase: boolean): Finder | undefined {
  const pattern = compiled(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  if (pattern === undefined) return undefined;
  return (text, from) => {
    const matcher = pattern.matcher(text);
    if (!matcher.find(from)) return undefined;
    const texts = Array.from({ length: pattern.groupCount() + 1 }, (_, group) => matcher.group(group));
    return { index: matcher.start(), texts: texts.map((each) => each ?? undefined) };
  };
}

function compiled(source: string, flags: number): RE2JS | undefined {
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return undefined;
    throw error;
  }
}
