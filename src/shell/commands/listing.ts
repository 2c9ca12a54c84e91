import { bytesOf } from '../../machinery/bytes.ts';
import type { Entry } from '../file-system.ts';
import type { Call, Program } from '../shell.ts';
import { complain, optionsOf } from './call.ts';
import { formatDate } from './dates.ts';

const ls: Program = (call) => {
  const { shell } = call;
  const { files } = shell.world;
  const { given, rest } = optionsOf(call.args);
  const hidden = given.has('a') || given.has('A');
  let status = 0;
  const paths = rest.length === 0 ? ['.'] : rest;
  const folders: string[] = [];
  for (const path of [...paths].sort()) {
    const found = files.find(shell.path(path));
    if (found === undefined) {
      const text =
        shell.world.flavour === 'gnu'
          ? `cannot access '${path}': No such file or directory`
          : `${path}: No such file or directory`;
      complain(call, text);
      status = shell.world.flavour === 'gnu' ? 2 : 1;
    } else if (found.node.type === 'folder' && !given.has('d')) folders.push(path);
    else shell.out(given.has('l') ? longLine(call, shell.path(path), path) : `${path}\n`);
  }
  for (const path of folders) {
    if (paths.length > 1)
      shell.out(`${folders.length < paths.length || path !== folders[0] ? '\n' : ''}${path}:\n`);
    const names = files.names(shell.path(path)).filter((name) => hidden || !name.startsWith('.'));
    if (given.has('l')) shell.out(`total ${names.length * 4}\n`);
    const all = given.has('a') ? ['.', '..', ...names] : names;
    for (const name of all)
      shell.out(given.has('l') ? longLine(call, shell.path(`${path}/${name}`), name) : `${name}\n`);
  }
  return status;
};

const modeText = (mode: number): string =>
  [6, 3, 0]
    .map((shift) => {
      const bits = (mode >> shift) & 7;
      return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
    })
    .join('');

function longLine({ shell }: Call, path: string, name: string): string {
  const entry: Entry | undefined = shell.world.files.entry(path) ?? shell.world.files.root;
  if (entry.type === 'link')
    return `lrwxrwxrwx    1 root     root             ${String(entry.target.length).padStart(4)} ${name} -> ${entry.target}\n`;
  const node = entry.type === 'mount' ? entry.node : entry;
  const size = node.type === 'folder' ? 4096 : bytesOf(node.text).length;
  const links = node.type === 'folder' ? 2 : 1;
  const date = formatDate('%b %e %H:%M', node.changed);
  return `${node.type === 'folder' ? 'd' : '-'}${modeText(node.mode)}    ${links} root     root     ${String(size).padStart(9)} ${date} ${name}\n`;
}

const stat: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, 'c format');
  const [path = ''] = rest;
  const found = shell.world.files.find(shell.path(path));
  if (found === undefined) {
    complain(call, `can't stat '${path}': No such file or directory`);
    return 1;
  }
  const { node } = found;
  const values: Readonly<Record<string, string>> = {
    s: String(node.type === 'file' ? bytesOf(node.text).length : 4096),
    n: path,
    a: node.mode.toString(8),
    U: 'root',
    G: 'root',
    Y: String(Math.floor(node.changed / 1000)),
    y: formatDate('%Y-%m-%d %H:%M:%S.000000000 +0000', node.changed),
    F: node.type === 'folder' ? 'directory' : 'regular file',
  };
  const format =
    given.get('c') ??
    given.get('format') ??
    '  File: %n\n  Size: %s\t%F\nAccess: (0%a) Uid: ( 0/ %U) Gid: ( 0/ %G)\nModify: %y';
  shell.out(`${format.replace(/%(\w)/g, (all, letter: string) => values[letter] ?? all)}\n`);
  return 0;
};

/** Commands that tell of files. */
export const listing: Readonly<Record<string, Program>> = { ls, stat };
