import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A pattern in Go's syntax, matched in a time that grows with the text alone. */
export type Pattern = RE2JS;

const compiled = new Map<string, Pattern | Error>();
const KNOWN_MOST = 2000;

/** A pattern in Go's syntax; what Go says of one that is none. */
export function compileGoPattern(pattern: string): Pattern | Error {
  let found = compiled.get(pattern);
  if (found === undefined) {
    found = compile(pattern);
    if (compiled.size >= KNOWN_MOST) compiled.clear();
    compiled.set(pattern, found);
  }
  return found;
}

function compile(pattern: string): Pattern | Error {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error;
    throw error;
  }
}
