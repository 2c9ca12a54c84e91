import { fnv32a } from '../machinery/hash.ts';
import { type Entry, type Folder, file, folder, link, SET_GROUP_ID } from '../shell/entries.ts';
import { FileSystem } from '../shell/file-system.ts';
import type { Shown } from './shown-files.ts';

const DATA = '..data';

export interface Layout {
  readonly at: number;
  /** What the folder's number is drawn from. */
  readonly label: string;
  readonly group: number | undefined;
}

/**
 * Lays files out as the kubelet's atomic writer does: in a folder named after the time, which `..data` points to; what is
 * to be seen points through that. Who looks while they change sees all of the old files or all of the new ones.
 */
export function layOut(root: Folder, { files, inMemory }: Shown, layout: Layout): void {
  // What is the same as before is not written again.
  if (root.entries.has(DATA) && isLaidOut(root, files)) return;
  const name = `${timeName(layout.at)}.${fnv32a(`${layout.label}/${layout.at}`)}`;
  const data = dataFolder(files, layout);
  if (inMemory) root.inMemory = true;
  root.mode |= inMemory ? 0o1777 : 0o777;
  root.changed = layout.at;
  share(root, layout.group);
  const before = new Map(root.entries);
  root.entries.clear();
  root.entries.set(name, data);
  root.entries.set(DATA, link(name, layout.at));
  for (const path of Object.keys(files)) {
    const [first = ''] = path.split('/');
    root.entries.set(first, before.get(first) ?? link(`${DATA}/${first}`, layout.at));
  }
  if (inMemory) for (const each of foldersIn(data)) each.inMemory = true;
  for (const each of before.values())
    if (each.type === 'link' && layout.group !== undefined) each.group = layout.group;
}

function isLaidOut(root: Folder, files: Shown['files']): boolean {
  const laid = [...textsIn(new FileSystem(root).find(DATA)?.node, '')];
  return (
    laid.length === Object.keys(files).length && laid.every(([path, text]) => files[path]?.text === text)
  );
}

function* textsIn(entry: Entry | undefined, path: string): Generator<readonly [path: string, text: string]> {
  if (entry?.type === 'file') yield [path, entry.text];
  if (entry?.type !== 'folder') return;
  for (const [name, inner] of entry.entries) yield* textsIn(inner, path === '' ? name : `${path}/${name}`);
}

function dataFolder(files: Shown['files'], { at, group }: Layout): Folder {
  const within = new FileSystem(folder(at));
  for (const [path, { text, mode, user }] of Object.entries(files)) {
    const parent = path.slice(0, path.lastIndexOf('/') + 1);
    if (parent !== '') within.makeFolders(parent, at);
    const made = Object.assign(file(text, at, mode), user === undefined ? {} : { user });
    if (group !== undefined) {
      made.mode |= 0o440;
      made.group = group;
    }
    const place = parent === '' ? within.root : within.makeFolders(parent, at);
    place.entries.set(path.slice(parent.length), made);
  }
  for (const each of foldersIn(within.root)) share(each, group);
  return within.root;
}

/** A group for volumes may read them, and enter their folders. */
function share(one: Folder, group: number | undefined): void {
  if (group === undefined) return;
  one.mode |= SET_GROUP_ID | 0o550;
  one.group = group;
}

function* foldersIn(root: Folder): Generator<Folder> {
  yield root;
  for (const entry of root.entries.values()) if (entry.type === 'folder') yield* foldersIn(entry);
}

/** `..2026_01_31_09_00_05` */
const timeName = (at: number): string =>
  `..${new Date(at).toISOString().slice(0, 19).replace(/[-T:]/g, '_')}`;
