import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { ALLOWED_IMPORTS, LONGER_FILES, TYPES_ONLY, WORDS } from './rules.ts';

const root = join(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts') && existsSync(join(root, file)));
const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const roomOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') ?? '';

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): readonly Import[] {
  const found = text(file).matchAll(
    /^(?:import|export)\s+(type\s)?([^'"]*?)from '(\.[^']+)'|import\('(\.[^']+)'\)/gm,
  );
  return [...found].map(([, type, names = '', path, lazy]) => ({
    from: file,
    to: normalize(join(dirname(file), path ?? lazy ?? '')),
    typeOnly: type !== undefined || /^\{(\s*type [^,}]+,?)+\s*\}\s*$/.test(names.trim()),
  }));
}

test('rooms import only what the table allows', () => {
  const wrong = files.flatMap(importsOf).filter(({ from, to, typeOnly }) => {
    const [room, target] = [roomOf(from), roomOf(to)];
    if (room === target || ALLOWED_IMPORTS[room]?.includes(target)) return false;
    return !(typeOnly && TYPES_ONLY[room]?.includes(target));
  });
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test('files import one another in one direction: nothing leads back to where it came from', () => {
  const open = new Map(files.map((file) => [file, importsOf(file).map(({ to }) => to)]));
  // Whoever imports nothing that is still open is closed; what never closes is a circle, or leads into one.
  for (let before = Number.POSITIVE_INFINITY; open.size < before; ) {
    before = open.size;
    for (const [file, targets] of open) if (!targets.some((to) => open.has(to))) open.delete(file);
  }
  // From the other side: whoever nobody in a circle imports only leads into one.
  for (let before = Number.POSITIVE_INFINITY; open.size < before; ) {
    before = open.size;
    const imported = new Set([...open.values()].flat());
    for (const file of open.keys()) if (!imported.has(file)) open.delete(file);
  }
  expect([...open.keys()]).toEqual([]);
});

test("controllers do not look into each other's folders", () => {
  const folder = (file: string): string => file.split('/').slice(0, 3).join('/');
  const isController = (file: string): boolean =>
    file.startsWith('src/controllers/') && file.split('/').length > 3;
  const wrong = files
    .filter(isController)
    .flatMap(importsOf)
    .filter(
      ({ from, to }) =>
        isController(to) && folder(from) !== folder(to) && folder(to) !== 'src/controllers/pod-control',
    );
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test.each(WORDS)('$words stand only where they may', ({ pattern, allowed }) => {
  const wrong = files.filter(
    (file) => !allowed.some((place) => file.startsWith(place)) && pattern.test(withoutComments(text(file))),
  );
  expect(wrong).toEqual([]);
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

test('no source file has more than 300 lines, but for those that say why', () => {
  const long = files.filter((file) => text(file).split('\n').length > 301);
  expect(long).toEqual(LONGER_FILES.map(({ file }) => file));
});

test('every room has a card', () => {
  const rooms = [...new Set(files.map(roomOf))].filter((room) => existsSync(join(root, 'src', room)));
  expect(rooms.filter((room) => !existsSync(join(root, 'src', room, 'README.md')))).toEqual([]);
});

test('the cards name files that are there', () => {
  const all = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'bin', 'test'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
    .split('\n')
    .filter((file) => existsSync(join(root, file)));
  // A name stands for a file below the card's own folder; a path may also start at src or at the top.
  const isThere = (card: string, name: string): boolean =>
    all.some((file) => file.startsWith(`${dirname(card)}/`) && file.endsWith(`/${name}`)) ||
    [join('src', name), name].some((path) => all.includes(path));
  const missing = all
    .filter((file) => file.startsWith('src/') && file.endsWith('README.md'))
    .flatMap((card) =>
      [...text(card).matchAll(/`([\w./-]+\.ts)`/g)]
        .map(([, name = '']) => name)
        .filter((name) => !isThere(card, name))
        .map((name) => `${card}: ${name}`),
    );
  expect(missing).toEqual([]);
});

test('a card has at most 60 lines', () => {
  const long = [...new Set(files.map(roomOf))]
    .map((room) => `src/${room}/README.md`)
    .filter((card) => existsSync(join(root, card)) && text(card).split('\n').length > 61);
  expect(long).toEqual([]);
});
