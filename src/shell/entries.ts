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
  /** On tmpfs: it is as large as its entries are many, and takes no blocks. */
  inMemory?: true;
}

export interface Link extends Owned {
  readonly type: 'link';
  readonly target: string;
  readonly changed: number;
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

export const link = (target: string, changed: number): Link => ({ type: 'link', target, changed });

/** What is made in such a folder has the folder's group; only owners may remove what lies in such a one. */
export const SET_GROUP_ID = 0o2000;
export const STICKY = 0o1000;

/** How much the files hold that lie there or below. */
export function bytesBelow(entry: Entry, depth = 0): number {
  if (entry.type === 'file') return entry.text.length;
  if (entry.type === 'mount') return bytesBelow(entry.node, depth);
  if (entry.type === 'link' || depth > 100) return 0;
  let sum = 0;
  for (const each of entry.entries.values()) sum += bytesBelow(each, depth + 1);
  return sum;
}
