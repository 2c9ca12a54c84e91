import { badRequest } from '../status.ts';
import type { Bound, Node } from './nodes.ts';
import { unquote } from './unquote.ts';

/** The text and how far it is read. */
interface Cursor {
  readonly text: string;
  at: number;
}

/** Reads a template: plain text with expressions in braces. Throws client-go's words. */
export function parseTemplate(text: string): readonly Node[] {
  const cursor: Cursor = { text, at: 0 };
  const nodes: Node[] = [];
  while (cursor.at < text.length) {
    const open = text.indexOf('{', cursor.at);
    const end = open < 0 ? text.length : open;
    if (end > cursor.at) nodes.push({ type: 'text', text: text.slice(cursor.at, end) });
    cursor.at = end;
    if (open < 0) break;
    cursor.at++;
    nodes.push({ type: 'list', nodes: readAction(cursor) });
  }
  return nodes;
}

/** An expression that stands inside another one; what follows it is not looked at. */
function parseExpression(text: string): readonly Node[] {
  const [first] = parseTemplate(`{${text}}`);
  return first?.type === 'list' ? first.nodes : [];
}

/** Up to the closing brace. */
function readAction(cursor: Cursor): readonly Node[] {
  const nodes: Node[] = [];
  while (!cursor.text.startsWith('}', cursor.at)) readNode(cursor, nodes);
  cursor.at++;
  return nodes;
}

function readNode(cursor: Cursor, nodes: Node[]): void {
  const { text } = cursor;
  if (text.startsWith('[?(', cursor.at)) nodes.push(readFilter(cursor));
  else if (text.startsWith('..', cursor.at)) readRecursive(cursor, nodes);
  else {
    const letter = letterAt(text, cursor.at);
    if (letter === '' || letter === '\n' || letter === '\r') throw badRequest('unclosed action');
    if (letter === ' ' || letter === '@' || letter === '$') cursor.at++;
    else if (letter === '[') nodes.push(...readArray(cursor));
    else if (letter === '"' || letter === "'") nodes.push(readQuote(cursor, letter));
    else if (letter === '.') {
      cursor.at++;
      nodes.push(readField(cursor));
    } else if (letter === '+' || letter === '-' || isDigit(letter)) nodes.push(readNumber(cursor));
    else if (isWord(letter)) nodes.push(readIdentifier(cursor));
    else throw badRequest(`unrecognized character in action: ${showLetter(letter)}`);
  }
}

const letterAt = (text: string, at: number): string =>
  at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';
const isDigit = (letter: string): boolean => /^\p{Nd}$/u.test(letter);
const isWord = (letter: string): boolean => /^[\p{L}\p{Nd}_]$/u.test(letter);

/** Go's %#U. */
function showLetter(letter: string): string {
  const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{C}\p{Z}]/u.test(letter) ? `U+${code}` : `U+${code} '${letter}'`;
}

const TERMINATORS = ' \t\r\n.,[]$@{}';
const isTerminator = (letter: string): boolean => letter === '' || TERMINATORS.includes(letter);

function readIdentifier(cursor: Cursor): Node {
  const start = cursor.at;
  while (!isTerminator(letterAt(cursor.text, cursor.at)))
    cursor.at += letterAt(cursor.text, cursor.at).length;
  const name = cursor.text.slice(start, cursor.at);
  if (name === 'true' || name === 'false') return { type: 'literal', value: name === 'true' };
  return { type: 'identifier', name };
}

function readField(cursor: Cursor): Node {
  const start = cursor.at;
  for (;;) {
    const letter = letterAt(cursor.text, cursor.at);
    if (isTerminator(letter)) break;
    cursor.at += letter.length;
    if (letter === '\\') cursor.at += letterAt(cursor.text, cursor.at).length;
  }
  const name = cursor.text.slice(start, cursor.at);
  return name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') };
}

function readRecursive(cursor: Cursor, nodes: Node[]): void {
  if (nodes.at(-1)?.type === 'recursive') throw badRequest('invalid multiple recursive descent');
  cursor.at += 2;
  nodes.push({ type: 'recursive' });
  if (isWord(letterAt(cursor.text, cursor.at))) nodes.push(readField(cursor));
}

function readNumber(cursor: Cursor): Node {
  const start = cursor.at;
  if (/[+-]/.test(cursor.text.charAt(start))) cursor.at++;
  while (/^[.\p{Nd}]$/u.test(letterAt(cursor.text, cursor.at))) cursor.at++;
  const text = cursor.text.slice(start, cursor.at);
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text)) throw badRequest(`cannot parse number ${text}`);
  return { type: 'literal', value: Number(text) };
}

function readQuote(cursor: Cursor, quote: string): Node {
  const start = cursor.at;
  cursor.at++;
  for (;;) {
    const letter = cursor.text.charAt(cursor.at);
    if (letter === '' || letter === '\n') throw badRequest('unterminated quoted string');
    cursor.at++;
    if (letter === quote && cursor.text.charAt(cursor.at - 2) !== '\\') break;
  }
  const quoted = cursor.text.slice(start, cursor.at);
  const text = unquote(quoted);
  if (text === undefined) throw badRequest(`unquote string ${quoted} error invalid syntax`);
  return { type: 'text', text };
}

/** `[0]`, `[1:3]`, `['key']`, `[0,'key']`, `[*]`. */
function readArray(cursor: Cursor): readonly Node[] {
  const start = cursor.at + 1;
  while (cursor.text.charAt(cursor.at) !== ']') {
    cursor.at++;
    if (cursor.at >= cursor.text.length || cursor.text.charAt(cursor.at) === '\n') {
      throw badRequest('unterminated array');
    }
  }
  const inside = cursor.text.slice(start, cursor.at);
  cursor.at++;
  const parts = inside.split(',');
  if (parts.length > 1) {
    return [
      { type: 'union', lists: parts.map((part) => parseExpression(`[${part.replace(/^ +| +$/g, '')}]`)) },
    ];
  }
  const key = /^'([^']*)'$/.exec(inside);
  if (key !== null) return parseExpression(`.${key[1]}`);
  return [readSlice(inside === '*' ? ':' : inside)];
}

function readSlice(text: string): Node {
  const parts = /^(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?$/.exec(text);
  if (parts === null) throw badRequest(`invalid array index ${text}`);
  const [, first = '', second, third] = parts;
  const start = first === '' ? UNKNOWN : known(first);
  const end =
    second === undefined
      ? { value: start.value + 1, known: true, derived: true as const }
      : afterColon(second);
  return { type: 'array', start, end, step: third === undefined ? UNKNOWN : afterColon(third) };
}

const UNKNOWN: Bound = { value: 0, known: false };
const afterColon = (text: string): Bound => (text === ':' ? UNKNOWN : known(text.slice(1)));

function known(text: string): Bound {
  if (text === '-') throw badRequest(`array index ${text} is not a number`);
  return { value: Number(text), known: true };
}

/** `[?(@.a=="b")]`; a parenthesis in quotes does not end it. */
function readFilter(cursor: Cursor): Node {
  cursor.at += '[?('.length;
  const start = cursor.at;
  let quote = '';
  let closed = false;
  for (;;) {
    const letter = cursor.text.charAt(cursor.at);
    if (letter === '' || letter === '\n') throw badRequest('unterminated filter');
    cursor.at++;
    if (letter === '"' || letter === "'") {
      if (quote === '') quote = letter;
      else if (letter === quote && cursor.text.charAt(cursor.at - 2) !== '\\') closed = true;
    } else if (letter === ')' && (quote !== '') === closed) break;
  }
  const inside = cursor.text.slice(start, cursor.at - 1);
  if (cursor.text.charAt(cursor.at) !== ']') throw badRequest('unclosed array expect ]');
  cursor.at++;
  const parts = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(inside);
  if (parts === null) return { type: 'filter', left: parseExpression(inside), right: [], operator: 'exists' };
  const [, left = '', operator = '', right = ''] = parts;
  return { type: 'filter', left: parseExpression(left), right: parseExpression(right), operator };
}
