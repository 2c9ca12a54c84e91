import {
  bytesBelow,
  type Entry,
  type File,
  type Folder,
  file,
  folder,
  type Link,
  link,
  SET_GROUP_ID,
  STICKY,
} from './entries.ts';
import { allows, type Somebody } from './permissions.ts';

/** What went wrong with a file, in the words of strerror. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

/** Most that one container's files may hold, and most folders deep that a path may be. */
const SIZE_MOST = 32 * 1024 * 1024;
const LINKS_MOST = 20;

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
  /** Who uses it: whose what is made is, and what may be done. */
  user: Somebody = {};
  /** The image's own files may not be changed, what is mounted may. */
  isReadOnly = false;
  /** Grows with every change: who looked before can tell whether anything is different. */
  changes = 0;
  private written = 0;
  /** The last walk ended at a folder that may not be entered. */
  private isBarred = false;

  constructor(root: Folder) {
    this.root = root;
  }

  find(path: string): Found | undefined {
    return this.walk(path, 0);
  }

  read(path: string): string {
    return this.readable(path).text;
  }

  /** The file itself, made when it is not there. */
  open(path: string, now: number, mode: 'append' | 'truncate' | 'read'): File {
    if (mode === 'read') return this.readable(path);
    const found = this.find(path);
    if (found?.node.type === 'folder') throw new FileProblem('Is a directory');
    if (found?.readOnly === true) throw new FileProblem('Read-only file system');
    let node = found?.node;
    if (node !== undefined) this.check(node, 'write');
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

  /** Writes over what is there from a place on; where that is behind the end, zeros fill the gap. The place after it. */
  writeAt(node: File, place: number, text: string, now: number): number {
    const after = place + text.length;
    if (place !== node.text.length) {
      const before = node.text.slice(0, place).padEnd(place, '\0');
      const behind = node.text.slice(after);
      node.text = before;
      this.append(node, text, now);
      node.text += behind;
    } else this.append(node, text, now);
    return after;
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

  link(target: string, path: string, now: number): void {
    const { parent, name } = this.placeFor(path);
    if (parent.entries.has(name)) throw new FileProblem('File exists');
    parent.entries.set(name, this.owned(link(target, now), parent));
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
    this.checkRemoval(parent, entry);
    parent.entries.delete(name);
    this.changes++;
  }

  move(from: string, to: string, now: number): void {
    const source = this.placeFor(from);
    const entry = source.parent.entries.get(source.name);
    if (entry === undefined) throw new FileProblem('No such file or directory');
    if (entry.type === 'mount') throw new FileProblem('Resource busy');
    this.checkRemoval(source.parent, entry);
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

  /** The path without links on the way; as far as it leads, where it leads nowhere. */
  realPath(path: string, depth = 0): string {
    let here = '';
    for (const part of partsOf(path)) {
      const next = `${here}/${part}`;
      const entry = depth > LINKS_MOST ? undefined : this.entry(next);
      here = entry?.type === 'link' ? this.realPath(absolute(entry.target, here || '/'), depth + 1) : next;
    }
    return here || '/';
  }

  names(path: string): readonly string[] {
    const { node } = this.found(path);
    if (node.type === 'file') return [];
    this.check(node, 'read');
    return [...node.entries.keys()].sort();
  }

  /** Something new, as the folder it is made in wants it. */
  private owned<T extends File | Folder | Link>(made: T, { mode, group, inMemory }: Folder): T {
    const hasBit = (mode & SET_GROUP_ID) !== 0;
    const own = hasBit ? group : this.user.group;
    if (this.user.user) made.user = this.user.user;
    if (own) made.group = own;
    if (made.type === 'folder' && hasBit) made.mode |= SET_GROUP_ID;
    if (made.type === 'folder' && inMemory === true) made.inMemory = true;
    return made;
  }

  private readable(path: string): File {
    const { node } = this.found(path);
    if (node.type === 'folder') throw new FileProblem('Is a directory');
    this.check(node, 'read');
    return node;
  }

  private check(node: File | Folder, right: 'read' | 'write'): void {
    if (!allows(node, this.user, right)) throw new FileProblem('Permission denied');
  }

  private checkRemoval(parent: Folder, entry: File | Folder | Link): void {
    const { user = 0 } = this.user;
    const isOwn = user === 0 || entry.user === user || parent.user === user;
    if ((parent.mode & STICKY) !== 0 && !isOwn) throw new FileProblem('Operation not permitted');
  }

  private found(path: string): Found {
    const found = this.find(path);
    if (found === undefined) throw this.missing();
    return found;
  }

  /** Where something of that name stands or would stand. */
  private placeFor(path: string): Place {
    const parts = partsOf(path);
    const name = parts.at(-1);
    const above = this.walk(`/${parts.slice(0, -1).join('/')}`, 0);
    if (above === undefined || name === undefined) throw this.missing();
    if (above.node.type === 'file') throw new FileProblem('Not a directory');
    if (above.readOnly) throw new FileProblem('Read-only file system');
    this.check(above.node, 'write');
    return { parent: above.node, name, readOnly: above.readOnly };
  }

  private missing(): FileProblem {
    return new FileProblem(this.isBarred ? 'Permission denied' : 'No such file or directory');
  }

  private walk(path: string, links: number): Found | undefined {
    let found: Found = { node: this.root, readOnly: this.isReadOnly };
    let trail = '';
    this.isBarred = false;
    for (const part of partsOf(path)) {
      if (found.node.type === 'file') return undefined;
      if (!allows(found.node, this.user, 'enter')) {
        this.isBarred = true;
        return undefined;
      }
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
