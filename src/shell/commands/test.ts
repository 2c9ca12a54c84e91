import { setElements } from '../arrays.ts';
import { Expression } from '../expression.ts';
import { patternExpression } from '../patterns.ts';
import { type Call, type Program, type Shell, ShellProblem } from '../shell.ts';
import { posixExpression } from './expressions.ts';

/** One reading of `test`'s words, from left to right. */
interface Reading {
  readonly shell: Shell;
  readonly words: readonly string[];
  readonly isExtended: boolean;
  place: number;
}

function holds(call: Call, words: readonly string[], isExtended: boolean): number {
  const reading: Reading = { shell: call.shell, words, isExtended, place: 0 };
  try {
    if (words.length === 0) return 1;
    const result = either(reading);
    if (reading.place < words.length) throw new ShellProblem(`${words[reading.place]}: unknown operand`);
    return result ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ShellProblem)) throw error;
    call.shell.err(`${call.shell.name}: ${error.message}\n`);
    return 2;
  }
}

function either(reading: Reading): boolean {
  let result = both(reading);
  while (take(reading, '-o') || take(reading, '||')) {
    const next = both(reading);
    result ||= next;
  }
  return result;
}

function both(reading: Reading): boolean {
  let result = one(reading);
  while (take(reading, '-a') || take(reading, '&&')) {
    const next = one(reading);
    result &&= next;
  }
  return result;
}

function take(reading: Reading, word: string): boolean {
  if (reading.words[reading.place] !== word) return false;
  reading.place++;
  return true;
}

const BINARY = /^(?:=|==|!=|=~|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

function one(reading: Reading): boolean {
  const { words, place } = reading;
  const [first, second, third] = words.slice(place, place + 3);
  if (first === undefined) throw new ShellProblem('argument expected');
  if (second !== undefined && third !== undefined && BINARY.test(second)) {
    reading.place += 3;
    return compare(reading, first, second, third);
  }
  if (first === '!' && second !== undefined) {
    reading.place++;
    return !one(reading);
  }
  if (first === '(' && second !== undefined) {
    reading.place++;
    const result = either(reading);
    if (!take(reading, ')')) throw new ShellProblem('missing )');
    return result;
  }
  if (/^-[a-zA-Z]$/.test(first) && second !== undefined) {
    reading.place += 2;
    return unary(reading.shell, first, second);
  }
  reading.place++;
  return first !== '';
}

function compare({ shell, isExtended }: Reading, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return isExtended ? patternExpression(right).test(left) : left === right;
    case '!=':
      return isExtended ? !patternExpression(right).test(left) : left !== right;
    case '=~':
      return matches(shell, left, right);
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return byAge(shell, left, operator, right);
    default:
      return compareNumbers(numberOf(left), operator, numberOf(right));
  }
}

/** What it matches, and what the brackets in it do, is left in `BASH_REMATCH`. */
function matches(shell: Shell, text: string, expression: string): boolean {
  const found = compiled(expression).first(text);
  if (shell.world.flavour !== 'busybox')
    setElements(shell, 'BASH_REMATCH', [{ values: found?.texts.map((part) => part ?? '') ?? [] }], false);
  return found !== undefined;
}

function compiled(expression: string): Expression {
  try {
    return new Expression(posixExpression(expression, 'extended'));
  } catch {
    throw new ShellProblem(`invalid regular expression: ${expression}`);
  }
}

function numberOf(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new ShellProblem(`${text}: bad number`);
  return Number(text);
}

function compareNumbers(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}

function byAge(shell: Shell, left: string, operator: string, right: string): boolean {
  const age = (name: string): number => shell.world.files.find(shell.path(name))?.node.changed ?? 0;
  if (operator === '-ef') return left === right;
  return operator === '-nt' ? age(left) > age(right) : age(left) < age(right);
}

function unary(shell: Shell, operator: string, operand: string): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  if (operator === '-t') return shell.descriptors[Number(operand)]?.isTerminal === true;
  const { files } = shell.world;
  const path = shell.path(operand);
  if (operator === '-L' || operator === '-h') return files.entry(path)?.type === 'link';
  const found = files.find(path);
  if (found === undefined) return operand.startsWith('/dev/') && operator !== '-f' && operator !== '-d';
  const { node, readOnly } = found;
  switch (operator) {
    case '-f':
      return node.type === 'file';
    case '-d':
      return node.type === 'folder';
    case '-s':
      return node.type === 'folder' || node.text !== '';
    case '-x':
      return (node.mode & 0o111) !== 0;
    case '-w':
      return !readOnly;
    case '-e':
    case '-r':
    case '-O':
    case '-G':
      return true;
    default:
      return false;
  }
}

const bracket =
  (close: string, isExtended: boolean): Program =>
  (call) => {
    if (call.args.at(-1) !== close) {
      call.shell.err(`${call.shell.name}: ${call.name}: missing ${close}\n`);
      return 2;
    }
    return holds(call, call.args.slice(0, -1), isExtended);
  };

/** `test`, and its brackets. */
export const tests: Readonly<Record<string, Program>> = {
  test: (call) => holds(call, call.args, false),
  '[': bracket(']', false),
  '[[': bracket(']]', true),
};
