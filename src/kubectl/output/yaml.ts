import { type Fields, isFields } from '../../machinery/json.ts';
import { formatNumber } from './go-number.ts';
import { isBreak, isPrintable, type ScalarPlace, styleOf } from './yaml-scalar.ts';

/** A value as kubectl prints it with `-o yaml`: sorted keys, two blanks, sequences flush with their key. */
export function formatYaml(value: unknown): string {
  const emitter = new YamlEmitter();
  emitter.node(value, -1, 'root');
  return emitter.finish();
}

/** Keys in go-yaml's order: letters behind everything else, runs of digits by their number. */
export function compareKeys(a: string, b: string): number {
  // Nearly all keys are plain names of fields, and those stand as their characters do.
  if (LETTERS.test(a) && LETTERS.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    if (left[i] !== right[i]) return compareFrom(left, right, i);
  }
  return left.length - right.length;
}

const LETTERS = /^[A-Za-z]+$/;
const LETTER = /^\p{L}$/u;
const DIGIT = /^[0-9]$/;
const isDigit = (character: string | undefined): boolean => character !== undefined && DIGIT.test(character);

function compareFrom(left: readonly string[], right: readonly string[], at: number): number {
  const [a = '', b = ''] = [left[at], right[at]];
  const letters = [LETTER.test(a), LETTER.test(b)];
  const byCode = (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
  if (letters[0] && letters[1]) return byCode;
  if (letters[0] || letters[1]) return letters[1] ? -1 : 1;
  const prefix = a === '0' || b === '0' ? significantDigitBefore(left, at) : '';
  const [first, firstEnd] = digitsFrom(left, at, prefix);
  const [second, secondEnd] = digitsFrom(right, at, prefix);
  if (first !== second) return first < second ? -1 : 1;
  return firstEnd === secondEnd ? byCode : firstEnd - secondEnd;
}

/** A zero counts as part of the number that began before it. */
function significantDigitBefore(characters: readonly string[], at: number): string {
  for (let i = at - 1; i >= 0 && isDigit(characters[i]); i--) if (characters[i] !== '0') return '1';
  return '';
}

function digitsFrom(characters: readonly string[], at: number, prefix: string): [bigint, number] {
  let end = at;
  while (isDigit(characters[end])) end++;
  return [BigInt(prefix + characters.slice(at, end).join('')), end];
}

/** How a node hangs on what is around it. */
type Context = 'root' | 'item' | 'value' | 'value of a long key';

const INDENT = 2;
/** libyaml breaks at the first blank behind this column. */
const BEST_WIDTH = 80;
/** Longer keys are written with `? `. */
const LONGEST_SIMPLE_KEY = 128;

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** kubectl makes YAML of JSON by reading it as YAML: there next-line characters are line breaks, which fold. */
function folded(text: string): string {
  if (!text.includes('\u0085')) return text;
  return text.replace(/ *\u0085[ \u0085]*/g, (run) => {
    const breaks = run.replaceAll(' ', '').length;
    return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
  });
}

/** libyaml's emitter for the block forms that kubectl prints; the state is where the pen stands. */
class YamlEmitter {
  private readonly parts: string[] = [];
  private column = 0;
  /** Only indentation and indicators so far on this line. */
  private indention = true;
  private whitespace = true;

  finish(): string {
    if (this.column > 0) this.lineBreak();
    return this.parts.join('');
  }

  node(value: unknown, indent: number, context: Context): void {
    if (Array.isArray(value)) this.sequence(value, indent, context);
    else if (isFields(value)) this.mapping(value, indent);
    else if (typeof value === 'string') this.scalar(folded(value), indent, 'value');
    else
      this.word(
        typeof value === 'number' ? formatNumber(value) : value === undefined ? 'null' : String(value),
      );
  }

  private sequence(items: readonly unknown[], indent: number, context: Context): void {
    if (items.length === 0) this.word('[]');
    const own = indent < 0 ? 0 : context === 'value' ? indent : indent + INDENT;
    for (const item of items) {
      this.startLine(own);
      this.indicator('-', this.indention);
      this.node(item, own, 'item');
    }
  }

  private mapping(fields: Fields, indent: number): void {
    const keys = Object.keys(fields).filter((key) => fields[key] !== undefined);
    if (keys.length === 0) this.word('{}');
    const own = indent < 0 ? 0 : indent + INDENT;
    for (const key of keys.sort(compareKeys)) {
      this.startLine(own);
      const simple = isSimpleKey(key);
      if (simple) {
        this.scalar(key, own, 'key');
        this.write(':');
        this.indention = false;
      } else {
        this.indicator('?', this.indention);
        this.scalar(key, own, 'value');
        this.startLine(own);
        this.indicator(':', this.indention);
      }
      this.node(fields[key], own, simple ? 'value' : 'value of a long key');
    }
  }

  private scalar(text: string, indent: number, place: ScalarPlace): void {
    const inner = indent < 0 ? INDENT : indent + INDENT;
    const style = styleOf(text, place);
    const room = place === 'value' ? BEST_WIDTH - this.column - 1 : Number.POSITIVE_INFINITY;
    if (style === 'literal') this.literal(text, inner);
    else if (style === 'double') this.doubleQuoted([...text], inner, place);
    else if (style === 'plain' && text.length < room) this.word(text);
    else this.flowing([...text], inner, place, style);
  }

  private word(text: string): void {
    if (!this.whitespace) this.write(' ');
    this.write(text);
    this.whitespace = false;
    this.indention = false;
  }

  /** Plain and single-quoted text, folded at blanks behind the best width. */
  private flowing(
    characters: readonly string[],
    indent: number,
    place: ScalarPlace,
    style: 'plain' | 'single',
  ): void {
    if (style === 'single') this.indicator("'", false);
    else if (!this.whitespace) this.write(' ');
    let spaces = false;
    let breaks = false;
    for (const [i, character] of characters.entries()) {
      if (character === ' ') {
        const inside = style === 'plain' || (i > 0 && i < characters.length - 1);
        const fold =
          place === 'value' && !spaces && this.column > BEST_WIDTH && inside && characters[i + 1] !== ' ';
        if (fold) this.startLine(indent);
        else this.write(' ');
        spaces = true;
      } else if (isBreak(character)) {
        this.rawBreak(character);
        breaks = true;
      } else {
        if (breaks) this.startLine(indent);
        this.write(style === 'single' && character === "'" ? "''" : character);
        this.indention = false;
        spaces = false;
        breaks = false;
      }
    }
    if (style === 'single') this.write("'");
    this.whitespace = false;
    this.indention = false;
  }

  private doubleQuoted(characters: readonly string[], indent: number, place: ScalarPlace): void {
    this.indicator('"', false);
    // libyaml looks for the byte order mark at the start of the text, whichever character it is about to write.
    const marked = characters[0] === '\ufeff';
    let spaces = false;
    for (const [i, character] of characters.entries()) {
      if (
        marked ||
        !isPrintable(character) ||
        isBreak(character) ||
        character === '"' ||
        character === '\\'
      ) {
        this.write(escaped(character));
        spaces = false;
      } else if (character === ' ') {
        const inside = i > 0 && i < characters.length - 1;
        if (place === 'value' && !spaces && this.column > BEST_WIDTH && inside) {
          this.startLine(indent);
          if (characters[i + 1] === ' ') this.write('\\');
        } else this.write(' ');
        spaces = true;
      } else {
        this.write(character);
        spaces = false;
      }
    }
    this.write('"');
    this.whitespace = false;
    this.indention = false;
  }

  private literal(text: string, indent: number): void {
    const hint = /^[ \n\r\u0085\u2028\u2029]/.test(text) ? String(INDENT) : '';
    const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
    const margin = ' '.repeat(indent);
    this.word(`|${hint}${chomp}`);
    for (const line of text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n')) {
      this.lineBreak();
      if (line !== '')
        this.write(
          (/^[\u2028\u2029]/.test(line) ? '' : margin) +
            line.replaceAll(/[\u2028\u2029](?=.)/gu, (mark) => mark + margin),
        );
    }
    if (text.endsWith('\n')) {
      this.lineBreak();
      this.indention = true;
      this.whitespace = true;
    } else this.indention = false;
  }

  private startLine(indent: number): void {
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace))
      this.lineBreak();
    if (this.column < indent) this.write(' '.repeat(indent - this.column));
    this.whitespace = true;
    this.indention = true;
  }

  private indicator(sign: string, indention: boolean): void {
    if (!this.whitespace) this.write(' ');
    this.write(sign);
    this.whitespace = sign === "'" || sign === '"' ? this.whitespace : false;
    this.indention = indention;
  }

  private rawBreak(character: string): void {
    if (character === '\n') this.lineBreak();
    else this.parts.push(character);
    this.column = 0;
    this.indention = true;
  }

  private lineBreak(): void {
    this.parts.push('\n');
    this.column = 0;
  }

  private write(text: string): void {
    this.parts.push(text);
    this.column += text.length;
  }
}

function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function isSimpleKey(key: string): boolean {
  if (/[\n\r\u0085\u2028\u2029]/.test(key)) return false;
  // A UTF-16 unit is three bytes at most: only long keys need counting.
  return key.length * 3 <= LONGEST_SIMPLE_KEY || new TextEncoder().encode(key).length <= LONGEST_SIMPLE_KEY;
}
