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
    else shell.out(given.has('l') ? longLines(call, [{ path: shell.path(path), name: path }]) : `${path}\n`);
  }
  for (const path of folders) {
    if (paths.length > 1)
      shell.out(`${folders.length < paths.length || path !== folders[0] ? '\n' : ''}${path}:\n`);
    const names = files.names(shell.path(path)).filter((name) => hidden || !name.startsWith('.'));
    if (given.has('l')) shell.out(`total ${names.length * 4}\n`);
    const all = given.has('a') ? ['.', '..', ...names] : names;
    if (given.has('l'))
      shell.out(
        longLines(
          call,
          all.map((name) => ({ path: shell.path(`${path}/${name}`), name })),
        ),
      );
    else for (const name of all) shell.out(`${name}\n`);
  }
  return status;
};

function modeText(mode: number): string {
  const text = [6, 3, 0]
    .map((shift) => {
      const bits = (mode >> shift) & 7;
      return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
    })
    .join('');
  const withGroup =
    mode & 0o2000 ? `${text.slice(0, 5)}${text[5] === 'x' ? 's' : 'S'}${text.slice(6)}` : text;
  return mode & 0o1000 ? `${withGroup.slice(0, 8)}${withGroup[8] === 'x' ? 't' : 'T'}` : withGroup;
}

const nameOf = (id = 0): string => (id === 0 ? 'root' : String(id));

interface Listed {
  readonly path: string;
  readonly name: string;
}

/** `ls -l`: busybox has columns of its own, others make them as wide as they need. */
function longLines(call: Call, listed: readonly Listed[]): string {
  const rows = listed.map((one) => detailsOf(call, one));
  const widths =
    call.shell.world.flavour === 'busybox'
      ? [4, 8, 8, 9]
      : [0, 1, 2, 3].map((column) => Math.max(...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  return rows.map((row) => lineOf(row, widths)).join('');
}

interface Details {
  readonly mode: string;
  /** Links, user, group, size. */
  readonly cells: readonly string[];
  readonly rest: string;
}

function lineOf({ mode, cells, rest }: Details, widths: readonly number[]): string {
  const [links = '', user = '', group = '', size = ''] = cells;
  const [ofLinks = 0, ofUser = 0, ofGroup = 0, ofSize = 0] = widths;
  const columns = [user.padEnd(ofUser), group.padEnd(ofGroup), size.padStart(ofSize)];
  return `${mode} ${links.padStart(ofLinks)} ${columns.join(' ')} ${rest}\n`;
}

function detailsOf({ shell }: Call, { path, name }: Listed): Details {
  const entry: Entry = shell.world.files.entry(path) ?? shell.world.files.root;
  if (entry.type === 'link') {
    const cells = ['1', 'root', 'root', String(entry.target.length)];
    return { mode: 'lrwxrwxrwx', cells, rest: `${name} -> ${entry.target}` };
  }
  const node = entry.type === 'mount' ? entry.node : entry;
  const size = node.type === 'folder' ? 4096 : bytesOf(node.text).length;
  const links = node.type === 'folder' ? '2' : '1';
  return {
    mode: `${node.type === 'folder' ? 'd' : '-'}${modeText(node.mode)}`,
    cells: [links, nameOf(node.user), nameOf(node.group), String(size)],
    rest: `${formatDate('%b %e %H:%M', node.changed)} ${name}`,
  };
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
    U: nameOf(node.user),
    G: nameOf(node.group),
    u: String(node.user ?? 0),
    g: String(node.group ?? 0),
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
