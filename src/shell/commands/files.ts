import { idIn } from '../accounts.ts';
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
export function removeTree({ shell }: Call, path: string): void {
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
        () => copyTree(call, from, to, !deep || given.has('L')),
        (why) => `can't stat '${from}': ${why}`,
      )
    )
      status = 1;
  }
  return status;
};

function copyTree(call: Call, from: string, to: string, follows: boolean): void {
  const { files } = call.shell.world;
  const { time } = call.shell.process;
  const entry = files.entry(from);
  if (entry?.type === 'link' && !follows) {
    if (files.entry(to) !== undefined) files.remove(to);
    files.link(entry.target, to, time);
    return;
  }
  const found = files.find(from);
  if (found?.node.type !== 'folder') {
    const text = files.read(from);
    files.write(to, text, time);
    const made = files.find(to);
    if (made?.node.type === 'file' && found?.node.type === 'file') made.node.mode = found.node.mode;
    return;
  }
  files.makeFolders(to, time);
  for (const name of [...found.node.entries.keys()])
    copyTree(call, `${from}/${name}`, `${to}/${name}`, follows);
}

const ln: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args);
  const [target = '', path = target.split('/').at(-1) ?? ''] = rest;
  const { files } = shell.world;
  if (given.has('f') && files.entry(shell.path(path)) !== undefined) files.remove(shell.path(path));
  const make = (): void =>
    files.link(given.has('s') ? target : shell.path(target), shell.path(path), shell.process.time);
  return attempt(call, make, (why) => `${path}: ${why}`) ? 0 : 1;
};

const chmod: Program = (call) => {
  const { shell } = call;
  const { files } = shell.world;
  const [mode = '', ...paths] = call.args.filter((arg) => !/^-[Rfv]+$/.test(arg));
  let status = 0;
  for (const path of paths) {
    const found = shell.world.files.find(shell.path(path));
    if (found === undefined) {
      complain(call, `${path}: No such file or directory`);
      status = 1;
    } else if (files.user.user && files.user.user !== found.node.user) {
      complain(call, `${path}: Operation not permitted`);
      status = 1;
    } else if (/^[0-7]+$/.test(mode)) found.node.mode = Number.parseInt(mode, 8);
    else if (/x/.test(mode))
      found.node.mode = mode.includes('-') ? found.node.mode & ~0o111 : found.node.mode | 0o111;
  }
  return status;
};

const chown: Program = (call) => {
  const { shell } = call;
  const { files } = shell.world;
  const [who = '', ...paths] = optionsOf(call.args).rest;
  const [first = '', second = ''] = who.split(/[:.]/);
  const user = idIn(files, '/etc/passwd', first);
  const group = idIn(files, '/etc/group', second);
  let status = 0;
  for (const path of paths) {
    const node = files.find(shell.path(path))?.node;
    if (node === undefined) complain(call, `${path}: No such file or directory`);
    else if (files.user.user) complain(call, `${path}: Operation not permitted`);
    else {
      Object.assign(node, user === undefined ? {} : { user }, group === undefined ? {} : { group });
      continue;
    }
    status = 1;
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
  sync: () => 0,
};
