/** What went wrong with a file, in the words of strerror. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

/** Whose something is; root's where nothing is said. */
export interface Owned {
  user?: number;
  group?: number;
}

export interface File extends Owned {
  readonly type: 'file';
  text: string;
  changed: number;
  mode: number;
}

export interface Folder extends Owned {
  readonly type: 'folder';
  readonly entries: Map<string, Entry>;
  changed: number;
  mode: number;
}

export interface Link {
  readonly type: 'link';
  readonly target: string;
}

/** Something of another file system that shows up here; who shares a volume has a mount of the same folder. */
export interface Mount {
  readonly type: 'mount';
  readonly node: Folder | File;
  readonly readOnly: boolean;
}

export type Entry = File | Folder | Link | Mount;

export const file = (text: string, changed: number, mode = 0o644): File => ({
  type: 'file',
  text,
  changed,
  mode,
});

export const folder = (changed: number, mode = 0o755): Folder => ({
  type: 'folder',
  entries: new Map(),
  changed,
  mode,
});

/** Most that one container's files may hold, and most folders deep that a path may be. */
const SIZE_MOST = 32 * 1024 * 1024;
const LINKS_MOST = 20;
export const SET_GROUP_ID = 0o2000;

interface Found {
  readonly node: File | Folder;
  readonly readOnly: boolean;
}

interface Place {
  readonly parent: Folder;
  readonly name: string;
  readonly readOnly: boolean;
}

/** The files that one container sees. */
export class FileSystem {
  readonly root: Folder;
  /** Whose what is made is. */
  owner: Owned = {};
  /** Grows with every change: who looked before can tell whether anything is different. */
  changes = 0;
  private written = 0;

  constructor(root: Folder) {
    this.root = root;
  }

  find(path: string): Found | undefined {
    return this.walk(path, 0);
  }

  read(path: string): string {
    const { node } = this.found(path);
    if (node.type === 'folder') throw new FileProblem('Is a directory');
    return node.text;
  }

  /** The file itself, made when it is not there. */
  open(path: string, now: number, mode: 'append' | 'truncate' | 'read'): File {
    if (mode === 'read') {
      const { node } = this.found(path);
      if (node.type === 'folder') throw new FileProblem('Is a directory');
      return node;
    }
    const found = this.find(path);
    if (found?.node.type === 'folder') throw new FileProblem('Is a directory');
    if (found?.readOnly === true) throw new FileProblem('Read-only file system');
    let node = found?.node;
    if (node === undefined) {
      const { parent, name } = this.placeFor(path);
      node = this.owned(file('', now), parent);
      parent.entries.set(name, node);
      parent.changed = now;
    } else if (mode === 'truncate') node.text = '';
    node.changed = now;
    this.changes++;
    return node;
  }

  append(node: File, text: string, now: number): void {
    this.written += text.length;
    if (this.written > SIZE_MOST && !this.hasRoom()) throw new FileProblem('No space left on device');
    node.text += text;
    node.changed = now;
    this.changes++;
  }

  write(path: string, text: string, now: number): void {
    this.append(this.open(path, now, 'truncate'), text, now);
  }

  makeFolder(path: string, now: number): Folder {
    if (this.find(path) !== undefined) throw new FileProblem('File exists');
    const { parent, name } = this.placeFor(path);
    const made = this.owned(folder(now), parent);
    parent.entries.set(name, made);
    this.changes++;
    return made;
  }

  /** The folder with all that lead there. */
  makeFolders(path: string, now: number): Folder {
    const parts = partsOf(path);
    for (let depth = 1; depth <= parts.length; depth++) {
      const here = `/${parts.slice(0, depth).join('/')}`;
      const found = this.find(here);
      if (found === undefined) this.makeFolder(here, now);
      else if (found.node.type === 'file') throw new FileProblem('Not a directory');
    }
    return this.found(path).node as Folder;
  }

  link(target: string, path: string): void {
    const { parent, name } = this.placeFor(path);
    if (parent.entries.has(name)) throw new FileProblem('File exists');
    parent.entries.set(name, { type: 'link', target });
    this.changes++;
  }

  /** Shows something of elsewhere at the path. */
  mount(path: string, node: Folder | File, readOnly: boolean, now: number): void {
    const parts = partsOf(path);
    const parent = this.makeFolders(`/${parts.slice(0, -1).join('/')}`, now);
    parent.entries.set(parts.at(-1) ?? '', { type: 'mount', node, readOnly });
  }

  remove(path: string): void {
    const { parent, name } = this.placeFor(path);
    const entry = parent.entries.get(name);
    if (entry === undefined) throw new FileProblem('No such file or directory');
    if (entry.type === 'mount') throw new FileProblem('Resource busy');
    parent.entries.delete(name);
    this.changes++;
  }

  move(from: string, to: string, now: number): void {
    const source = this.placeFor(from);
    const entry = source.parent.entries.get(source.name);
    if (entry === undefined) throw new FileProblem('No such file or directory');
    if (entry.type === 'mount') throw new FileProblem('Resource busy');
    const target = this.placeFor(to);
    source.parent.entries.delete(source.name);
    target.parent.entries.set(target.name, entry);
    target.parent.changed = now;
    this.changes++;
  }

  /** What stands in a folder itself, links unfollowed. */
  entry(path: string): Entry | undefined {
    const parts = partsOf(path);
    const name = parts.at(-1);
    if (name === undefined) return this.root;
    const parent = this.walk(`/${parts.slice(0, -1).join('/')}`, 0)?.node;
    return parent?.type === 'folder' ? parent.entries.get(name) : undefined;
  }

  names(path: string): readonly string[] {
    const { node } = this.found(path);
    return node.type === 'folder' ? [...node.entries.keys()].sort() : [];
  }

  /** What is made in a folder with the set-group-ID bit has the folder's group. */
  private owned<T extends File | Folder>(made: T, { mode, group }: Folder): T {
    const hasBit = (mode & SET_GROUP_ID) !== 0;
    Object.assign(made, this.owner, hasBit && group !== undefined ? { group } : {});
    if (hasBit && made.type === 'folder') made.mode |= SET_GROUP_ID;
    return made;
  }

  private found(path: string): Found {
    const found = this.find(path);
    if (found === undefined) throw new FileProblem('No such file or directory');
    return found;
  }

  /** Where something of that name stands or would stand. */
  private placeFor(path: string): Place {
    const parts = partsOf(path);
    const name = parts.at(-1);
    const above = this.walk(`/${parts.slice(0, -1).join('/')}`, 0);
    if (above === undefined || name === undefined) throw new FileProblem('No such file or directory');
    if (above.node.type === 'file') throw new FileProblem('Not a directory');
    if (above.readOnly) throw new FileProblem('Read-only file system');
    return { parent: above.node, name, readOnly: above.readOnly };
  }

  private walk(path: string, links: number): Found | undefined {
    let found: Found = { node: this.root, readOnly: false };
    let trail = '';
    for (const part of partsOf(path)) {
      if (found.node.type === 'file') return undefined;
      const entry: Entry | undefined = found.node.entries.get(part);
      if (entry === undefined) return undefined;
      if (entry.type === 'link') {
        if (links >= LINKS_MOST) return undefined;
        const next = this.walk(absolute(entry.target, trail || '/'), links + 1);
        if (next === undefined) return undefined;
        found = next;
      } else if (entry.type === 'mount') found = { node: entry.node, readOnly: entry.readOnly };
      else found = { node: entry, readOnly: found.readOnly };
      trail += `/${part}`;
    }
    return found;
  }

  private hasRoom(): boolean {
    this.written = bytesBelow(this.root);
    return this.written <= SIZE_MOST;
  }
}

/** How much the files hold that lie there or below. */
export function bytesBelow(entry: Entry, depth = 0): number {
  if (entry.type === 'file') return entry.text.length;
  if (entry.type === 'mount') return bytesBelow(entry.node, depth);
  if (entry.type === 'link' || depth > 100) return 0;
  let sum = 0;
  for (const each of entry.entries.values()) sum += bytesBelow(each, depth + 1);
  return sum;
}

/** The names along a path; `.` and `..` are resolved. */
function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

/** The path seen from a working folder. */
export function absolute(path: string, from: string): string {
  const parts = partsOf(path.startsWith('/') ? path : `${from}/${path}`);
  return `/${parts.join('/')}`;
}
