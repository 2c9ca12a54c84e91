import { evaluate } from './arithmetic.ts';
import { elementAt, elementsOf, hasKeys, indicesOf, setElement } from './arrays.ts';
import { alternatives } from './braces.ts';
import type { Index } from './element-names.ts';
import { append, emptyDraft, pushMatches, splitInto } from './fields.ts';
import { changed } from './parameters.ts';
import { type Shell, ShellProblem } from './shell.ts';
import type { Part, Word } from './syntax.ts';

/** What the commands inside words printed. */
export type Results = ReadonlyMap<Part, string>;
export const NO_RESULTS: Results = new Map();

/** The word as one text: assignments, targets of redirects. */
export function expandText(shell: Shell, word: Word, results: Results): string {
  if (word.literal !== undefined) return word.literal.startsWith('~') ? withHome(shell, word) : word.literal;
  let text = '';
  for (const part of word.parts) text += textOf(shell, part, results);
  return text;
}

/** The word as a pattern: what was quoted stands for itself. */
export function expandPattern(shell: Shell, word: Word, results: Results): string {
  let text = '';
  for (const part of word.parts) {
    const own = textOf(shell, part, results);
    text += part.quoted ? own.replace(/[\\*?[\]]/g, '\\$&') : own;
  }
  return text;
}

/** The words a command is called with: split, with the names that patterns stand for. */
export function expandFields(shell: Shell, words: readonly Word[], results: Results): string[] {
  const fields: string[] = [];
  for (const word of words) {
    if (word.literal !== undefined && !word.literal.startsWith('~')) fields.push(word.literal);
    else for (const one of alternatives(shell, word)) expandField(shell, one, results, fields);
  }
  return fields;
}

function expandField(shell: Shell, word: Word, results: Results, fields: string[]): void {
  let draft = emptyDraft();
  const finish = (): void => {
    if (draft.isThere) pushMatches(shell, draft, fields);
    draft = emptyDraft();
  };
  word.parts.forEach((part, index) => {
    const values = part.type === 'variable' ? valuesOf(shell, part, results) : undefined;
    if (values !== undefined) {
      values.forEach((value, place) => {
        if (place > 0) finish();
        append(draft, value, part.quoted);
        if (part.quoted) draft.isThere = true;
      });
      return;
    }
    const own = part.type === 'text' && index === 0 ? home(shell, part) : textOf(shell, part, results);
    if (part.quoted && word.parts.length === 1) {
      fields.push(own);
      return;
    }
    if (part.quoted || part.type === 'text') {
      append(draft, own, part.quoted);
      draft.isThere = true;
      return;
    }
    splitInto(shell, own, () => draft, finish);
  });
  finish();
}

/** What stands for several fields: `$@`, `"${name[@]}"`. */
function valuesOf(
  shell: Shell,
  part: Part & { readonly type: 'variable' },
  results: Results,
): readonly string[] | undefined {
  const { name, index, quoted, change } = part;
  const isArray = index === '@' && quoted;
  if (isArray && change?.operator === 'indices') return indicesOf(shell, name).map(String);
  const isPositional = index === undefined && name === '@';
  if (!isArray && !(isPositional && (quoted || change === undefined))) return undefined;
  const values = isArray ? elementsOf(shell, name) : shell.positional;
  return change === undefined ? values : changedEach(shell, part, values, results);
}

/** `${name[@]:1:2}` chooses among them, `${name[@]/a/b}` changes each; undefined: it means all of them as one. */
function changedEach(
  shell: Shell,
  { name, change }: Part & { readonly type: 'variable' },
  values: readonly string[],
  results: Results,
): readonly string[] | undefined {
  const { operator = '', word, second } = change ?? {};
  if (!EACH.test(operator)) return undefined;
  if (operator !== ':') {
    const pattern = word === undefined ? '' : expandPattern(shell, word, results);
    const by = second === undefined ? undefined : expandText(shell, second, results);
    return values.map((value) => changed(value, operator, pattern, by, shell));
  }
  const all = /^[@*]$/.test(name) ? [shell.name, ...values] : values;
  const number = (text: Word): number => evaluate(expandText(shell, text, results), shell);
  const first = word === undefined ? 0 : number(word);
  const from = first < 0 ? all.length + first : first;
  return from < 0
    ? []
    : all.slice(from, second === undefined ? undefined : from + Math.max(0, number(second)));
}

const EACH = /^(?::|##?|%%?|\/\/?|\^\^?|,,?)$/;

function textOf(shell: Shell, part: Part, results: Results): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'substitution':
      return results.get(part) ?? '';
    case 'arithmetic':
      return String(evaluate(expandText(shell, part.expression, results), shell));
    default:
      return parameterText(shell, part, results);
  }
}

function parameterText(shell: Shell, part: Part & { readonly type: 'variable' }, results: Results): string {
  const { name, index, change } = part;
  if (change !== undefined && standsForMany(part)) {
    const values = index === undefined ? shell.positional : elementsOf(shell, name);
    const each = changedEach(shell, part, values, results);
    if (each !== undefined) return each.join(' ');
  }
  const value = index === undefined ? parameter(shell, name) : elementText(shell, name, index, results);
  if (change === undefined) {
    if (value === undefined && shell.options.nounset && !standsForMany(part)) throw unset(shell, name);
    return value ?? '';
  }
  const word = (): string => (change.word === undefined ? '' : expandText(shell, change.word, results));
  switch (change.operator) {
    case ':-':
      return value === undefined || value === '' ? word() : value;
    case '-':
      return value ?? word();
    case ':+':
      return value === undefined || value === '' ? '' : word();
    case '+':
      return value === undefined ? '' : word();
    case ':=':
    case '=': {
      if (value !== undefined && (value !== '' || change.operator === '=')) return value;
      const given = word();
      if (typeof index === 'object') setElement(shell, name, subscript(shell, name, index, results), given);
      else shell.set(name, given);
      return given;
    }
    case ':?':
    case '?':
      if (value !== undefined && (value !== '' || change.operator === '?')) return value;
      throw new ShellProblem(`${name}: ${word() || 'parameter not set'}`);
    case 'indices':
      return indicesOf(shell, name).join(' ');
    case 'length':
      if (typeof index === 'string') return String(indicesOf(shell, name).length);
      return /^[@*]$/.test(name) ? String(shell.positional.length) : String((value ?? '').length);
    default: {
      const { operator } = change;
      const pattern = change.word === undefined ? '' : expandPattern(shell, change.word, results);
      const second = change.second === undefined ? undefined : expandText(shell, change.second, results);
      return changed(value ?? '', operator, pattern, second, shell);
    }
  }
}

const standsForMany = ({ name, index }: Part & { readonly type: 'variable' }): boolean =>
  typeof index === 'string' || name === '@' || name === '*';

/** One element, or all as one text; undefined where there is none. */
function elementText(
  shell: Shell,
  name: string,
  index: Word | '@' | '*',
  results: Results,
): string | undefined {
  if (shell.world.flavour === 'busybox') throw new ShellProblem('syntax error: bad substitution');
  if (typeof index === 'object') return elementAt(shell, name, subscript(shell, name, index, results));
  const values = elementsOf(shell, name);
  return values.length === 0 ? undefined : values.join(' ');
}

/** Which element is meant: what it is worth, or the key it says. */
export function subscript(shell: Shell, name: string, index: Word, results: Results): Index {
  const text = expandText(shell, index, results);
  return hasKeys(shell, name) ? text.replace(/^'(.*)'$/s, '$1') : evaluate(text, shell);
}

const unset = ({ world }: Shell, name: string): ShellProblem =>
  world.flavour === 'busybox'
    ? new ShellProblem(`${name}: parameter not set`)
    : new ShellProblem(`line 1: ${name}: unbound variable`, 127);

/** A variable, or one of the shell's own parameters. */
export function parameter(shell: Shell, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(shell.status);
    case '#':
      return String(shell.positional.length);
    case '$':
      return String(shell.process.id);
    case '!':
      return shell.job === undefined ? '' : String(shell.job.id);
    case '@':
    case '*':
      return shell.positional.join(' ');
    case '-':
      return shell.options.errexit ? 'e' : '';
    case '0':
      return shell.name;
    case 'RANDOM':
      return String(chance(shell));
    case 'SECONDS':
      return String(
        Math.floor((shell.process.time - Number(shell.get('.start') ?? shell.process.time)) / 1000),
      );
    case 'EPOCHSECONDS':
      return String(Math.floor(shell.process.time / 1000));
    default:
      return /^\d+$/.test(name) ? shell.positional[Number(name) - 1] : shell.get(name);
  }
}

/** Chance that is the same in every replay: each draw leads to the next, from the host's name on. */
function chance(shell: Shell): number {
  let state = Number(shell.get('.chance') ?? 0);
  if (state === 0)
    for (const sign of shell.world.hostname) state = (state * 31 + sign.charCodeAt(0)) % 2147483647;
  state = ((state || 1) * 48271) % 2147483647;
  shell.set('.chance', String(state));
  return state & 32767;
}

const home = (shell: Shell, { text, quoted }: Part & { readonly type: 'text' }): string =>
  !quoted && /^~(?:\/|$)/.test(text) ? (shell.get('HOME') ?? '/root') + text.slice(1) : text;

function withHome(shell: Shell, { parts, literal = '' }: Word): string {
  const [first] = parts;
  return first?.type === 'text' && !first.quoted ? home(shell, { ...first, text: literal }) : literal;
}
