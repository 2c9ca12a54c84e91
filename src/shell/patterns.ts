const known = new Map<string, RegExp>();
const KNOWN_MOST = 2000;

/** The expression a pattern (`*.log`, `[a-z]?`) stands for, the whole text matched; backslashes quote. */
export function patternExpression(pattern: string): RegExp {
  let found = known.get(pattern);
  if (found === undefined) {
    found = compiled(`^(?:${expressionText(pattern, '[\\s\\S]')})$`);
    if (known.size >= KNOWN_MOST) known.clear();
    known.set(pattern, found);
  }
  return found;
}

/** As {@link patternExpression} for one name of a path: a leading dot has to be asked for. */
export const namePattern = (pattern: string): RegExp =>
  compiled(`^${pattern.startsWith('.') ? '' : '(?!\\.)'}(?:${expressionText(pattern, '[^/]')})$`);

function compiled(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    // A range that is none (`[z-a]`) matches nothing.
    return /(?!)/;
  }
}

function expressionText(pattern: string, any: string): string {
  let text = '';
  for (let place = 0; place < pattern.length; place++) {
    const sign = pattern[place] ?? '';
    if (sign === '*') text += `${any}*`;
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
