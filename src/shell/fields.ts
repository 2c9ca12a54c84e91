import { namePattern } from './patterns.ts';
import type { Shell } from './shell.ts';

/** A field that is being put together. */
export interface Draft {
  text: string;
  pattern: string;
  hasPattern: boolean;
  isThere: boolean;
}

export const emptyDraft = (): Draft => ({ text: '', pattern: '', hasPattern: false, isThere: false });

export function append(draft: Draft, text: string, quoted: boolean): void {
  draft.text += text;
  if (text !== '') draft.isThere = true;
  if (quoted) draft.pattern += text.replace(/[\\*?[\]]/g, '\\$&');
  else {
    draft.pattern += text;
    if (/[*?[]/.test(text)) draft.hasPattern = true;
  }
}

/** Field splitting: blanks join, any other separator ends a field of its own. */
export function splitInto(shell: Shell, text: string, draft: () => Draft, finish: () => void): void {
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

export function pushMatches(shell: Shell, { text, pattern, hasPattern }: Draft, fields: string[]): void {
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
