import { elementName, markOfKeys } from './element-names.ts';
import { ShellProblem } from './shell.ts';

/** Reads and sets the shell's variables. */
export interface Variables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** The expression cannot be worked out. */
export class ArithmeticProblem extends ShellProblem {
  constructor(message: string) {
    super(message, 1);
  }
}

const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+)|([A-Za-z_]\w*(?:\[[^[\]]+\])?)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>=!~&|^?:(),]))/y;
const DEPTH_MOST = 50;
const NESTED_MOST = 200;

/** Works out `count + 1`, `x = y * 2`, `a > b ? a : b`. */
export function evaluate(text: string, variables: Variables): number {
  return new Evaluation(text, variables, 0).all();
}

const known = new Map<string, readonly string[]>();
const KNOWN_MOST = 500;

/** A loop works out the same expression again and again. */
function tokensOf(text: string): readonly string[] {
  const found = known.get(text);
  if (found !== undefined) return found;
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
    end = TOKEN.lastIndex;
  }
  if (text.slice(end).trim() !== '') throw new ArithmeticProblem('arithmetic syntax error');
  if (known.size >= KNOWN_MOST) known.clear();
  known.set(text, tokens);
  return tokens;
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

class Evaluation {
  private readonly tokens: readonly string[];
  private readonly variables: Variables;
  private readonly depth: number;
  private place = 0;
  /** How many operands were begun: brackets in brackets take of the stack. */
  private nested = 0;

  constructor(text: string, variables: Variables, depth: number) {
    this.variables = variables;
    this.depth = depth;
    if (depth > DEPTH_MOST) throw new ArithmeticProblem('expression recursion loop detected');
    this.tokens = tokensOf(text);
  }

  all(): number {
    if (this.tokens.length === 0) return 0;
    let value = this.assignment();
    while (this.take(',')) value = this.assignment();
    if (this.place < this.tokens.length) throw new ArithmeticProblem('arithmetic syntax error');
    return value;
  }

  private assignment(): number {
    const [target = '', operator = ''] = [this.tokens[this.place], this.tokens[this.place + 1]];
    if (!/^[A-Za-z_]/.test(target) || !/^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator)) return this.choice();
    this.place += 2;
    const name = this.variable(target);
    const right = this.assignment();
    const value = operator === '=' ? right : operate(operator.slice(0, -1), this.valueOf(name), right);
    this.variables.set(name, String(value));
    return value;
  }

  private choice(): number {
    const condition = this.binary(0);
    if (!this.take('?')) return condition;
    const first = this.assignment();
    if (!this.take(':')) throw new ArithmeticProblem('arithmetic syntax error');
    const second = this.assignment();
    return condition === 0 ? second : first;
  }

  private binary(level: number): number {
    const operators = LEVELS[level];
    if (operators === undefined) return this.power();
    let value = this.binary(level + 1);
    for (;;) {
      const operator = this.tokens[this.place];
      if (operator === undefined || !operators.includes(operator)) return value;
      this.place++;
      value = operate(operator, value, this.binary(level + 1));
    }
  }

  private power(): number {
    const base = this.unary();
    return this.take('**') ? whole(base ** this.power()) : base;
  }

  private unary(): number {
    const token = this.tokens[this.place++];
    if (++this.nested > NESTED_MOST) throw new ArithmeticProblem('expression recursion level exceeded');
    if (token === undefined) throw new ArithmeticProblem('arithmetic syntax error');
    if (token === '-') return -this.unary();
    if (token === '+') return this.unary();
    if (token === '!') return this.unary() === 0 ? 1 : 0;
    if (token === '~') return ~this.unary();
    if (token === '++' || token === '--') return this.step(this.tokens[this.place++] ?? '', token, 'new');
    if (token === '(') {
      const value = this.assignment();
      if (!this.take(')')) throw new ArithmeticProblem('arithmetic syntax error');
      return value;
    }
    if (/^\d/.test(token)) return /^0\d/.test(token) ? Number.parseInt(token, 8) : Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw new ArithmeticProblem('arithmetic syntax error');
    const after = this.tokens[this.place];
    if (after !== '++' && after !== '--') return this.valueOf(this.variable(token));
    this.place++;
    return this.step(token, after, 'old');
  }

  private step(target: string, operator: string, answer: 'old' | 'new'): number {
    const name = this.variable(target);
    const before = this.valueOf(name);
    const value = before + (operator === '++' ? 1 : -1);
    this.variables.set(name, String(value));
    return answer === 'old' ? before : value;
  }

  /** The variable that is meant: an element of an array is one of its own. */
  private variable(target: string): string {
    const [, name = target, at] = /^(\w+)\[(.*)\]$/s.exec(target) ?? [];
    if (at === undefined) return target;
    const isKey = this.variables.get(markOfKeys(name)) !== undefined;
    return elementName(name, isKey ? at : new Evaluation(at, this.variables, this.depth + 1).all());
  }

  /** A variable holds an expression of its own. */
  private valueOf(name: string): number {
    const text = this.variables.get(name) ?? '';
    if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
    return new Evaluation(text, this.variables, this.depth + 1).all();
  }

  private take(token: string): boolean {
    if (this.tokens[this.place] !== token) return false;
    this.place++;
    return true;
  }
}

const whole = (value: number): number => (Number.isFinite(value) ? Math.trunc(value) : 0);

function operate(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return whole(left + right);
    case '-':
      return whole(left - right);
    case '*':
      return whole(left * right);
    case '/':
    case '%':
      if (right === 0) throw new ArithmeticProblem('divide by zero');
      return operator === '/' ? whole(left / right) : left % right;
    case '<<':
      return whole(left * 2 ** right);
    case '>>':
      return Math.floor(left / 2 ** right);
    default:
      return compare(operator, left, right);
  }
}

function compare(operator: string, left: number, right: number): number {
  switch (operator) {
    case '&':
      return Number(BigInt.asIntN(64, BigInt(left) & BigInt(right)));
    case '|':
      return Number(BigInt.asIntN(64, BigInt(left) | BigInt(right)));
    case '^':
      return Number(BigInt.asIntN(64, BigInt(left) ^ BigInt(right)));
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '||':
      return Number(left !== 0 || right !== 0);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '<=':
      return Number(left <= right);
    case '>':
      return Number(left > right);
    default:
      return Number(left >= right);
  }
}
