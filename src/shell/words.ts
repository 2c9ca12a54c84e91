import { readEscaped } from './escapes.ts';
import { Reader } from './reader.ts';
import type { Change, Command, Part, Word } from './syntax.ts';

/** Reads a script out of the middle of another: what stands in `$(...)`. */
export type ScriptParser = (text: string) => Command;

/** Signs that end a word. */
export const ENDS = new Set(['', ' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')']);

/** The word that comes next; undefined where none does. */
export function readWord(reader: Reader, parse: ScriptParser): Word | undefined {
  const start = reader.place;
  const parts: Part[] = [];
  while (!ENDS.has(reader.peek())) readPart(reader, parse, parts, '');
  return reader.place === start ? undefined : wordOf(parts);
}

/** A text that is expanded as between double quotes: here-documents, arithmetic. */
export function quotedWord(text: string, parse: ScriptParser): Word {
  const parts: Part[] = [];
  const reader = new Reader(text);
  while (!reader.isAtEnd) readQuotedPart(reader, parse, parts, 'document');
  return text === '' ? literalWord('') : wordOf(parts);
}

export const literalWord = (text: string, quoted = true): Word => ({
  parts: [{ type: 'text', text, quoted }],
  literal: text,
});

/** Parts that were read one after another, as one word. */
export function wordOf(parts: readonly Part[]): Word {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === 'text' && last?.type === 'text' && last.quoted === part.quoted)
      joined[joined.length - 1] = { ...last, text: last.text + part.text };
    else joined.push(part);
  }
  const isPlain = joined.every(
    (part) => part.type === 'text' && (part.quoted || !/[*?[\]~\\{]/.test(part.text)),
  );
  if (!isPlain) return joined.some(runsCommands) ? { parts: joined, runs: true } : { parts: joined };
  return { parts: joined, literal: joined.map((part) => (part.type === 'text' ? part.text : '')).join('') };
}

function runsCommands(part: Part): boolean {
  if (part.type === 'substitution') return true;
  if (part.type === 'arithmetic') return part.expression.runs === true;
  if (part.type !== 'variable') return false;
  if (typeof part.index === 'object' && part.index.runs === true) return true;
  return part.change?.word?.runs === true || part.change?.second?.runs === true;
}

/** One part outside quotes; `stop` ends a word inside `${...}` as well. */
export function readPart(reader: Reader, parse: ScriptParser, parts: Part[], stop: string): void {
  const sign = reader.peek();
  if (sign === '\\') {
    reader.place += 2;
    const escaped = reader.text[reader.place - 1] ?? '';
    if (escaped !== '\n') parts.push({ type: 'text', text: escaped, quoted: true });
  } else if (sign === "'") {
    const end = reader.text.indexOf("'", reader.place + 1);
    if (end < 0) reader.fail('unterminated quoted string');
    parts.push({ type: 'text', text: reader.text.slice(reader.place + 1, end), quoted: true });
    reader.place = end + 1;
  } else if (sign === '"') {
    reader.place++;
    const before = parts.length;
    while (reader.peek() !== '"') {
      if (reader.isAtEnd) reader.fail('unterminated quoted string');
      readQuotedPart(reader, parse, parts, 'quotes');
    }
    reader.place++;
    if (parts.length === before) parts.push({ type: 'text', text: '', quoted: true });
  } else if (sign === '$' && reader.peek(1) === "'") {
    parts.push({ type: 'text', text: readEscaped(reader), quoted: true });
  } else if (sign === '$' || sign === '`') {
    readDollar(reader, parse, parts, false);
  } else {
    let end = reader.place + 1;
    while (!isSpecial(reader.text[end] ?? '', stop)) end++;
    parts.push({ type: 'text', text: reader.text.slice(reader.place, end), quoted: false });
    reader.place = end;
  }
}

const isSpecial = (sign: string, stop: string): boolean =>
  ENDS.has(sign) ||
  sign === '\\' ||
  sign === "'" ||
  sign === '"' ||
  sign === '$' ||
  sign === '`' ||
  sign === stop;

function readQuotedPart(
  reader: Reader,
  parse: ScriptParser,
  parts: Part[],
  where: 'quotes' | 'document',
): void {
  const sign = reader.peek();
  if (sign === '\\') {
    const next = reader.peek(1);
    reader.place += 2;
    if (next === '\n') return;
    const isEscape = next === '$' || next === '`' || next === '\\' || (next === '"' && where === 'quotes');
    parts.push({ type: 'text', text: isEscape ? next : `\\${next}`, quoted: true });
  } else if (sign === '$' || sign === '`') {
    readDollar(reader, parse, parts, true);
  } else {
    let end = reader.place + 1;
    for (let next = reader.text[end]; next !== undefined; next = reader.text[++end])
      if (next === '\\' || next === '$' || next === '`' || (next === '"' && where === 'quotes')) break;
    parts.push({ type: 'text', text: reader.text.slice(reader.place, end), quoted: true });
    reader.place = end;
  }
}

function readDollar(reader: Reader, parse: ScriptParser, parts: Part[], quoted: boolean): void {
  if (reader.peek() === '`') {
    readBackquoted(reader, parse, parts, quoted);
    return;
  }
  const next = reader.peek(1);
  if (next === '(' && reader.peek(2) === '(') {
    const end = endOfArithmetic(reader);
    if (end >= 0) {
      const inner = reader.text.slice(reader.place + 3, end);
      reader.place = end + 2;
      parts.push({ type: 'arithmetic', expression: expressionWord(inner, parse), quoted });
      return;
    }
  }
  if (next === '(') {
    reader.place += 2;
    const inner = bracketed(reader, '(', ')');
    parts.push({ type: 'substitution', script: parse(inner), quoted });
  } else if (next === '{') {
    reader.place += 2;
    parts.push(readBraces(reader, parse, quoted));
  } else {
    const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(
      reader.text.slice(reader.place + 1, reader.place + 80),
    )?.[0];
    reader.place += 1 + (name?.length ?? 0);
    if (name === undefined) parts.push({ type: 'text', text: '$', quoted: true });
    else parts.push({ type: 'variable', name, quoted });
  }
}

/** Where `))` closes the `$((`; -1 where it is a subshell in a substitution. */
function endOfArithmetic(reader: Reader): number {
  let depth = 0;
  for (let at = reader.place + 3; at < reader.text.length; at++) {
    const sign = reader.text[at];
    if (sign === '(') depth++;
    else if (sign === ')' && depth > 0) depth--;
    else if (sign === ')') return reader.text[at + 1] === ')' ? at : -1;
  }
  return -1;
}

/** The expression of `$((...))` and `((...))`. */
export function expressionWord(text: string, parse: ScriptParser): Word {
  return quotedWord(text.replaceAll('"', ''), parse);
}

function readBackquoted(reader: Reader, parse: ScriptParser, parts: Part[], quoted: boolean): void {
  let script = '';
  reader.place++;
  while (reader.peek() !== '`') {
    if (reader.isAtEnd) reader.fail('EOF in backquote substitution');
    if (reader.peek() === '\\' && /[$`\\]/.test(reader.peek(1))) reader.place++;
    script += reader.peek();
    reader.place++;
  }
  reader.place++;
  parts.push({ type: 'substitution', script: parse(script), quoted });
}

/** The text up to the bracket that closes; quotes inside keep their brackets to themselves. */
export function bracketed(reader: Reader, open: string, close: string): string {
  const start = reader.place;
  let depth = 1;
  for (; reader.place < reader.text.length; reader.place++) {
    const sign = reader.peek();
    if (sign === '\\') reader.place++;
    else if (sign === "'") skipTo(reader, "'");
    else if (sign === '"') skipQuoted(reader);
    else if (sign === open) depth++;
    else if (sign === close && --depth === 0) {
      reader.place++;
      return reader.text.slice(start, reader.place - 1);
    }
  }
  return reader.fail(`unexpected end of file (expecting "${close}")`);
}

function skipTo(reader: Reader, sign: string): void {
  const end = reader.text.indexOf(sign, reader.place + 1);
  if (end < 0) reader.fail('unterminated quoted string');
  reader.place = end;
}

function skipQuoted(reader: Reader): void {
  for (reader.place++; reader.peek() !== '"'; reader.place++) {
    if (reader.isAtEnd) reader.fail('unterminated quoted string');
    if (reader.peek() === '\\') reader.place++;
    else if (reader.startsWith('$(')) {
      reader.place += 2;
      bracketed(reader, '(', ')');
      reader.place--;
    }
  }
}

/** An element of an array, or all of them; before it `#` for how long or how many, `!` for the indices. */
const ELEMENT = /^([#!]?)([A-Za-z_]\w*)\[((?:[^[\]]|\[[^\]]*\])+)\](\})?/;

function readBraces(reader: Reader, parse: ScriptParser, quoted: boolean): Part {
  const rest = reader.text.slice(reader.place, reader.place + 200);
  const element = ELEMENT.exec(rest);
  if (element !== null) {
    const [all, sign, name = '', at = '', end] = element;
    reader.place += all.length;
    const index = at === '@' || at === '*' ? at : expressionWord(at, parse);
    const named = { type: 'variable', name, index, quoted } as const;
    if (end === undefined)
      return sign === '' ? readOperator(reader, parse, named) : reader.fail('bad substitution');
    return sign === '' ? named : { ...named, change: { operator: sign === '#' ? 'length' : 'indices' } };
  }
  const length = /^#([A-Za-z_]\w*|[0-9@*]+)\}/.exec(rest);
  if (length !== null) {
    reader.place += length[0].length;
    return { type: 'variable', name: length[1] ?? '', quoted, change: { operator: 'length' } };
  }
  const name = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])/.exec(rest)?.[0];
  if (name === undefined) return reader.fail('bad substitution');
  reader.place += name.length;
  if (reader.skip('}')) return { type: 'variable', name, quoted };
  return readOperator(reader, parse, { type: 'variable', name, quoted });
}

function readOperator(
  reader: Reader,
  parse: ScriptParser,
  named: Part & { readonly type: 'variable' },
): Part {
  const operator = /^(?::[-=?+]|[-=?+]|##|#|%%|%|\/\/|\/|:|\^\^|,,|\^|,)/.exec(
    reader.text.slice(reader.place, reader.place + 2),
  )?.[0];
  if (operator === undefined) return reader.fail('bad substitution');
  reader.place += operator.length;
  return { ...named, change: readChange(reader, parse, operator, named.quoted) };
}

function readChange(reader: Reader, parse: ScriptParser, operator: string, quoted: boolean): Change {
  const stop = operator.startsWith('/') ? '/' : operator === ':' ? ':' : '}';
  const word = readUpTo(reader, parse, stop, quoted);
  if (reader.skip('}')) return { operator, word };
  reader.place++;
  const second = readUpTo(reader, parse, '}', quoted);
  if (!reader.skip('}')) reader.fail('bad substitution');
  return { operator, word, second };
}

/** A word inside braces: blanks belong to it. */
function readUpTo(reader: Reader, parse: ScriptParser, stop: string, quoted: boolean): Word {
  const parts: Part[] = [];
  while (reader.peek() !== stop && reader.peek() !== '}') {
    if (reader.isAtEnd) reader.fail('unexpected end of file (expecting "}")');
    if (ENDS.has(reader.peek())) {
      parts.push({ type: 'text', text: reader.peek(), quoted });
      reader.place++;
    } else {
      const end = nextStop(reader, stop);
      if (end > reader.place) {
        parts.push({ type: 'text', text: reader.text.slice(reader.place, end), quoted: false });
        reader.place = end;
      } else readPart(reader, parse, parts, '}');
    }
  }
  return parts.length === 0 ? literalWord('') : wordOf(parts);
}

function nextStop(reader: Reader, stop: string): number {
  let end = reader.place;
  while (end < reader.text.length && reader.text[end] !== stop && !isSpecial(reader.text[end] ?? '', '}'))
    end++;
  return end;
}
