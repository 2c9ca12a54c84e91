import { Expression } from '../expression.ts';
import { classesOf } from '../patterns.ts';
import type { Running } from '../process.ts';
import { type Call, type Program, resumable } from '../shell.ts';
import { asText, complain, inputsOf, linesOf, optionsOf } from './call.ts';
import { posixExpression } from './expressions.ts';

function* grep(call: Call): Running {
  const { shell, name } = call;
  const { given, rest } = optionsOf(call.args, 'e m A B C f');
  const words = given.has('e') ? [given.get('e') ?? '', ...rest] : rest;
  const [pattern, ...paths] = words;
  if (pattern === undefined) {
    complain(call, 'usage: grep [-HhnlLoqvsriwxFE] PATTERN [FILE]...');
    return 2;
  }
  const dialect =
    name.endsWith('fgrep') || given.has('F')
      ? 'fixed'
      : name.endsWith('egrep') || given.has('E') || given.has('P')
        ? 'extended'
        : 'basic';
  const inner = pattern
    .split('\n')
    .map((each) => posixExpression(each, dialect))
    .join('|');
  const bounded = given.has('x') ? `^(?:${inner})$` : given.has('w') ? `\\b(?:${inner})\\b` : inner;
  const expression = new Expression(bounded, given.has('i'));
  const { inputs, failed } = yield* inputsOf(call, paths);
  const most = Number(given.get('m') ?? Number.POSITIVE_INFINITY);
  let found = false;
  for (const { path, text } of inputs) {
    const prefix = inputs.length > 1 || given.has('H') ? `${path}:` : '';
    const hits = linesOf(text).flatMap((line, index) =>
      expression.test(line) !== given.has('v') ? [{ line, number: index + 1 }] : [],
    );
    const shown = hits.slice(0, most);
    if (shown.length > 0) found = true;
    if (given.has('q')) continue;
    if (given.has('c')) shell.out(`${prefix}${shown.length}\n`);
    else if (given.has('l')) shell.out(shown.length > 0 ? `${path}\n` : '');
    else
      for (const { line, number } of shown) {
        const place = given.has('n') ? `${prefix}${number}:` : prefix;
        if (given.has('o'))
          for (const { texts } of expression.all(line)) shell.out(texts[0] ? `${place}${texts[0]}\n` : '');
        else shell.out(`${place}${line}\n`);
      }
  }
  return found ? 0 : failed ? 2 : 1;
}

function* sort(call: Call): Running {
  const { given, rest } = optionsOf(call.args, 'k t o');
  const { inputs, failed } = yield* inputsOf(call, rest);
  const lines = inputs.flatMap(({ text }) => [...linesOf(text)]);
  const separator = given.get('t');
  const field = Number.parseInt(given.get('k') ?? '0', 10);
  const numeric = given.has('n') || given.has('h') || /n/.test(given.get('k') ?? '');
  const key = (line: string): string =>
    field === 0
      ? line
      : (separator === undefined ? line.trim().split(/\s+/) : line.split(separator))
          .slice(field - 1)
          .join(' ');
  const order = (a: string, b: string): number => {
    const [first, second] = [key(a), key(b)];
    if (numeric) {
      const difference = (Number.parseFloat(first) || 0) - (Number.parseFloat(second) || 0);
      if (difference !== 0) return difference;
    }
    return first < second ? -1 : first > second ? 1 : a < b ? -1 : a > b ? 1 : 0;
  };
  const sorted = lines.sort(order);
  if (given.has('r')) sorted.reverse();
  call.shell.out(
    asText(given.has('u') ? sorted.filter((line, index) => line !== sorted[index - 1]) : sorted),
  );
  return failed ? 1 : 0;
}

function* uniq(call: Call): Running {
  const { given, rest } = optionsOf(call.args, 'f s w');
  const { inputs, failed } = yield* inputsOf(call, rest.slice(0, 1));
  const groups: { readonly line: string; count: number }[] = [];
  for (const line of inputs.flatMap(({ text }) => [...linesOf(text)])) {
    const last = groups.at(-1);
    if (last?.line === line) last.count++;
    else groups.push({ line, count: 1 });
  }
  const shown = groups.filter(
    ({ count }) => (!given.has('d') || count > 1) && (!given.has('u') || count === 1),
  );
  call.shell.out(
    asText(shown.map(({ line, count }) => (given.has('c') ? `${String(count).padStart(7)} ${line}` : line))),
  );
  return failed ? 1 : 0;
}

/** The places a list as `1,3-5,7-` names. */
function inList(list: string): (place: number) => boolean {
  const ranges = list.split(',').map((part) => {
    const [from = '', to] = part.split('-');
    return [
      from === '' ? 1 : Number(from),
      to === undefined ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to),
    ] as const;
  });
  return (place) => ranges.some(([from, to]) => place >= from && place <= to);
}

function* cut(call: Call): Running {
  const { given, rest } = optionsOf(call.args, 'd f c b');
  const { inputs, failed } = yield* inputsOf(call, rest);
  const fields = given.get('f');
  const chosen = inList(fields ?? given.get('c') ?? given.get('b') ?? '');
  const separator = given.get('d') ?? '\t';
  const lines = inputs
    .flatMap(({ text }) => [...linesOf(text)])
    .flatMap((line) => {
      if (fields === undefined) return [[...line].filter((_, index) => chosen(index + 1)).join('')];
      if (!line.includes(separator)) return given.has('s') ? [] : [line];
      return [
        line
          .split(separator)
          .filter((_, index) => chosen(index + 1))
          .join(separator),
      ];
    });
  call.shell.out(asText(lines));
  return failed ? 1 : 0;
}

function* tr(call: Call): Running {
  const { given, rest } = optionsOf(call.args);
  const [from = '', to = ''] = rest.map(unescapedSet);
  const { inputs } = yield* inputsOf(call, []);
  const text = inputs[0]?.text ?? '';
  const complement = given.has('c') || given.has('C');
  const set = new RegExp(
    `[${complement ? '^' : ''}${classesOf(from)}]${given.has('s') && to === '' ? '+' : ''}`,
    'g',
  );
  if (given.has('d')) call.shell.out(text.replace(set, ''));
  else if (given.has('s') && to === '') call.shell.out(text.replace(set, (run) => run[0] ?? ''));
  else call.shell.out(text.replace(set, mapping(from, to, complement)));
  return 0;
}

const unescapedSet = (set: string): string =>
  set.replace(/\\([nrt\\])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\\');

function mapping(from: string, to: string, complement: boolean): (sign: string) => string {
  const [sources, aims] = [signsOf(from), signsOf(to)];
  return (sign) => {
    const place = complement ? aims.length - 1 : sources.indexOf(sign);
    return aims[Math.min(place, aims.length - 1)] ?? sign;
  };
}

function signsOf(set: string): readonly string[] {
  const plain = set
    .replace('[:upper:]', 'A-Z')
    .replace('[:lower:]', 'a-z')
    .replace('[:digit:]', '0-9')
    .replace('[:space:]', ' \t\n');
  return [...plain.matchAll(/(.)-(.)|([\s\S])/g)].flatMap(([, first, last, sign]) => {
    if (first === undefined || last === undefined) return [sign ?? ''];
    const [start, end] = [first.charCodeAt(0), last.charCodeAt(0)];
    return Array.from({ length: Math.max(0, end - start + 1) }, (_, index) =>
      String.fromCharCode(start + index),
    );
  });
}

const NUMBERS_MOST = 1_000_000;

const seq: Program = (call) => {
  const { given, rest } = optionsOf(
    call.args.map((arg) => (/^-\d/.test(arg) ? ` ${arg}` : arg)),
    's f',
  );
  const numbers = rest.map(Number);
  const [first = 1, step = 1, last = 1] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  if (numbers.some(Number.isNaN) || step === 0 || numbers.length === 0) {
    complain(call, `invalid number '${rest.find((each) => Number.isNaN(Number(each))) ?? ''}'`);
    return 1;
  }
  const values: string[] = [];
  const digits = Math.max(...rest.map((each) => each.split('.')[1]?.length ?? 0));
  for (let value = first; step > 0 ? value <= last + 1e-9 : value >= last - 1e-9; value += step) {
    if (values.length >= NUMBERS_MOST) break;
    values.push(digits > 0 ? value.toFixed(digits) : String(value));
  }
  const width = given.has('w') ? Math.max(...values.map((value) => value.length)) : 0;
  const shown = values.map((value) => value.padStart(width, '0'));
  const separator = given.get('s');
  call.shell.out(separator === undefined ? asText(shown) : `${shown.join(separator)}\n`);
  return 0;
};

function* reversed(call: Call): Running {
  const { inputs, failed } = yield* inputsOf(call, optionsOf(call.args).rest);
  for (const { text } of inputs) {
    const lines = linesOf(text);
    call.shell.out(
      asText(call.name === 'tac' ? [...lines].reverse() : lines.map((line) => [...line].reverse().join(''))),
    );
  }
  return failed ? 1 : 0;
}

/** Lines of several files side by side; with `-s` those of each one behind each other. */
function* paste(call: Call): Running {
  const { given, rest } = optionsOf(call.args, 'd');
  const { inputs, failed } = yield* inputsOf(call, rest);
  const signs = [...unescapedSet(given.get('d') ?? '\t')];
  const joined = (parts: readonly string[]): string =>
    parts
      .map((part, place) => (place === 0 ? '' : (signs[(place - 1) % signs.length] ?? '')) + part)
      .join('');
  // Who is named several times gives each one of its lines in turn.
  const dashes = rest.filter((path) => path === '-').length;
  const typed = linesOf(inputs.find(({ path }) => path === '-')?.text ?? '');
  let dash = 0;
  const columns = inputs.map(({ path, text }) => {
    if (path !== '-' || dashes < 2) return linesOf(text);
    const own = dash++;
    return typed.filter((_, line) => line % dashes === own);
  });
  const length = Math.max(0, ...columns.map((lines) => lines.length));
  const rows = given.has('s')
    ? columns
    : Array.from({ length }, (_, row) => columns.map((lines) => lines[row] ?? ''));
  call.shell.out(asText(rows.map(joined)));
  return failed ? 1 : 0;
}

/** Commands that choose among lines and change them. */
export const lines: Readonly<Record<string, Program>> = {
  grep: resumable(grep),
  egrep: resumable(grep),
  fgrep: resumable(grep),
  sort: resumable(sort),
  uniq: resumable(uniq),
  cut: resumable(cut),
  paste: resumable(paste),
  tr: resumable(tr),
  seq,
  rev: resumable(reversed),
  tac: resumable(reversed),
};
