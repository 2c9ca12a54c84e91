import { bytesOf } from '../../machinery/bytes.ts';
import { nameIn } from '../accounts.ts';
import type { Entry, File, Folder, Owned } from '../entries.ts';
import type { Call, Program } from '../shell.ts';
import { attempt, complain, optionsOf } from './call.ts';
import { formatDate } from './dates.ts';

const ls: Program = (call) => {
  const { shell } = call;
  const { files } = shell.world;
  const { given, rest } = optionsOf(call.args);
  let status = 0;
  const paths = rest.length === 0 ? ['.'] : rest;
  const folders: string[] = [];
  for (const path of [...paths].sort()) {
    const found = files.find(shell.path(path));
    // A long list tells of a link itself, unless a slash says what is behind it.
    const isLink = given.has('l') && !path.endsWith('/') && files.entry(shell.path(path))?.type === 'link';
    if (found === undefined && !isLink) {
      complain(call, cannotAccess(call, path, 'No such file or directory'));
      status = shell.world.flavour === 'gnu' ? 2 : 1;
    } else if (found?.node.type === 'folder' && !given.has('d') && !isLink) folders.push(path);
    else shell.out(given.has('l') ? longLines(call, [{ path: shell.path(path), name: path }]) : `${path}\n`);
  }
  for (const path of folders) {
    if (paths.length > 1)
      shell.out(`${folders.length < paths.length || path !== folders[0] ? '\n' : ''}${path}:\n`);
    const show = (): void => showFolder(call, path, given);
    const told = (why: string): string =>
      call.shell.world.flavour === 'gnu'
        ? `cannot open directory '${path}': ${why}`
        : `can't open '${path}': ${why}`;
    if (!attempt(call, show, told)) status = shell.world.flavour === 'gnu' ? 2 : 1;
  }
  return status;
};

const cannotAccess = ({ shell }: Call, path: string, why: string): string =>
  shell.world.flavour === 'gnu' ? `cannot access '${path}': ${why}` : `${path}: ${why}`;

function showFolder(call: Call, path: string, given: ReadonlyMap<string, string>): void {
  const { shell } = call;
  const { files } = shell.world;
  const hidden = given.has('a') || given.has('A');
  const names = files.names(shell.path(path)).filter((name) => hidden || !name.startsWith('.'));
  const all = given.has('a') ? ['.', '..', ...names] : names;
  if (!given.has('l')) {
    for (const name of all) shell.out(`${name}\n`);
    return;
  }
  const listed = all.map((name) => ({ path: shell.path(`${path}/${name}`), name }));
  const blocks = listed.map((one) => blocksOf(entryOf(call, one))).reduce((sum, each) => sum + each, 0);
  shell.out(`total ${blocks}\n${longLines(call, listed)}`);
}

/** `.` and `..` are never links, whatever led there. */
function entryOf({ shell }: Call, { path, name }: Listed): Entry {
  const { files } = shell.world;
  const node = name === '.' || name === '..' ? files.find(path)?.node : files.entry(path);
  return node ?? files.root;
}

const BLOCK = 4;

/** In units of 1024 bytes. */
function blocksOf(entry: Entry): number {
  if (entry.type === 'link') return 0;
  const node = entry.type === 'mount' ? entry.node : entry;
  if (node.type === 'folder') return node.inMemory === true ? 0 : BLOCK;
  return Math.ceil(bytesOf(node.text).length / (BLOCK * 1024)) * BLOCK;
}

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

const userName = ({ shell }: Call, id = 0): string =>
  nameIn(shell.world.files, '/etc/passwd', id) ?? String(id);
const groupName = ({ shell }: Call, id = 0): string =>
  nameIn(shell.world.files, '/etc/group', id) ?? String(id);

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

function detailsOf(call: Call, one: Listed): Details {
  const entry = entryOf(call, one);
  const owners = (node: Owned): readonly [string, string] => [
    userName(call, node.user),
    groupName(call, node.group),
  ];
  const date = (changed: number): string => formatDate('%b %e %H:%M', changed);
  if (entry.type === 'link') {
    const cells = ['1', ...owners(entry), String(entry.target.length)];
    return { mode: 'lrwxrwxrwx', cells, rest: `${date(entry.changed)} ${one.name} -> ${entry.target}` };
  }
  const node = entry.type === 'mount' ? entry.node : entry;
  return {
    mode: `${node.type === 'folder' ? 'd' : '-'}${modeText(node.mode)}`,
    cells: [String(linksOf(node)), ...owners(node), String(sizeOf(node))],
    rest: `${date(node.changed)} ${one.name}`,
  };
}

/** A folder is linked to by its name, by itself, and by each folder in it. */
function linksOf(node: File | Folder): number {
  if (node.type === 'file') return 1;
  const isFolder = (entry: Entry): boolean =>
    entry.type === 'folder' || (entry.type === 'mount' && entry.node.type === 'folder');
  return 2 + [...node.entries.values()].filter(isFolder).length;
}

/** tmpfs counts 20 bytes for each entry, and for `.` and `..`. */
function sizeOf(node: File | Folder): number {
  if (node.type === 'file') return bytesOf(node.text).length;
  return node.inMemory === true ? 20 * (node.entries.size + 2) : 4096;
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
    s: String(sizeOf(node)),
    n: path,
    a: node.mode.toString(8),
    U: userName(call, node.user),
    G: groupName(call, node.group),
    u: String(node.user ?? 0),
    g: String(node.group ?? 0),
    Y: String(Math.floor(node.changed / 1000)),
    y: formatDate('%Y-%m-%d %H:%M:%S.000000000 +0000', node.changed),
    F: node.type === 'folder' ? 'directory' : 'regular file',
  };
  const format =
    given.get('c') ??
    given.get('format') ??
    '  File: %n\n  Size: %s\t%F\nAccess: (0%a) Uid: (%u/%U) Gid: (%g/%G)\nModify: %y';
  shell.out(`${format.replace(/%(\w)/g, (all, letter: string) => values[letter] ?? all)}\n`);
  return 0;
};

/** Commands that tell of files. */
export const listing: Readonly<Record<string, Program>> = { ls, stat };
