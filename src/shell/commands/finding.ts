import { bytesBelow } from '../entries.ts';
import { patternExpression } from '../patterns.ts';
import type { Call, Program } from '../shell.ts';
import { complain, optionsOf } from './call.ts';
import { removeTree } from './files.ts';

const find: Program = (call) => {
  const { shell } = call;
  const follows = call.args[0] === '-L';
  const args = follows ? call.args.slice(1) : call.args;
  const firstTest = args.findIndex((arg) => arg.startsWith('-'));
  const roots = firstTest < 0 ? args : args.slice(0, firstTest);
  const tests = firstTest < 0 ? [] : args.slice(firstTest);
  const valueAfter = (name: string): string | undefined => tests[tests.indexOf(name) + 1];
  const kind = tests.includes('-type') ? valueAfter('-type') : undefined;
  const pattern = tests.includes('-name') ? valueAfter('-name') : undefined;
  const most = tests.includes('-maxdepth') ? Number(valueAfter('-maxdepth')) : 50;
  const least = tests.includes('-mindepth') ? Number(valueAfter('-mindepth')) : 0;
  const expression = pattern === undefined ? undefined : patternExpression(pattern);
  let status = 0;
  for (const root of roots.length === 0 ? ['.'] : roots) {
    if (shell.world.files.entry(shell.path(root)) === undefined) {
      complain(call, `${root}: No such file or directory`);
      status = 1;
      continue;
    }
    const found = [...below(call, root, most, follows)];
    // What is deleted is deleted from the leaves up.
    for (const [path, type, level] of tests.includes('-delete') ? found.reverse() : found) {
      if (level < least || (kind !== undefined && kind !== LETTERS[type])) continue;
      if (expression !== undefined && !expression.test(path.split('/').at(-1) ?? '')) continue;
      if (tests.includes('-delete')) removeTree(call, shell.path(path));
      else shell.out(`${path}\n`);
    }
  }
  return status;
};

const LETTERS = { folder: 'd', file: 'f', link: 'l' } as const;

/** A path, what lies there, and how deep below the first one; links are not followed unless that is wished. */
function* below(
  call: Call,
  path: string,
  most: number,
  follows: boolean,
  level = 0,
): Generator<readonly [string, keyof typeof LETTERS, number]> {
  const { files } = call.shell.world;
  const place = call.shell.path(path);
  const entry = files.entry(place);
  const isLink = entry?.type === 'link' && !follows && !path.endsWith('/');
  const node = isLink ? undefined : files.find(place)?.node;
  yield [path, node?.type ?? 'link', level];
  if (node?.type !== 'folder' || level >= most) return;
  for (const name of [...node.entries.keys()].sort())
    yield* below(call, `${path.replace(/\/$/, '')}/${name}`, most, follows, level + 1);
}

/** Where a link leads; with `-f` through all links on the way. */
const readlink: Program = (call) => {
  const { shell } = call;
  const { files } = shell.world;
  const { given, rest } = optionsOf(call.args);
  let status = 0;
  for (const path of rest) {
    const place = shell.path(path);
    const entry = files.entry(place);
    if (given.has('f') || given.has('e')) shell.out(`${files.realPath(place)}\n`);
    else if (entry?.type === 'link') shell.out(`${entry.target}\n`);
    else status = 1;
  }
  return status;
};

const realpath: Program = (call) => {
  const { shell } = call;
  let status = 0;
  for (const path of optionsOf(call.args).rest) {
    if (shell.world.files.find(shell.path(path)) !== undefined)
      shell.out(`${shell.world.files.realPath(shell.path(path))}\n`);
    else {
      complain(call, `${path}: No such file or directory`);
      status = 1;
    }
  }
  return status;
};

const du: Program = (call) => {
  const { shell } = call;
  for (const path of optionsOf(call.args).rest.length === 0 ? ['.'] : optionsOf(call.args).rest) {
    const found = shell.world.files.find(shell.path(path));
    if (found !== undefined)
      shell.out(`${Math.max(4, Math.ceil(bytesBelow(found.node) / 4096) * 4)}\t${path}\n`);
  }
  return 0;
};

/** Commands that look for files and follow links. */
export const finding: Readonly<Record<string, Program>> = { find, readlink, realpath, du };
