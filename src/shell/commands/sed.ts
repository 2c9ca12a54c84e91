import { Expression } from '../expression.ts';
import { FileProblem } from '../file-system.ts';
import type { Running } from '../process.ts';
import { type Call, ShellProblem } from '../shell.ts';
import { asText, complain, inputsOf, linesOf, optionsOf } from './call.ts';
import { posixExpression } from './expressions.ts';

type Address = number | '$' | Expression;

interface Edit {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly letter: string;
  readonly expression?: Expression;
  readonly text?: string;
  readonly flags?: string;
  /** Within its range just now. */
  isOpen: boolean;
}

/** The stream editor's everyday part: `s`, `p`, `d`, `q`, `a`, `i`, `c`, `y`, `=`, addresses and ranges. */
export function* sed(call: Call): Running {
  const { given, rest } = optionsOf(call.args, 'e f');
  const script = given.get('e') ?? given.get('expression') ?? rest[0] ?? '';
  const paths = given.has('e') || given.has('expression') ? rest : rest.slice(1);
  const extended = given.has('r') || given.has('E');
  const edits = parse(script, extended);
  const { inputs, failed } = yield* inputsOf(call, paths);
  const quiet = given.has('n');
  if (given.has('i') && paths.length > 0) {
    for (const { path, text } of inputs) save(call, path, edited(linesOf(text), edits, quiet));
  } else
    call.shell.out(
      edited(
        inputs.flatMap(({ text }) => [...linesOf(text)]),
        edits,
        quiet,
      ),
    );
  return failed ? 1 : 0;
}

function save(call: Call, path: string, text: string): void {
  const { shell } = call;
  try {
    shell.world.files.write(shell.path(path), text, shell.process.time);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    complain(call, `${path}: ${error.message}`);
  }
}

function parse(script: string, extended: boolean): readonly Edit[] {
  const edits: Edit[] = [];
  let left = script.trim();
  while (left !== '') {
    const [from, afterFrom] = address(left, extended);
    const [to, afterTo] = afterFrom.startsWith(',')
      ? address(afterFrom.slice(1).trimStart(), extended)
      : [undefined, afterFrom];
    const negated = afterTo.trimStart().startsWith('!');
    const command = afterTo
      .trimStart()
      .slice(negated ? 1 : 0)
      .trimStart();
    const [edit, rest] = action(command, extended);
    edits.push({ from, to, negated, isOpen: false, ...edit });
    left = rest.replace(/^[\s;}]+/, '');
  }
  return edits;
}

function address(text: string, extended: boolean): readonly [Address | undefined, string] {
  const number = /^\d+/.exec(text)?.[0];
  if (number !== undefined) return [Number(number), text.slice(number.length)];
  if (text.startsWith('$')) return ['$', text.slice(1)];
  if (!text.startsWith('/')) return [undefined, text];
  const [pattern, rest] = delimited(text.slice(1), '/');
  return [new Expression(posixExpression(pattern, extended ? 'extended' : 'basic')), rest];
}

/** The text up to the sign, and what follows; the sign behind a backslash is text. */
function delimited(text: string, sign: string): readonly [string, string] {
  let part = '';
  for (let place = 0; place < text.length; place++) {
    const at = text[place] ?? '';
    if (at === sign) return [part, text.slice(place + 1)];
    if (at === '\\') {
      const next = text[++place] ?? '';
      part += next === sign ? sign : `\\${next}`;
    } else part += at;
  }
  throw new ShellProblem('sed: unterminated address regex', 1);
}

type Action = Pick<Edit, 'letter' | 'expression' | 'text' | 'flags'>;

function action(command: string, extended: boolean): readonly [Action, string] {
  const letter = command[0] ?? '';
  if (letter === 's' || letter === 'y') {
    const sign = command[1] ?? '/';
    const [pattern, afterPattern] = delimited(command.slice(2), sign);
    const [text, rest] = delimited(afterPattern, sign);
    if (letter === 'y') return [{ letter, text: `${pattern}\0${text}` }, rest];
    const flags = /^[gpiI0-9]*/.exec(rest)?.[0] ?? '';
    const source = posixExpression(pattern, extended ? 'extended' : 'basic');
    const expression = new Expression(source, /i/i.test(flags));
    return [{ letter, expression, text, flags }, rest.slice(flags.length)];
  }
  if (letter === 'a' || letter === 'i' || letter === 'c') {
    const [line = '', ...others] = command
      .slice(1)
      .replace(/^\\?\s*/, '')
      .split('\n');
    return [{ letter, text: line }, others.join('\n')];
  }
  if (letter === '{') return [{ letter: '' }, command.slice(1)];
  if (!/^[pdqn=]$/.test(letter)) throw new ShellProblem(`sed: unsupported command ${letter}`, 1);
  return [{ letter }, command.slice(1)];
}

function edited(lines: readonly string[], edits: readonly Edit[], quiet: boolean): string {
  const out: string[] = [];
  for (const edit of edits) edit.isOpen = false;
  for (const [index, original] of lines.entries()) {
    let line = original;
    const after: string[] = [];
    let isGone = false;
    let isLast = false;
    for (const edit of edits) {
      if (applies(edit, line, index + 1, lines.length) === edit.negated) continue;
      if (edit.letter === 's') {
        const next = substituted(line, edit);
        if (next !== line && edit.flags?.includes('p') === true) out.push(next);
        line = next;
      } else if (edit.letter === 'y') line = translated(line, edit.text ?? '');
      else if (edit.letter === 'p') out.push(line);
      else if (edit.letter === '=') out.push(String(index + 1));
      else if (edit.letter === 'i') out.push(edit.text ?? '');
      else if (edit.letter === 'a') after.push(edit.text ?? '');
      else if (edit.letter === 'q') isLast = true;
      else if (edit.letter === 'd' || edit.letter === 'c') {
        if (edit.letter === 'c') out.push(edit.text ?? '');
        isGone = true;
        break;
      }
    }
    if (!isGone && !quiet) out.push(line);
    out.push(...after);
    if (isLast) break;
  }
  return asText(out);
}

const matches = (address: Address, line: string, number: number, last: number): boolean =>
  address === '$' ? number === last : typeof address === 'number' ? number === address : address.test(line);

function applies(edit: Edit, line: string, number: number, last: number): boolean {
  const { from, to } = edit;
  if (from === undefined) return true;
  if (to === undefined) return matches(from, line, number, last);
  if (edit.isOpen) {
    if (typeof to === 'number' ? number >= to : matches(to, line, number, last)) edit.isOpen = false;
    return true;
  }
  if (!matches(from, line, number, last)) return false;
  edit.isOpen = !(typeof to === 'number' && to <= number);
  return true;
}

function substituted(line: string, { expression, text = '', flags = '' }: Edit): string {
  if (expression === undefined) return line;
  const wanted = Number(/\d+/.exec(flags)?.[0] ?? 1);
  return expression.replaced(line, ({ texts: [match = '', ...rest] }, count) => {
    if (flags.includes('g') ? count < wanted : count !== wanted) return match;
    return text.replace(
      /\\([0-9n&\\])|\\(.)|&/g,
      (all, sign: string | undefined, other: string | undefined) => {
        if (all === '&' || sign === '0') return match;
        if (other !== undefined) return other;
        if (sign === 'n') return '\n';
        return sign === '&' || sign === '\\' ? sign : String(rest[Number(sign) - 1] ?? '');
      },
    );
  });
}

function translated(line: string, pair: string): string {
  const [from = '', to = ''] = pair.split('\0');
  return [...line].map((sign) => to[from.indexOf(sign)] ?? sign).join('');
}
