import { Characters, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';
import type { Mark } from './fault.ts';
import { skipBlock, skipPlain, skipQuoted } from './scalars.ts';

// libyaml's scanner as go-yaml has it, kept to what is needed to say what is wrong with a text: tokens have no values.

export type TokenType =
  | 'stream end'
  | 'document start'
  | 'document end'
  | 'directive'
  | 'foreign version'
  | 'block sequence'
  | 'block mapping'
  | 'block end'
  | 'block entry'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  readonly start: Mark;
}

/** A place where a key may have begun that only its `:` shows to be one. */
interface SimpleKey {
  possible: boolean;
  required: boolean;
  token: number;
  index: number;
  mark: Mark;
}

/** Longest key without a `?`. */
const KEY_LENGTH = 1024;

export class Scanner {
  private readonly input: Characters;
  private readonly queue: Token[] = [];
  private taken = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private keyAllowed = true;
  private keys: SimpleKey[] = [noKey()];
  private ended = false;

  constructor(text: string) {
    this.input = new Characters(text);
  }

  /** The next token; throws {@link YamlFault}. */
  peek(): Token {
    while (!this.ended && this.needsMore()) this.fetch();
    return this.queue[0] ?? { type: 'stream end', start: this.input.mark() };
  }

  next(): Token {
    const token = this.peek();
    this.queue.shift();
    this.taken++;
    return token;
  }

  private get inFlow(): boolean {
    return this.keys.length > 1;
  }

  /** The first token may turn out to follow a key token that is not there yet. */
  private needsMore(): boolean {
    if (this.queue.length === 0) return true;
    return this.keys.some((key) => key.token >= this.taken && this.isValid(key) && key.token === this.taken);
  }

  /** A key ends on its line and within 1024 characters. */
  private isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line === this.input.line && key.index + KEY_LENGTH >= this.input.index) return true;
    if (key.required) this.input.fail("could not find expected ':'");
    key.possible = false;
    return false;
  }

  private fetch(): void {
    this.toNextToken();
    this.unroll(this.input.column);
    const character = this.input.peek();
    if (character === '') this.streamEnd();
    else if (this.input.column === 0 && character === '%') this.directive();
    else if (this.input.atDocumentMark()) this.documentMark(character);
    else if (character === '[' || character === '{') this.flowStart(character);
    else if (character === ']' || character === '}') this.flowEnd(character);
    else if (character === ',') this.flowEntry();
    else if (character === '-' && isBlankOrEnd(this.input.peek(1))) this.blockEntry();
    else if (character === '?' && (this.inFlow || isBlankOrEnd(this.input.peek(1)))) this.key();
    else if (character === ':' && (this.inFlow || isBlankOrEnd(this.input.peek(1)))) this.value();
    else this.content(character);
  }

  private content(character: string): void {
    if (character === '*' || character === '&') this.reference(character);
    else if (character === '!') this.tag();
    else if ((character === '|' || character === '>') && !this.inFlow) this.block();
    else if (character === "'" || character === '"') this.scalar(() => skipQuoted(this.input, character));
    else if (this.startsPlain(character)) this.plain();
    else this.input.fail('found character that cannot start any token');
  }

  private startsPlain(character: string): boolean {
    if (!isBlankOrEnd(character) && !'-?:,[]{}#&*!|>\'"%@`'.includes(character)) return true;
    if (character === '-') return !isBlank(this.input.peek(1));
    return !this.inFlow && (character === '?' || character === ':') && !isBlankOrEnd(this.input.peek(1));
  }

  private toNextToken(): void {
    for (;;) {
      while (this.input.peek() === ' ' || ((this.inFlow || !this.keyAllowed) && this.input.peek() === '\t')) {
        this.input.skip();
      }
      if (this.input.peek() === '#') while (!isBreakOrEnd(this.input.peek())) this.input.skip();
      if (!isBreak(this.input.peek())) return;
      this.input.skipLine();
      if (!this.inFlow) this.keyAllowed = true;
    }
  }

  private push(type: TokenType, start: Mark = this.input.mark()): void {
    this.queue.push({ type, start });
  }

  private unroll(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.push('block end');
      this.indent = this.indents.pop() ?? -1;
    }
  }

  /** A deeper column begins a block; `at` is where its token belongs in the queue. */
  private roll(column: number, type: TokenType, mark: Mark, at = this.queue.length): void {
    if (this.inFlow || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.queue.splice(at, 0, { type, start: mark });
  }

  private saveKey(): void {
    if (!this.keyAllowed) return;
    this.removeKey();
    this.keys[this.keys.length - 1] = {
      possible: true,
      required: !this.inFlow && this.indent === this.input.column,
      token: this.taken + this.queue.length,
      index: this.input.index,
      mark: this.input.mark(),
    };
  }

  private removeKey(): void {
    const key = this.keys.at(-1);
    if (key?.possible !== true) return;
    if (key.required) this.input.fail("could not find expected ':'");
    key.possible = false;
  }

  private streamEnd(): void {
    if (this.input.column !== 0) {
      this.input.column = 0;
      this.input.line++;
    }
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    this.ended = true;
    this.push('stream end');
  }

  private directive(): void {
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    const start = this.input.mark();
    let line = '';
    for (; !isBreakOrEnd(this.input.peek()); this.input.skip()) line += this.input.peek();
    const [name, version] = line.split(/\s+/);
    if (name !== '%YAML' && name !== '%TAG') this.input.fail('found unknown directive name');
    this.push(name === '%YAML' && version !== '1.1' ? 'foreign version' : 'directive', start);
  }

  private documentMark(character: string): void {
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    this.push(character === '-' ? 'document start' : 'document end');
    this.input.skip(3);
  }

  private flowStart(character: '[' | '{'): void {
    this.saveKey();
    this.keys.push(noKey());
    this.keyAllowed = true;
    this.push(character);
    this.input.skip();
  }

  private flowEnd(character: ']' | '}'): void {
    this.removeKey();
    if (this.keys.length > 1) this.keys.pop();
    this.keyAllowed = false;
    this.push(character);
    this.input.skip();
  }

  private flowEntry(): void {
    this.removeKey();
    this.keyAllowed = true;
    this.push(',');
    this.input.skip();
  }

  private blockEntry(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) this.input.fail('block sequence entries are not allowed in this context');
      this.roll(this.input.column, 'block sequence', this.input.mark());
    }
    this.removeKey();
    this.keyAllowed = true;
    this.push('block entry');
    this.input.skip();
  }

  private key(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) this.input.fail('mapping keys are not allowed in this context');
      this.roll(this.input.column, 'block mapping', this.input.mark());
    }
    this.removeKey();
    this.keyAllowed = !this.inFlow;
    this.push('key');
    this.input.skip();
  }

  private value(): void {
    const key = this.keys.at(-1);
    if (key !== undefined && this.isValid(key)) {
      const at = key.token - this.taken;
      this.queue.splice(at, 0, { type: 'key', start: key.mark });
      this.roll(key.mark.column, 'block mapping', key.mark, at);
      key.possible = false;
      this.keyAllowed = false;
    } else {
      if (!this.inFlow) {
        if (!this.keyAllowed) this.input.fail('mapping values are not allowed in this context');
        this.roll(this.input.column, 'block mapping', this.input.mark());
      }
      this.keyAllowed = !this.inFlow;
    }
    this.push('value');
    this.input.skip();
  }

  private reference(character: '*' | '&'): void {
    this.saveKey();
    this.keyAllowed = false;
    this.push(character === '*' ? 'alias' : 'anchor');
    this.input.skip();
    let length = 0;
    for (; /[0-9A-Za-z_-]/.test(this.input.peek()); length++) this.input.skip();
    const after = this.input.peek();
    if (length > 0 && (isBlankOrEnd(after) || '?:,]}%@`'.includes(after))) return;
    this.input.fail('did not find expected alphabetic or numeric character');
  }

  private tag(): void {
    this.saveKey();
    this.keyAllowed = false;
    this.push('tag');
    while (!isBlankOrEnd(this.input.peek())) this.input.skip();
  }

  private block(): void {
    this.removeKey();
    this.keyAllowed = true;
    this.push('scalar');
    skipBlock(this.input, this.indent);
  }

  private scalar(skip: () => void): void {
    this.saveKey();
    this.keyAllowed = false;
    this.push('scalar');
    skip();
  }

  private plain(): void {
    this.saveKey();
    this.keyAllowed = false;
    this.push('scalar');
    if (skipPlain(this.input, this.indent + 1, this.inFlow ? 'flow' : 'block')) this.keyAllowed = true;
  }
}

const noKey = (): SimpleKey => ({
  possible: false,
  required: false,
  token: 0,
  index: 0,
  mark: { line: 0, column: 0 },
});
