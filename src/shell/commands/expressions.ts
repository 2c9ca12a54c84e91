import { classesOf, escaped } from '../patterns.ts';

export type Dialect = 'basic' | 'extended' | 'fixed';

/** A regular expression of grep, sed or awk in JavaScript's words. */
export function posixExpression(text: string, dialect: Dialect): string {
  if (dialect === 'fixed') return escaped(text);
  let result = '';
  for (let place = 0; place < text.length; place++) {
    const sign = text[place] ?? '';
    if (sign === '[') {
      const set = /^\[(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(text.slice(place));
      if (set === null) result += '\\[';
      else {
        result += `[${set[1]}${classesOf(set[2] ?? '')}]`;
        place += set[0].length - 1;
      }
    } else if (sign === '\\') {
      const next = text[++place] ?? '\\';
      // In basic expressions these signs are special only behind a backslash.
      if (dialect === 'basic' && /[(){}|+?]/.test(next)) result += next;
      else if (next === '<' || next === '>') result += '\\b';
      else result += `\\${next}`;
    } else if (dialect === 'basic' && /[(){}|+?]/.test(sign)) result += `\\${sign}`;
    else if (dialect === 'basic' && sign === '*' && (place === 0 || text[place - 1] === '^')) result += '\\*';
    else if (dialect === 'extended' && sign === '{' && !/^\{\d+,?\d*\}/.test(text.slice(place)))
      result += '\\{';
    else result += sign === '/' ? '\\/' : sign;
  }
  return isExpression(result) ? result : escaped(text);
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
