import { readAssignment, readDeclared, wordsOfAssignment } from './assignment-reader.ts';
import { Reader } from './reader.ts';
import { readRedirect } from './redirect-reader.ts';
import {
  type Assignment,
  type Command,
  type Item,
  type Redirect,
  ShellSyntaxError,
  type SimpleCommand,
  type Word,
} from './syntax.ts';
import { isText, readTestWord } from './test-words.ts';
import { bracketed, expressionWord, literalWord, readWord } from './words.ts';

const KNOWN_MOST = 512;
const known = new Map<string, Command>();

/** Reads a script; throws ShellSyntaxError. */
export function parseScript(text: string): Command {
  const found = known.get(text);
  if (found !== undefined) return found;
  const reader = new Reader(text);
  const script = parseList(reader, []);
  if (!reader.isAtEnd) reader.unexpected();
  if (known.size >= KNOWN_MOST) known.clear();
  known.set(text, script);
  return script;
}

/** Reads what has been typed so far: undefined while the command goes on in the next line. Throws ShellSyntaxError. */
export function parseTyped(text: string): Command | undefined {
  if (/(?<!\\)(?:\\\\)*\\\n$/.test(text)) return undefined;
  const reader = new Reader(text);
  try {
    const script = parseList(reader, []);
    if (!reader.isAtEnd) reader.unexpected();
    return reader.isOpen ? undefined : script;
  } catch (error) {
    if (error instanceof ShellSyntaxError && error.isUnfinished) return undefined;
    throw error;
  }
}

/** Commands up to one of the closing words, which is left to be read. */
function parseList(reader: Reader, closing: readonly string[]): Command {
  const items: Item[] = [];
  for (;;) {
    reader.skipLines();
    if (reader.isAtEnd || reader.peek() === ')' || reader.startsWith(';;') || atKeyword(reader, closing))
      break;
    const command = parseAndOr(reader);
    reader.skipBlanks();
    const background = reader.peek() === '&' && reader.peek(1) !== '&';
    items.push({ command, background });
    if (background || (reader.peek() === ';' && reader.peek(1) !== ';')) reader.place++;
    else if (reader.peek() !== '\n' && !reader.isAtEnd && reader.peek() !== ')' && !reader.startsWith(';;'))
      reader.unexpected();
  }
  const [only] = items;
  return items.length === 1 && only !== undefined && !only.background
    ? only.command
    : { type: 'list', items };
}

/** A list that has to hold something, and what ends it. */
function parseBody(reader: Reader, closing: readonly string[]): Command {
  const body = parseList(reader, closing);
  if ((body.type === 'list' && body.items.length === 0) || !atKeyword(reader, closing))
    reader.unexpected(closing[0]);
  return body;
}

const keywordAt = (reader: Reader): string =>
  /^(?:[a-z]+|[{}!]|\[\[)(?=[\s;&|()<>]|$)/.exec(reader.text.slice(reader.place, reader.place + 12))?.[0] ??
  '';

const atKeyword = (reader: Reader, keywords: readonly string[]): boolean =>
  keywords.length > 0 && keywords.includes(keywordAt(reader));

function expect(reader: Reader, keyword: string): void {
  reader.skipLines();
  if (keywordAt(reader) !== keyword) reader.unexpected(keyword);
  reader.place += keyword.length;
}

function parseAndOr(reader: Reader): Command {
  const first = parsePipeline(reader);
  const rest: { readonly operator: '&&' | '||'; readonly command: Command }[] = [];
  for (;;) {
    reader.skipBlanks();
    const operator = reader.skip('&&') ? '&&' : reader.skip('||') ? '||' : undefined;
    if (operator === undefined) break;
    reader.skipLines();
    rest.push({ operator, command: parsePipeline(reader) });
  }
  return rest.length === 0 ? first : { type: 'and-or', first, rest };
}

function parsePipeline(reader: Reader): Command {
  reader.skipBlanks();
  const negated = keywordAt(reader) === '!';
  if (negated) reader.place++;
  const commands = [parseCommand(reader)];
  for (;;) {
    reader.skipBlanks();
    if (reader.peek() !== '|' || reader.peek(1) === '|') break;
    reader.place += reader.peek(1) === '&' ? 2 : 1;
    reader.skipLines();
    commands.push(parseCommand(reader));
  }
  const [only] = commands;
  return commands.length === 1 && only !== undefined && !negated
    ? only
    : { type: 'pipeline', commands, negated };
}

function parseCommand(reader: Reader): Command {
  reader.skipBlanks();
  const compound = parseCompound(reader);
  if (compound === undefined) return parseSimple(reader);
  const redirects: Redirect[] = [];
  while (readRedirect(reader, parseScript, redirects));
  return redirects.length === 0 ? compound : { type: 'redirected', command: compound, redirects };
}

function parseCompound(reader: Reader): Command | undefined {
  if (reader.startsWith('((')) {
    const place = reader.place;
    reader.place += 2;
    const text = bracketed(reader, '(', ')');
    if (reader.skip(')')) return { type: 'arithmetic', expression: expressionWord(text, parseScript) };
    reader.place = place;
  }
  if (reader.skip('(')) {
    const body = parseList(reader, []);
    if (!reader.skip(')')) reader.unexpected(')');
    return { type: 'subshell', body };
  }
  const keyword = keywordAt(reader);
  const parse = COMPOUNDS[keyword];
  if (parse !== undefined) {
    reader.place += keyword.length;
    return parse(reader);
  }
  if (MISPLACED.has(keyword)) reader.unexpected();
  return parseFunction(reader);
}

const MISPLACED: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);

const COMPOUNDS: Readonly<Record<string, (reader: Reader) => Command>> = {
  if: parseIf,
  while: (reader) => parseWhile(reader, false),
  until: (reader) => parseWhile(reader, true),
  for: parseFor,
  case: parseCase,
  '{': (reader) => {
    const body = parseBody(reader, ['}']);
    reader.place++;
    return body;
  },
};

function parseIf(reader: Reader): Command {
  const clauses: { readonly condition: Command; readonly body: Command }[] = [];
  for (;;) {
    const condition = parseBody(reader, ['then']);
    reader.place += 'then'.length;
    clauses.push({ condition, body: parseBody(reader, ['elif', 'else', 'fi']) });
    const next = keywordAt(reader);
    reader.place += next.length;
    if (next === 'elif') continue;
    const otherwise = next === 'else' ? parseBody(reader, ['fi']) : undefined;
    if (otherwise !== undefined) reader.place += 'fi'.length;
    return { type: 'if', clauses, otherwise };
  }
}

function parseWhile(reader: Reader, until: boolean): Command {
  const condition = parseBody(reader, ['do']);
  return { type: 'while', condition, body: parseDo(reader), until };
}

function parseDo(reader: Reader): Command {
  expect(reader, 'do');
  const body = parseBody(reader, ['done']);
  reader.place += 'done'.length;
  return body;
}

function parseFor(reader: Reader): Command {
  reader.skipBlanks();
  if (reader.skip('((')) return parseCount(reader);
  const name = /^[A-Za-z_]\w*/.exec(reader.text.slice(reader.place))?.[0] ?? reader.unexpected();
  reader.place += name.length;
  reader.skipLines();
  let words: Word[] | undefined;
  if (keywordAt(reader) === 'in') {
    reader.place += 'in'.length;
    words = [];
    for (;;) {
      reader.skipBlanks();
      const word = readWord(reader, parseScript);
      if (word === undefined) break;
      words.push(word);
    }
  }
  reader.skipBlanks();
  reader.skip(';');
  return { type: 'for', name, words, body: parseDo(reader) };
}

function parseCount(reader: Reader): Command {
  const text = bracketed(reader, '(', ')');
  if (!reader.skip(')')) reader.unexpected('))');
  const [first, condition, next] = text.split(';').map((part) => expressionWord(part.trim(), parseScript));
  if (first === undefined || condition === undefined || next === undefined) return reader.unexpected(';');
  reader.skipBlanks();
  reader.skip(';');
  return { type: 'count', first, condition, next, body: parseDo(reader) };
}

function parseCase(reader: Reader): Command {
  reader.skipBlanks();
  const word = readWord(reader, parseScript) ?? reader.unexpected();
  expect(reader, 'in');
  const clauses: { readonly patterns: readonly Word[]; readonly body: Command }[] = [];
  for (;;) {
    reader.skipLines();
    if (keywordAt(reader) === 'esac') break;
    reader.skip('(');
    const patterns: Word[] = [];
    do {
      reader.skipBlanks();
      patterns.push(readWord(reader, parseScript) ?? reader.unexpected(')'));
      reader.skipBlanks();
    } while (reader.skip('|'));
    if (!reader.skip(')')) reader.unexpected(')');
    const body = parseList(reader, ['esac']);
    clauses.push({ patterns, body });
    if (!reader.skip(';;') && keywordAt(reader) !== 'esac') reader.unexpected('esac');
  }
  reader.place += 'esac'.length;
  return { type: 'case', word, clauses };
}

function parseFunction(reader: Reader): Command | undefined {
  const rest = reader.text.slice(reader.place, reader.place + 200);
  const head = /^(?:function[ \t]+([\w.-]+)(?:[ \t]*\([ \t]*\))?|([\w.-]+)[ \t]*\([ \t]*\))/.exec(rest);
  const name = head?.[1] ?? head?.[2];
  if (head === null || name === undefined) return undefined;
  reader.place += head[0].length;
  reader.skipLines();
  return { type: 'function', name, body: parseCommand(reader) };
}

function parseSimple(reader: Reader): SimpleCommand {
  const { line } = reader;
  const assignments: Assignment[] = [];
  const declared: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  const isTest = keywordAt(reader) === '[[';
  for (;;) {
    if (isTest) reader.skipLines();
    else reader.skipBlanks();
    if (!isTest && readRedirect(reader, parseScript, redirects)) continue;
    const set = words.length === 0 ? readAssignment(reader, parseScript) : undefined;
    if (set !== undefined) {
      assignments.push(set);
      continue;
    }
    const array = isDeclaring(words[0]) ? readDeclared(reader, parseScript) : undefined;
    if (array !== undefined) {
      declared.push(array);
      words.push(literalWord(array.name));
      continue;
    }
    const word = isTest ? readTestWord(reader, parseScript, words.at(-1)) : readWord(reader, parseScript);
    if (word === undefined) break;
    words.push(word);
    if (isTest && isText(word, ']]')) break;
  }
  if (assignments.length + words.length + redirects.length === 0) reader.unexpected();
  while (readRedirect(reader, parseScript, redirects));
  const sets = [...assignments, ...declared].flatMap(wordsOfAssignment);
  const runs = [...words, ...sets].some((word) => word.runs === true);
  return { type: 'simple', assignments, declared, words, redirects, line, runs };
}

const DECLARING = new Set(['declare', 'typeset', 'local', 'readonly', 'export']);

const isDeclaring = (word: Word | undefined): boolean => DECLARING.has(word?.literal ?? '');
