import { evaluate, type Variables } from './arithmetic.ts';
import { patternWithin } from './patterns.ts';

/** `${x#pattern}`, `${x%%pattern}`, `${x/a/b}`, `${x:1:2}`, `${x^^}`. */
export function changed(
  value: string,
  operator: string,
  pattern: string,
  second: string | undefined,
  variables: Variables,
): string {
  switch (operator) {
    case '#':
    case '##':
      return withoutStart(value, pattern, operator === '##');
    case '%':
    case '%%':
      return withoutEnd(value, pattern, operator === '%%');
    case '/':
    case '//':
      return replaced(value, pattern, second ?? '', operator === '//');
    case ':':
      return part(
        value,
        evaluate(pattern, variables),
        second === undefined ? undefined : evaluate(second, variables),
      );
    case '^^':
      return value.toUpperCase();
    case ',,':
      return value.toLowerCase();
    case '^':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    default:
      return value.slice(0, 1).toLowerCase() + value.slice(1);
  }
}

function withoutStart(value: string, pattern: string, longest: boolean): string {
  const found = patternWithin(pattern, { before: '^', isShort: !longest }).first(value);
  return value.slice(found?.texts[0]?.length ?? 0);
}

function withoutEnd(value: string, pattern: string, longest: boolean): string {
  // What comes first is the longest; the shortest is what the longest text before it leaves.
  const before = longest ? '' : '^[\\s\\S]*';
  const found = patternWithin(pattern, { before, after: '$' }).first(value);
  return value.slice(0, value.length - (found?.texts[1]?.length ?? 0));
}

function replaced(value: string, pattern: string, by: string, everywhere: boolean): string {
  if (pattern === '') return value;
  // `/#` is at the beginning, `/%` at the end.
  if (!everywhere && /^[#%]/.test(pattern)) {
    const anchor = pattern.startsWith('#') ? { before: '^' } : { after: '$' };
    return patternWithin(pattern.slice(1), anchor).replaced(value, () => by, 1);
  }
  return patternWithin(pattern).replaced(value, () => by, everywhere ? undefined : 1);
}

function part(value: string, start: number, length: number | undefined): string {
  const from = start < 0 ? Math.max(0, value.length + start) : start;
  const to = length === undefined ? value.length : length < 0 ? value.length + length : from + length;
  return value.slice(from, to);
}
