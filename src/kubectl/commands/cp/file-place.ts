import { CommandError } from '../../command.ts';

/** Where something is: here, or in a pod. */
export interface FilePlace {
  /** '': on this machine. */
  readonly pod: string;
  /** '': the namespace of the command. */
  readonly namespace: string;
  readonly path: string;
}

/** Reads `[[namespace/]pod:]path`. */
export function filePlace(word: string): FilePlace {
  const at = word.indexOf(':');
  if (at === -1) return { pod: '', namespace: '', path: withoutSlash(word) };
  const pieces = word.slice(0, at).split('/');
  if (at === 0 || pieces.length > 2) {
    throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  }
  const [first = '', second] = pieces;
  const path = withoutSlash(word.slice(at + 1)).replaceAll('\\', '/');
  return second === undefined ? { pod: first, namespace: '', path } : { pod: second, namespace: first, path };
}

const withoutSlash = (path: string): string =>
  path !== '/' && path.endsWith('/') ? path.slice(0, -1) : path;

/** What the names of an archive begin with that is made of the path. */
export function prefixOf(path: string): string {
  const clean = cleanPath(path.replace(/^[/\\]+/, ''));
  const stripped = clean.replace(/^(?:\.\.\/)+/, '');
  return stripped === '.' || stripped === '..' ? '' : stripped.replace(/^\//, '');
}

/** path.Clean. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push(part);
  }
  return `${isRooted ? '/' : ''}${parts.join('/')}` || '.';
}

export const folderOf = (path: string): string => cleanPath(path.replace(/[^/]*$/, '') || '.');
export const baseOf = (path: string): string => cleanPath(path).split('/').at(-1) || '/';
export const joinPath = (...parts: readonly string[]): string =>
  cleanPath(parts.filter((part) => part !== '').join('/'));
