export type TokenType =
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'word'
  | 'field'
  | 'variable'
  | 'dot'
  | 'string'
  | 'character'
  | 'number'
  | 'sign'
  | 'end of file';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  /** Offset in the template. */
  readonly at: number;
}

/** The template's own words for what is wrong: `template: output:1: unclosed action`. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Cuts a template into tokens; text is trimmed where an action asks for it. */
export function tokenize(source: string, fail: (message: string, at: number) => never): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimLeft = false;
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    const end = open < 0 ? source.length : open;
    const trimRight = open >= 0 && /^\{\{-[ \t\r\n]/.test(source.slice(open, open + 4));
    let text = source.slice(at, end);
    if (trimLeft) text = text.replace(/^[ \t\r\n]+/, '');
    if (trimRight) text = text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') tokens.push({ type: 'text', text, at });
    if (open < 0) break;
    const start = open + (trimRight ? 3 : 2);
    const comment = /^[ \t\r\n]*\/\*/.exec(source.slice(start));
    at = comment === null ? action(source, open, start, tokens, fail) : afterComment(source, start, fail);
    trimLeft = /[ \t\r\n]-\}\}$/.test(source.slice(Math.max(0, at - 4), at));
  }
  tokens.push({ type: 'end of file', text: '', at: source.length });
  return tokens;
}

function afterComment(source: string, start: number, fail: (message: string, at: number) => never): number {
  const end = source.indexOf('*/', start);
  if (end < 0) return fail('unclosed comment', start);
  const close = /^([ \t\r\n]-)?\}\}/.exec(source.slice(end + 2));
  if (close === null) return fail('comment ends before closing delimiter', start);
  return end + 2 + close[0].length;
}

const PATTERNS: readonly (readonly [TokenType, RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ['character', /'(?:[^'\\\n]|\\.)*'/y],
  [
    'number',
    /[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?)/y,
  ],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*/uy],
  ['dot', /\./y],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['sign', /:=|[=|(),]/y],
];

/** The tokens of one action; returns where the text goes on. */
function action(
  source: string,
  open: number,
  start: number,
  tokens: Token[],
  fail: (message: string, at: number) => never,
): number {
  tokens.push({ type: 'open', text: '{{', at: open });
  let at = start;
  let depth = 0;
  while (at < source.length) {
    const close = /^(?:[ \t\r\n]+-)?\}\}/.exec(source.slice(at));
    if (close !== null) {
      if (depth > 0) return fail('unclosed left paren', at);
      tokens.push({ type: 'close', text: '}}', at });
      return at + close[0].length;
    }
    const token = next(source, at);
    if (token === undefined) return fail(unreadable(source, at), at);
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth < 0) return fail('unexpected right paren', at);
    tokens.push(token);
    at += token.text.length;
  }
  return fail('unclosed action', at);
}

function next(source: string, at: number): Token | undefined {
  for (const [type, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) return { type, text: found[0], at };
  }
  return undefined;
}

function unreadable(source: string, at: number): string {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (character === '"') return 'unterminated quoted string';
  if (character === '`') return 'unterminated raw quoted string';
  if (character === "'") return 'unterminated character constant';
  if (/^[ -~]$/.test(character) && !'.})'.includes(character)) return `unexpected "${character}" in command`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `${character === '}' ? 'bad character' : 'unrecognized character in action:'} U+${code} '${character}'`;
}
