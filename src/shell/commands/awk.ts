import { Expression } from '../expression.ts';
import type { Running } from '../process.ts';
import { type Call, ShellProblem } from '../shell.ts';
import { complain, inputsOf, linesOf, optionsOf } from './call.ts';
import { posixExpression } from './expressions.ts';
import { formatted, unescaped } from './printing.ts';

/** What a rule knows while it looks at a line. */
interface State {
  readonly variables: Map<string, string>;
  fields: string[];
  line: string;
  output: string;
}

interface Rule {
  readonly when: string;
  readonly actions: readonly string[];
}

/** awk as it is used in one line: patterns, `print`, `printf`, fields, sums and assignments; no loops, no functions. */
export function* awk(call: Call): Running {
  const { given, rest } = optionsOf(call.args, 'F v');
  const [program = '', ...paths] = rest;
  const state: State = {
    variables: new Map([
      ['FS', given.get('F') ?? ' '],
      ['OFS', ' '],
    ]),
    fields: [],
    line: '',
    output: '',
  };
  const preset = /^(\w+)=(.*)$/s.exec(given.get('v') ?? '');
  if (preset !== null) state.variables.set(preset[1] ?? '', preset[2] ?? '');
  const rules = parse(program);
  for (const rule of rules) if (rule.when === 'BEGIN') act(rule, state);
  const isOnlyBeginning = rules.every(({ when }) => when === 'BEGIN');
  const { inputs, failed } = isOnlyBeginning ? { inputs: [], failed: false } : yield* inputsOf(call, paths);
  let number = 0;
  for (const line of inputs.flatMap(({ text }) => [...linesOf(text)])) {
    state.line = line;
    state.fields = fieldsOf(line, state.variables.get('FS') ?? ' ');
    state.variables.set('NR', String(++number));
    state.variables.set('NF', String(state.fields.length));
    for (const rule of rules) {
      if (rule.when === 'BEGIN' || rule.when === 'END') continue;
      if (rule.when === '' || isTrue(worth(rule.when, state))) act(rule, state);
    }
  }
  for (const rule of rules) if (rule.when === 'END') act(rule, state);
  call.shell.out(state.output);
  if (program === '') complain(call, 'usage: awk PROGRAM [FILE]...');
  return failed || program === '' ? 1 : 0;
}

function fieldsOf(line: string, separator: string): string[] {
  if (separator === ' ') return line.trim() === '' ? [] : line.trim().split(/\s+/);
  if (separator.length === 1) return line.split(unescaped(separator).text);
  return new Expression(posixExpression(separator, 'extended')).parts(line);
}

function parse(program: string): readonly Rule[] {
  const rules: Rule[] = [];
  let left = program.trim();
  while (left !== '') {
    const open = indexOutside(left, '{');
    if (open < 0) {
      rules.push({ when: left, actions: ['print'] });
      break;
    }
    const close = indexOutside(left, '}', open);
    if (close < 0) throw new ShellProblem('awk: cmd. line:1: Unexpected end of string', 1);
    const actions = splitOutside(left.slice(open + 1, close).replaceAll('\n', ';'), ';').map((each) =>
      each.trim(),
    );
    rules.push({ when: left.slice(0, open).trim(), actions: actions.filter((each) => each !== '') });
    left = left.slice(close + 1).replace(/^[\s;]+/, '');
  }
  return rules;
}

/** Where the sign stands outside of texts and expressions. */
function indexOutside(text: string, sign: string, from = 0): number {
  let quote = '';
  let depth = 0;
  for (let place = from; place < text.length; place++) {
    const at = text[place] ?? '';
    if (quote !== '') {
      if (at === '\\') place++;
      else if (at === quote) quote = '';
    } else if (at === sign && depth === 0) return place;
    else if (at === '"') quote = '"';
    else if (at === '/' && /(?:^|[~(,!&|{;]|[~=]\s)\s*$/.test(text.slice(0, place))) quote = '/';
    else if (at === '(') depth++;
    else if (at === ')') depth--;
  }
  return -1;
}

function splitOutside(text: string, sign: string): readonly string[] {
  const parts: string[] = [];
  let left = text;
  for (let at = indexOutside(left, sign); at >= 0; at = indexOutside(left, sign)) {
    parts.push(left.slice(0, at));
    left = left.slice(at + 1);
  }
  return [...parts, left];
}

function act({ actions }: Rule, state: State): void {
  for (const action of actions) {
    const [, command, rest = ''] = /^(print|printf)\b\s*(.*)$/s.exec(action) ?? [];
    if (command === undefined) assign(action, state);
    else {
      const inner = /^\((.*)\)$/s.exec(rest.trim())?.[1] ?? rest;
      const values = inner.trim() === '' ? [] : splitOutside(inner, ',').map((each) => worth(each, state));
      if (command === 'printf') state.output += formatted(unescaped(values[0] ?? '').text, values.slice(1));
      else
        state.output += `${values.length === 0 ? state.line : values.join(state.variables.get('OFS') ?? ' ')}\n`;
    }
  }
}

function assign(action: string, state: State): void {
  const step = /^(\w+)\s*(\+\+|--)$/.exec(action);
  if (step !== null) {
    const name = step[1] ?? '';
    state.variables.set(
      name,
      String(numberOf(state.variables.get(name) ?? '') + (step[2] === '++' ? 1 : -1)),
    );
    return;
  }
  const set = /^(\w+)\s*([-+*/]?)=(?!=)\s*(.*)$/s.exec(action);
  if (set === null) throw new ShellProblem(`awk: cmd. line:1: Unsupported statement: ${action}`, 1);
  const [, name = '', operator = '', text = ''] = set;
  const value = worth(text, state);
  state.variables.set(
    name,
    operator === ''
      ? value
      : shown(calculate(operator, numberOf(state.variables.get(name) ?? ''), numberOf(value))),
  );
}

const numberOf = (text: string): number => Number.parseFloat(text) || 0;
const isTrue = (value: string): boolean => value !== '' && value !== '0';
const shown = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));

/** Operators from the loosest to the tightest. */
const LEVELS: readonly RegExp[] = [/\|\|/, /&&/, /!~|~/, /==|!=|<=|>=|<|>/, /[-+]/, /[*/%]/];

/** Works out an expression: the loosest operator first, what stands side by side is joined. */
function worth(text: string, state: State): string {
  const plain = text.trim();
  for (const level of LEVELS) {
    const found = lastOutside(plain, level);
    if (found !== undefined)
      return combine(
        found.operator,
        plain.slice(0, found.place),
        plain.slice(found.place + found.operator.length),
        state,
      );
  }
  const pieces =
    plain.match(/"(?:\\.|[^"\\])*"|\/(?:\\.|[^/\\])+\/|\$\(?\w+\)?|!?\([^()]*\)|[\w.]+(?:\([^()]*\))?|!/g) ??
    [];
  return pieces.length === 1
    ? single(pieces[0], state)
    : pieces.map((piece) => single(piece, state)).join('');
}

function lastOutside(
  text: string,
  level: RegExp,
): { readonly place: number; readonly operator: string } | undefined {
  let found: { readonly place: number; readonly operator: string } | undefined;
  const expression = new RegExp(
    `"(?:\\\\.|[^"\\\\])*"|(?<=^|[~!(,&|]\\s*)\\/(?:\\\\.|[^/\\\\])+\\/|[()]|${level.source}`,
    'g',
  );
  let depth = 0;
  for (const match of text.matchAll(expression)) {
    const [sign] = match;
    if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (depth === 0 && match.index > 0 && !/^["/].+["/]$/s.test(sign))
      found = { place: match.index, operator: sign };
  }
  return found;
}

function combine(operator: string, left: string, right: string, state: State): string {
  const first = worth(left, state);
  if (operator === '||') return isTrue(first) || isTrue(worth(right, state)) ? '1' : '0';
  if (operator === '&&') return isTrue(first) && isTrue(worth(right, state)) ? '1' : '0';
  if (operator === '~' || operator === '!~') {
    const pattern = right.trim().replace(/^[/"](.*)[/"]$/s, '$1');
    return new Expression(posixExpression(pattern, 'extended')).test(first) === (operator === '~')
      ? '1'
      : '0';
  }
  const second = worth(right, state);
  if (!/^[=!<>]/.test(operator)) return shown(calculate(operator, numberOf(first), numberOf(second)));
  const areNumbers = [first, second].every((each) => /^-?\d+(?:\.\d+)?$/.test(each) || each === '');
  return compare(
    operator,
    areNumbers ? numberOf(first) - numberOf(second) : first < second ? -1 : first > second ? 1 : 0,
  )
    ? '1'
    : '0';
}

function compare(operator: string, order: number): boolean {
  if (operator === '==') return order === 0;
  if (operator === '!=') return order !== 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function calculate(operator: string, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return operator === '/' ? left / right : left % right;
}

function single(piece = '', state: State): string {
  if (piece.startsWith('"')) return unescaped(piece.slice(1, -1)).text;
  if (piece.startsWith('/'))
    return new Expression(posixExpression(piece.slice(1, -1), 'extended')).test(state.line) ? '1' : '0';
  if (piece.startsWith('$')) {
    const place = numberOf(worth(piece.slice(1).replace(/^\((.*)\)$/, '$1'), state));
    return place === 0 ? state.line : (state.fields[place - 1] ?? '');
  }
  if (piece.startsWith('(')) return worth(piece.slice(1, -1), state);
  if (piece.startsWith('!')) return isTrue(worth(piece.slice(1), state)) ? '0' : '1';
  const call = /^(\w+)\((.*)\)$/s.exec(piece);
  if (call !== null)
    return callOf(
      call[1] ?? '',
      splitOutside(call[2] ?? '', ',').map((each) => worth(each, state)),
      state,
    );
  return /^[\d.]/.test(piece) ? piece : (state.variables.get(piece) ?? '');
}

function callOf(name: string, [first = '', second = '', third]: readonly string[], state: State): string {
  switch (name) {
    case 'length':
      return String((first === '' ? state.line : first).length);
    case 'toupper':
      return first.toUpperCase();
    case 'tolower':
      return first.toLowerCase();
    case 'int':
      return String(Math.trunc(numberOf(first)));
    case 'substr':
      return first.substr(
        Math.max(0, numberOf(second) - 1),
        third === undefined ? undefined : numberOf(third),
      );
    case 'index':
      return String(first.indexOf(second) + 1);
    default:
      throw new ShellProblem(`awk: cmd. line:1: Call to undefined function`, 1);
  }
}
