import { Expression } from './expression.ts';

const known = new Map<string, Expression>();
const KNOWN_MOST = 2000;

/** The expression a pattern (`*.log`, `[a-z]?`) stands for, the whole text matched; backslashes quote. */
export const patternExpression = (pattern: string): Expression =>
  patternWithin(pattern, { before: '^', after: '$' });

interface Place {
  /** What comes before and after it, as expressions. */
  readonly before?: string;
  readonly after?: string;
  /** As little as possible is matched. */
  readonly isShort?: boolean;
}

/** The expression a pattern stands for somewhere in a text, as its first group. */
export function patternWithin(
  pattern: string,
  { before = '', after = '', isShort = false }: Place = {},
): Expression {
  const key = `${before}\0${pattern}\0${after}${isShort ? '?' : ''}`;
  let found = known.get(key);
  if (found === undefined) {
    found = compiled(`${before}(${expressionText(pattern, ANY, isShort ? '*?' : '*')})${after}`);
    if (known.size >= KNOWN_MOST) known.clear();
    known.set(key, found);
  }
  return found;
}

const ANY = '[\\s\\S]';

/** As {@link patternExpression} for one name of a path: a leading dot has to be asked for. */
export function namePattern(pattern: string): { test(name: string): boolean } {
  const expression = compiled(`^(?:${expressionText(pattern, '[^/]')})$`);
  return { test: (name) => (pattern.startsWith('.') || !name.startsWith('.')) && expression.test(name) };
}

function compiled(text: string): Expression {
  try {
    return new Expression(text);
  } catch {
    // A range that is none (`[z-a]`) matches nothing.
    return new Expression('[^\\s\\S]');
  }
}

function expressionText(pattern: string, any: string, often = '*'): string {
  let text = '';
  for (let place = 0; place < pattern.length; place++) {
    const sign = pattern[place] ?? '';
    if (sign === '*') text += any + often;
    else if (sign === '?') text += any;
    else if (sign === '\\') text += escaped(pattern[++place] ?? '\\');
    else if (sign === '[') {
      const set = /^\[([!^]?)(\]?[^\]]*(?:\[:\w+:\][^\]]*)*)\]/.exec(pattern.slice(place));
      if (set === null) text += '\\[';
      else {
        text += `[${set[1] === '' ? '' : '^'}${classesOf(set[2] ?? '')}]`;
        place += set[0].length - 1;
      }
    } else text += escaped(sign);
  }
  return text;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
};

/** The inside of a bracket expression for RegExp: `[:digit:]`, and what would mean something else there. */
export function classesOf(set: string): string {
  return set
    .split(/(\[:\w+:\])/)
    .map((part) => {
      const name = /^\[:(\w+):\]$/.exec(part)?.[1];
      return name === undefined ? part.replace(/[\\[\]]/g, '\\$&') : (CLASSES[name] ?? '');
    })
    .join('');
}

export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
