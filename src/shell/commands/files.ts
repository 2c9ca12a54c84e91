import { bytesBelow } from '../file-system.ts';
import { patternExpression } from '../patterns.ts';
import type { Call, Program } from '../shell.ts';
import { attempt, complain, optionsOf } from './call.ts';

const touch: Program = (call) => {
  const { shell } = call;
  let status = 0;
  for (const path of optionsOf(call.args, 'd t r').rest) {
    const { files } = shell.world;
    const found = files.find(shell.path(path));
    if (found?.node.type === 'folder') found.node.changed = shell.process.time;
    else if (
      !attempt(
        call,
        () => files.open(shell.path(path), shell.process.time, 'append'),
        (why) => `${path}: ${why}`,
      )
    )
      status = 1;
  }
  return status;
};

const mkdir: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, 'm');
  let status = 0;
  for (const path of rest) {
    const make = (): void => {
      const { files } = shell.world;
      const made = given.has('p') ? files.makeFolders : files.makeFolder;
      made.call(files, shell.path(path), shell.process.time);
    };
    if (!attempt(call, make, (why) => `can't create directory '${path}': ${why}`)) status = 1;
  }
  return status;
};

const rm: Program = (call) => {
  const { shell } = call;
  const { files } = shell.world;
  const { given, rest } = optionsOf(call.args);
  let status = 0;
  for (const path of rest) {
    const entry = files.entry(shell.path(path));
    const isFolder = entry?.type === 'folder' || (entry?.type === 'mount' && entry.node.type === 'folder');
    if (entry === undefined && given.has('f')) continue;
    if (isFolder && !given.has('r') && !given.has('R')) {
      complain(call, `'${path}' is a directory`);
      status = 1;
    } else if (
      !attempt(
        call,
        () => removeTree(call, shell.path(path)),
        (why) => `can't remove '${path}': ${why}`,
      )
    )
      status = 1;
  }
  return status;
};

/** A mount's own folder stays, emptied. */
function removeTree({ shell }: Call, path: string): void {
  const { files } = shell.world;
  const entry = files.entry(path);
  if (entry?.type === 'mount' && entry.node.type === 'folder')
    for (const name of files.names(path)) files.remove(`${path}/${name}`);
  files.remove(path);
}

const rmdir: Program = (call) => {
  const { shell } = call;
  let status = 0;
  for (const path of optionsOf(call.args).rest) {
    const isEmpty =
      shell.world.files.find(shell.path(path)) === undefined ||
      shell.world.files.names(shell.path(path)).length === 0;
    if (!isEmpty) complain(call, `'${path}': Directory not empty`);
    if (
      !isEmpty ||
      !attempt(
        call,
        () => shell.world.files.remove(shell.path(path)),
        (why) => `'${path}': ${why}`,
      )
    )
      status = 1;
  }
  return status;
};

/** Where each source goes: into the target if that is a folder. */
function targets({ shell, args }: Call): readonly { readonly from: string; readonly to: string }[] {
  const { rest } = optionsOf(args);
  const last = rest.at(-1) ?? '';
  const isFolder = shell.world.files.find(shell.path(last))?.node.type === 'folder';
  return rest.slice(0, -1).map((from) => ({
    from: shell.path(from),
    to: shell.path(isFolder ? `${last}/${from.replace(/\/+$/, '').split('/').at(-1) ?? ''}` : last),
  }));
}

const mv: Program = (call) => {
  const { files } = call.shell.world;
  let status = 0;
  for (const { from, to } of targets(call)) {
    const move = (): void => files.move(from, to, call.shell.process.time);
    if (!attempt(call, move, (why) => `can't rename '${from}': ${why}`)) status = 1;
  }
  return status;
};

const cp: Program = (call) => {
  const { shell } = call;
  const { given } = optionsOf(call.args);
  const deep = given.has('r') || given.has('R') || given.has('a');
  let status = 0;
  for (const { from, to } of targets(call)) {
    const found = shell.world.files.find(from);
    if (found?.node.type === 'folder' && !deep) {
      complain(call, `omitting directory '${from}'`);
      status = 1;
    } else if (
      !attempt(
        call,
        () => copyTree(call, from, to),
        (why) => `can't stat '${from}': ${why}`,
      )
    )
      status = 1;
  }
  return status;
};

function copyTree(call: Call, from: string, to: string): void {
  const { files } = call.shell.world;
  const { time } = call.shell.process;
  const found = files.find(from);
  if (found?.node.type !== 'folder') {
    const text = files.read(from);
    files.write(to, text, time);
    const made = files.find(to);
    if (made?.node.type === 'file' && found?.node.type === 'file') made.node.mode = found.node.mode;
    return;
  }
  files.makeFolders(to, time);
  for (const name of [...found.node.entries.keys()]) copyTree(call, `${from}/${name}`, `${to}/${name}`);
}

const ln: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args);
  const [target = '', path = target.split('/').at(-1) ?? ''] = rest;
  const { files } = shell.world;
  if (given.has('f') && files.entry(shell.path(path)) !== undefined) files.remove(shell.path(path));
  const make = (): void => files.link(given.has('s') ? target : shell.path(target), shell.path(path));
  return attempt(call, make, (why) => `${path}: ${why}`) ? 0 : 1;
};

const chmod: Program = (call) => {
  const { shell } = call;
  const [mode = '', ...paths] = call.args.filter((arg) => !/^-[Rfv]+$/.test(arg));
  let status = 0;
  for (const path of paths) {
    const found = shell.world.files.find(shell.path(path));
    if (found === undefined) {
      complain(call, `${path}: No such file or directory`);
      status = 1;
    } else if (/^[0-7]+$/.test(mode)) found.node.mode = Number.parseInt(mode, 8);
    else if (/x/.test(mode))
      found.node.mode = mode.includes('-') ? found.node.mode & ~0o111 : found.node.mode | 0o111;
  }
  return status;
};

/** By number; the only name there is, is root's. */
const idOf = (text: string): number | undefined =>
  text === 'root' ? 0 : /^\d+$/.test(text) ? Number(text) : undefined;

const chown: Program = (call) => {
  const { shell } = call;
  const [who = '', ...paths] = optionsOf(call.args).rest;
  const [user, group] = who.split(/[:.]/).map(idOf);
  let status = 0;
  for (const path of paths) {
    const node = shell.world.files.find(shell.path(path))?.node;
    if (node === undefined) {
      complain(call, `${path}: No such file or directory`);
      status = 1;
    } else Object.assign(node, user === undefined ? {} : { user }, group === undefined ? {} : { group });
  }
  return status;
};

const mktemp: Program = ({ shell, args }) => {
  const path = `/tmp/tmp.${String(shell.world.files.changes).padStart(6, 'a')}`;
  if (args.includes('-d')) shell.world.files.makeFolders(path, shell.process.time);
  else shell.world.files.write(path, '', shell.process.time);
  shell.out(`${path}\n`);
  return 0;
};

const find: Program = (call) => {
  const { shell, args } = call;
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
    if (shell.world.files.find(shell.path(root)) === undefined) {
      complain(call, `${root}: No such file or directory`);
      status = 1;
      continue;
    }
    const found = [...below(call, root, most)];
    // What is deleted is deleted from the leaves up.
    for (const [path, isFolder, level] of tests.includes('-delete') ? found.reverse() : found) {
      if (level < least || (kind !== undefined && (kind === 'd') !== isFolder)) continue;
      if (expression !== undefined && !expression.test(path.split('/').at(-1) ?? '')) continue;
      if (tests.includes('-delete')) removeTree(call, shell.path(path));
      else shell.out(`${path}\n`);
    }
  }
  return status;
};

/** A path, whether it is a folder, and how deep below the first one it lies. */
function* below(
  call: Call,
  path: string,
  most: number,
  level = 0,
): Generator<readonly [string, boolean, number]> {
  const node = call.shell.world.files.find(call.shell.path(path))?.node;
  yield [path, node?.type === 'folder', level];
  if (node?.type !== 'folder' || level >= most) return;
  for (const name of [...node.entries.keys()].sort())
    yield* below(call, `${path.replace(/\/$/, '')}/${name}`, most, level + 1);
}

const du: Program = (call) => {
  const { shell } = call;
  for (const path of optionsOf(call.args).rest.length === 0 ? ['.'] : optionsOf(call.args).rest) {
    const found = shell.world.files.find(shell.path(path));
    if (found !== undefined)
      shell.out(`${Math.max(4, Math.ceil(bytesBelow(found.node) / 4096) * 4)}\t${path}\n`);
  }
  return 0;
};

/** Commands that make, move and remove files. */
export const files: Readonly<Record<string, Program>> = {
  touch,
  mkdir,
  rm,
  rmdir,
  mv,
  cp,
  ln,
  chmod,
  chown,
  mktemp,
  find,
  du,
  sync: () => 0,
};
