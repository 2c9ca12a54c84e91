import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { compareText } from '../../machinery/json.ts';
import type { Files } from '../command.ts';

/** The file system of this machine: the only place where kubectl touches it. */
export const localFiles: Files = {
  stat: (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isDirectory()) return 'folder';
    return found.isSocket() ? 'socket' : 'file';
  },
  read: (path) => readFileSync(path, 'utf8'),
  readBytes: (path) => readFileSync(path),
  isExecutable: (path) => (statSync(path).mode & 0o111) !== 0,
  write: (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
  },
  writeBytes: (path, bytes) => writeFileSync(path, bytes),
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  linkTarget: (path) => (lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined),
  replace: (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    const next = mkdtempSync(`${path}.`);
    try {
      writeFileSync(join(next, 'next'), text, { mode: 0o600 });
      renameSync(join(next, 'next'), path);
    } finally {
      rmSync(next, { recursive: true, force: true });
    }
  },
  list: (path) => readdirSync(path).sort(compareText),
  temporaryFolder: (prefix) => {
    const path = freshPath(prefix);
    mkdirSync(path, { mode: 0o700 });
    return path;
  },
  temporaryFile: (prefix, suffix, text) => {
    const path = `${freshPath(prefix)}${suffix}`;
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    return path;
  },
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  makePrivate: (path) => chmodSync(path, 0o600),
  glob,
};

/** A path in the folder for temporary files that ends in digits, as Go names such files. */
function freshPath(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  rmSync(folder, { recursive: true });
  const random = [...folder.slice(-6)].map((letter) => letter.charCodeAt(0)).join('');
  return `${folder.slice(0, -6)}${random}`;
}

/** filepath.Glob for patterns in any part of the path: `*`, `?` and `[...]` never match a slash. */
function glob(pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern))
    return statSync(pattern, { throwIfNoEntry: false }) === undefined ? [] : [pattern];
  const folder = dirname(pattern);
  const folders = /[*?[]/.test(folder) ? glob(folder) : [folder];
  const matching = nameMatcher(basename(pattern));
  const implied = folder === '.' && !pattern.startsWith('./');
  return folders
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory())
    .flatMap((path) =>
      readdirSync(path)
        .sort(compareText)
        .filter((name) => matching.test(name))
        .map((name) => (implied ? name : join(path, name))),
    );
}

function nameMatcher(pattern: string): RegExp {
  const source = pattern.replace(/\[\^?[^\]]*\]|[*?]|[.+^${}()|\\]/g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    return token.startsWith('[') ? token : `\\${token}`;
  });
  return new RegExp(`^${source}$`, 's');
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** The files a name stands for: itself, or what a folder holds, in name order; subfolders only when asked for. */
export function manifestFiles(files: Files, path: string, folders: 'top' | 'recursive'): readonly string[] {
  if (files.stat(path) === 'file') return [path];
  const inside = (folder: string): readonly string[] =>
    files.list(folder).flatMap((name) => {
      const entry = join(folder, name);
      if (files.stat(entry) === 'folder') return folders === 'recursive' ? inside(entry) : [];
      return EXTENSIONS.some((extension) => name.endsWith(extension)) ? [entry] : [];
    });
  return inside(path);
}
