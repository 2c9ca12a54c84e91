import { goQuote } from '../go-format.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { TemplateError, type Token, tokenize } from './lexer.ts';
import type { Branch, Command, Node, Operand, Pipeline, Place, Template } from './nodes.ts';
import { unquote } from './unquote.ts';

/** Parses a Go text/template; throws {@link TemplateError} with the words of Go's parser. */
export function parseTemplate(name: string, source: string): Template {
  return new Parser(name, source).template();
}

const KEYWORDS = new Set([
  'if',
  'else',
  'end',
  'range',
  'with',
  'define',
  'template',
  'block',
  'break',
  'continue',
]);

/** Recursive descent over the tokens of one template. */
class Parser {
  private readonly tokens: readonly Token[];
  private readonly name: string;
  private readonly source: string;
  private position = 0;
  private variables: string[] = ['$'];
  private loops = 0;
  private readonly defined = new Map<string, readonly Node[]>();

  constructor(name: string, source: string) {
    this.name = name;
    this.source = source;
    this.tokens = tokenize(source, (message, at) => this.fail(message, at));
  }

  template(): Template {
    const { nodes, end } = this.list();
    if (end !== undefined) this.fail(`unexpected {{${end}}}`);
    return { nodes, defined: this.defined };
  }

  /** Nodes up to `end` or `else`, whose word is given; undefined at the end of the template. */
  private list(): { readonly nodes: Node[]; readonly end: 'end' | 'else' | undefined } {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.take();
      if (token.type === 'end of file') return { nodes, end: undefined };
      if (token.type === 'text') {
        nodes.push({ type: 'text', text: token.text });
        continue;
      }
      const word = this.peekPastSpace();
      if (word.type === 'word' && (word.text === 'end' || word.text === 'else')) {
        this.takePastSpace();
        if (word.text === 'end') this.close('end');
        return { nodes, end: word.text };
      }
      const node = this.action();
      if (node !== undefined) nodes.push(node);
    }
  }

  private action(): Node | undefined {
    const word = this.peekPastSpace();
    if (word.type !== 'word' || !KEYWORDS.has(word.text)) {
      return { type: 'action', pipeline: this.pipeline('command', 'close') };
    }
    this.takePastSpace();
    if (word.text === 'if' || word.text === 'with' || word.text === 'range') return this.control(word.text);
    if (word.text === 'define') return this.define();
    if (word.text === 'block') return this.block();
    if (word.text === 'template') return this.call();
    if (this.loops === 0) this.fail(`{{${word.text}}} outside {{range}}`);
    this.close(word.text);
    return { type: word.text as 'break' | 'continue' };
  }

  private control(type: 'if' | 'with' | 'range'): Node {
    const outer = this.variables.length;
    if (type === 'range') this.loops++;
    const branch = this.branch(type);
    if (type === 'range') this.loops--;
    this.variables.length = outer;
    return { type, ...branch };
  }

  private branch(type: 'if' | 'with' | 'range'): Branch {
    const pipeline = this.pipeline(type, 'close');
    const { nodes: then, end } = this.list();
    if (end === undefined) this.fail('unexpected EOF');
    if (end === 'end') return { pipeline, then, otherwise: [] };
    const word = this.peekPastSpace();
    if (word.type === 'word' && word.text === type && type !== 'range') {
      this.takePastSpace();
      return { pipeline, then, otherwise: [this.control(type)] };
    }
    this.close('else');
    const rest = this.list();
    if (rest.end === undefined) this.fail('unexpected EOF');
    if (rest.end === 'else') this.fail('expected end; found {{else}}');
    return { pipeline, then, otherwise: rest.nodes };
  }

  private define(): undefined {
    const name = this.quotedName('define clause');
    this.close('define clause');
    this.defined.set(name, this.body());
    return undefined;
  }

  private block(): Node {
    const place = this.placeOf(this.peekPastSpace(), '');
    const name = this.quotedName('block clause');
    const pipeline = this.pipeline('block clause', 'close');
    this.defined.set(name, this.body());
    return { type: 'template', name, pipeline, place };
  }

  private body(): readonly Node[] {
    const outer = this.variables;
    this.variables = ['$'];
    const { nodes, end } = this.list();
    if (end === undefined) this.fail('unexpected EOF');
    this.variables = outer;
    return nodes;
  }

  private call(): Node {
    const place = this.placeOf(this.peekPastSpace(), '');
    const name = this.quotedName('template clause');
    const empty = this.peekPastSpace().type === 'close';
    const pipeline = empty ? undefined : this.pipeline('template clause', 'close');
    if (empty) this.close('template clause');
    return { type: 'template', name, pipeline, place: { ...place, text: `{{template ${goQuote(name)}}}` } };
  }

  private quotedName(where: string): string {
    const token = this.takePastSpace();
    if (token.type !== 'string') this.fail(`unexpected ${shown(token)} in ${where}`);
    return unquote(token.text);
  }

  private pipeline(where: string, end: 'close' | 'paren'): Pipeline {
    const start = this.peekPastSpace();
    const { declare, assign } = this.declarations(where);
    const commands: Command[] = [];
    for (;;) {
      const token = this.peekPastSpace();
      const ends = end === 'close' ? token.type === 'close' : token.text === ')' && token.type === 'sign';
      if (ends) {
        this.takePastSpace();
        break;
      }
      if (commands.length > 0 && token.text !== '|') this.fail(`unexpected ${shown(token)} in ${where}`);
      if (commands.length > 0) this.takePastSpace();
      commands.push(this.command());
    }
    if (commands.length === 0) this.fail(`missing value for ${where}`);
    const prefix = declare.length === 0 ? '' : `${declare.join(', ')} ${assign ? '=' : ':='} `;
    const text = prefix + commands.map((command) => command.place.text).join(' | ');
    return { declare, assign, commands, place: this.placeOf(start, text) };
  }

  /** `$x :=`, `$x =`, and in range `$i, $x :=`. */
  private declarations(where: string): { readonly declare: readonly string[]; readonly assign: boolean } {
    const back = this.position;
    const declare: string[] = [];
    for (;;) {
      const token = this.takePastSpace();
      if (token.type !== 'variable') break;
      declare.push(token.text);
      const sign = this.takePastSpace();
      if (sign.text === ':=' || sign.text === '=') {
        if (sign.text === ':=') this.variables.push(...declare);
        else
          for (const name of declare)
            if (!this.variables.includes(name)) this.fail(`undefined variable ${goQuote(name)}`);
        return { declare, assign: sign.text === '=' };
      }
      if (sign.text !== ',' || where !== 'range') break;
    }
    this.position = back;
    return { declare: [], assign: false };
  }

  private command(): Command {
    const start = this.peekPastSpace();
    const operands: Operand[] = [];
    for (;;) {
      const token = this.peekPastSpace();
      if (token.type === 'close' || token.text === '|' || (token.type === 'sign' && token.text === ')'))
        break;
      operands.push(this.operand());
    }
    return { operands, place: this.placeOf(start, operands.map((operand) => operand.place.text).join(' ')) };
  }

  private operand(): Operand {
    const token = this.takePastSpace();
    const names = token.type === 'field' ? [token.text.slice(1)] : [];
    const chained = token.type === 'field' || token.type === 'variable' || token.text === '(';
    const pipeline =
      token.text === '(' && token.type === 'sign'
        ? this.pipeline('parenthesized pipeline', 'paren')
        : undefined;
    // Go's parser places a chain of fields where the chaining begins.
    const start = chained && this.peek().type === 'field' ? this.peek() : token;
    while (chained && this.peek().type === 'field') names.push(this.take().text.slice(1));
    if (chained && this.peek().type === 'dot') this.fail('unexpected <.> in operand');
    const path = names.map((name) => `.${name}`).join('');
    const at = (text: string) => this.placeOf(start, text);
    if (pipeline !== undefined)
      return { type: 'pipeline', pipeline, names, place: at(`(${pipeline.place.text})${path}`) };
    switch (token.type) {
      case 'dot':
        if (this.peek().type === 'dot') this.fail('unexpected <.> in operand', this.peek().at);
        return { type: 'dot', place: at('.') };
      case 'field':
        return { type: 'field', names, place: at(path) };
      case 'variable':
        if (!this.variables.includes(token.text)) this.fail(`undefined variable ${goQuote(token.text)}`);
        return { type: 'variable', name: token.text, names, place: at(token.text + path) };
      case 'string':
        return { type: 'constant', value: unquote(token.text), place: at(token.text) };
      case 'character':
        return { type: 'constant', value: unquote(token.text).codePointAt(0) ?? 0, place: at(token.text) };
      case 'number':
        return { type: 'constant', value: Number(token.text.replaceAll('_', '')), place: at(token.text) };
      case 'word':
        return this.named(token);
      default:
        return this.fail(`unexpected ${shown(token)} in operand`);
    }
  }

  private named(token: Token): Operand {
    const place = this.placeOf(token, token.text);
    if (token.text === 'nil') return { type: 'nil', place };
    if (token.text === 'true' || token.text === 'false')
      return { type: 'constant', value: token.text === 'true', place };
    if (!FUNCTION_NAMES.has(token.text)) this.fail(`function ${goQuote(token.text)} not defined`);
    return { type: 'function', name: token.text, place };
  }

  private close(where: string): void {
    const token = this.takePastSpace();
    if (token.type !== 'close') this.fail(`unexpected ${shown(token)} in ${where}`);
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { type: 'end of file', text: '', at: this.source.length };
  }

  private take(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  private peekPastSpace(): Token {
    while (this.peek().type === 'space') this.position++;
    return this.peek();
  }

  private takePastSpace(): Token {
    this.peekPastSpace();
    return this.take();
  }

  private placeOf(token: Token, text: string): Place {
    const before = this.source.slice(0, token.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    return { line, column: new TextEncoder().encode(before.slice(lineStart)).length, text };
  }

  private fail(message: string, at = this.tokens?.[this.position - 1]?.at ?? 0): never {
    const line = this.source.slice(0, at).split('\n').length;
    throw new TemplateError(`template: ${this.name}:${line}: ${message}`);
  }
}

/** How Go's parser names a token in a complaint. */
function shown(token: Token): string {
  if (token.type === 'end of file') return 'EOF';
  if (token.type === 'word' && KEYWORDS.has(token.text)) return `<${token.text}>`;
  return goQuote(token.text);
}
