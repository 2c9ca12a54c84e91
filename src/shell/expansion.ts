import { evaluate } from './arithmetic.ts';
import { elementAt, elementsOf, indicesOf, setElement } from './arrays.ts';
import { changed } from './parameters.ts';
import { namePattern } from './patterns.ts';
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

/** A field that is being put together. */
interface Draft {
  text: string;
  pattern: string;
  hasPattern: boolean;
  isThere: boolean;
}

const emptyDraft = (): Draft => ({ text: '', pattern: '', hasPattern: false, isThere: false });

function expandField(shell: Shell, word: Word, results: Results, fields: string[]): void {
  let draft = emptyDraft();
  const finish = (): void => {
    if (draft.isThere) pushMatches(shell, draft, fields);
    draft = emptyDraft();
  };
  word.parts.forEach((part, index) => {
    const values = part.type === 'variable' ? valuesOf(shell, part) : undefined;
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
function valuesOf(shell: Shell, part: Part & { readonly type: 'variable' }): readonly string[] | undefined {
  const { name, index, quoted, change } = part;
  if (index === '@' && quoted && change === undefined) return elementsOf(shell, name);
  if (index === '@' && quoted && change?.operator === 'indices') return indicesOf(shell, name).map(String);
  return index === undefined && change === undefined && name === '@' ? shell.positional : undefined;
}

function append(draft: Draft, text: string, quoted: boolean): void {
  draft.text += text;
  if (text !== '') draft.isThere = true;
  if (quoted) draft.pattern += text.replace(/[\\*?[\]]/g, '\\$&');
  else {
    draft.pattern += text;
    if (/[*?[]/.test(text)) draft.hasPattern = true;
  }
}

/** Field splitting: blanks join, any other separator ends a field of its own. */
function splitInto(shell: Shell, text: string, draft: () => Draft, finish: () => void): void {
  const separators = shell.get('IFS') ?? ' \t\n';
  if (separators === '' || text === '') {
    append(draft(), text, false);
    return;
  }
  let start = 0;
  for (let place = 0; place <= text.length; place++) {
    const sign = text[place];
    if (sign !== undefined && !separators.includes(sign)) continue;
    if (place > start) append(draft(), text.slice(start, place), false);
    start = place + 1;
    if (sign === undefined) break;
    const isBlank = sign === ' ' || sign === '\t' || sign === '\n';
    if (!isBlank) draft().isThere = true;
    finish();
  }
}

function pushMatches(shell: Shell, { text, pattern, hasPattern }: Draft, fields: string[]): void {
  const matches = hasPattern ? pathsMatching(shell, pattern) : [];
  if (matches.length === 0) fields.push(text);
  else fields.push(...matches);
}

function pathsMatching(shell: Shell, pattern: string): readonly string[] {
  const isRooted = pattern.startsWith('/');
  let found: string[] = [isRooted ? '/' : ''];
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    const next: string[] = [];
    for (const base of found) {
      if (!/[*?[]/.test(part)) {
        const path = `${base}${part.replace(/\\(.)/g, '$1')}`;
        if (shell.world.files.find(shell.path(path)) !== undefined) next.push(`${path}/`);
        continue;
      }
      const expression = namePattern(part);
      const here = shell.path(base === '' ? '.' : base);
      if (shell.world.files.find(here)?.node.type !== 'folder') continue;
      for (const name of shell.world.files.names(here))
        if (expression.test(name)) next.push(`${base}${name}/`);
    }
    found = next;
  }
  return found.map((path) => path.slice(0, -1)).sort();
}

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
      if (typeof index === 'object') setElement(shell, name, indexIn(shell, index, results), given);
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
  if (typeof index === 'object') return elementAt(shell, name, indexIn(shell, index, results));
  const values = elementsOf(shell, name);
  return values.length === 0 ? undefined : values.join(' ');
}

const indexIn = (shell: Shell, index: Word, results: Results): number =>
  evaluate(expandText(shell, index, results), shell);

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

/** bash's `{1..5}` and `{a,b}`: several words of one. */
function alternatives(shell: Shell, word: Word): readonly Word[] {
  if (shell.world.flavour === 'busybox') return [word];
  const at = word.parts.findIndex((part) => part.type === 'text' && !part.quoted && part.text.includes('{'));
  const part = word.parts[at];
  if (part?.type !== 'text') return [word];
  const match = /^(.*?)\{(?:(-?\d+)\.\.(-?\d+)|([^{},]*(?:,[^{},]*)+))\}(.*)$/s.exec(part.text);
  if (match === null) return [word];
  const [, before = '', from, to, list = '', rest = ''] = match;
  const texts = from === undefined ? list.split(',') : range(Number(from), Number(to));
  return texts.flatMap((text) => {
    const parts = [...word.parts];
    parts[at] = { ...part, text: `${before}${text}${rest}` };
    return alternatives(shell, word.runs === true ? { parts, runs: true } : { parts });
  });
}

const RANGE_MOST = 10_000;

function range(from: number, to: number): readonly string[] {
  const length = Math.min(Math.abs(to - from) + 1, RANGE_MOST);
  return Array.from({ length }, (_, index) => String(from + (to < from ? -index : index)));
}
