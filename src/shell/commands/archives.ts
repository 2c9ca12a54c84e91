import { bytesOf, textOfBytes } from '../../machinery/bytes.ts';
import { headerOf, membersOf, padded } from '../../machinery/tar.ts';
import { readAll } from '../descriptors.ts';
import type { Entry } from '../entries.ts';
import type { Running } from '../process.ts';
import { type Call, type Program, resumable } from '../shell.ts';
import { attempt, complain, textOf } from './call.ts';

interface Wish {
  readonly letters: string;
  readonly archive: string;
  readonly folder: string;
  readonly paths: readonly string[];
}

/** `tar cf - PATH`, `tar xmf - -C FOLDER`, `tar tf FILE`; archives are ustar, not compressed. */
function* tar(call: Call): Running {
  const wish = wishFrom(call.args);
  const refusal = folderRefusal(call, wish.folder);
  if (refusal !== undefined) return refusal;
  if (wish.letters.includes('c')) return create(call, wish);
  if (!/[xt]/.test(wish.letters)) {
    complain(call, 'must specify one of -c, -x, -t');
    return 1;
  }
  const text =
    wish.archive === '-' ? yield* readAll(call.shell.descriptors[0]) : yield* textOf(call, wish.archive);
  return text === undefined ? 1 : extract(call, wish, bytesOf(text));
}

/** The folder to work in has to be there. */
function folderRefusal(call: Call, folder: string): number | undefined {
  const { files, flavour } = call.shell.world;
  if (folder === '' || files.find(call.shell.path(folder))?.node.type === 'folder') return undefined;
  if (flavour === 'busybox') {
    complain(call, `can't change directory to '${folder}': No such file or directory`);
    return 1;
  }
  complain(call, `${folder}: Cannot open: No such file or directory`);
  complain(call, 'Error is not recoverable: exiting now');
  return 2;
}

/** The first word may do without its dash; `f` and `C` take the words that follow. */
function wishFrom(args: readonly string[]): Wish {
  const rest = [...args];
  const paths: string[] = [];
  const wish = { letters: '', archive: '-', folder: '' };
  const take = (letters: string): void => {
    wish.letters += letters;
    for (const letter of letters) {
      if (letter === 'f') wish.archive = rest.shift() ?? '-';
      else if (letter === 'C') wish.folder = rest.shift() ?? '';
    }
  };
  if (!/^-/.test(rest[0] ?? '-')) take(rest.shift() ?? '');
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') paths.push(...rest.splice(0));
    else if (/^-[^-]/.test(word)) take(word.slice(1));
    else if (!word.startsWith('--')) paths.push(word);
  }
  return { ...wish, paths };
}

function create(call: Call, { archive, folder, paths, letters }: Wish): number {
  const { shell } = call;
  const parts: Uint8Array[] = [];
  let status = 0;
  for (const path of paths) {
    const place = shell.path(folder === '' ? path : `${folder}/${path}`);
    if (path.startsWith('/')) complain(call, leadingSlash(call));
    const entry = shell.world.files.entry(place);
    if (entry === undefined) {
      complain(call, missing(call, path));
      status = shell.world.flavour === 'gnu' ? 2 : 1;
    } else add(call, entry, place, path.replace(/^\/+/, '') || '.', parts, letters);
  }
  if (status !== 0) complain(call, giveUp(call));
  const text = textOfBytes(Buffer.concat([...parts, new Uint8Array(1024)]));
  if (archive === '-') shell.out(text);
  else shell.world.files.write(shell.path(archive), text, shell.process.time);
  return status;
}

const leadingSlash = ({ shell }: Call): string =>
  shell.world.flavour === 'gnu'
    ? "Removing leading `/' from member names"
    : "removing leading '/' from member names";

const missing = ({ shell }: Call, path: string): string =>
  shell.world.flavour === 'gnu'
    ? `${path}: Cannot stat: No such file or directory`
    : `${path}: No such file or directory`;

const giveUp = ({ shell }: Call): string =>
  shell.world.flavour === 'gnu'
    ? 'Exiting with failure status due to previous errors'
    : 'error exit delayed from previous errors';

/** An entry, and all that is in it. */
function add(
  call: Call,
  entry: Entry,
  place: string,
  name: string,
  parts: Uint8Array[],
  letters: string,
): void {
  if (letters.includes('v')) call.shell.err(`${name}\n`);
  if (entry.type === 'link') {
    const { changed, target } = entry;
    parts.push(headerOf({ name, type: 'link', mode: 0o777, size: 0, changed, target }));
    return;
  }
  const node = entry.type === 'mount' ? entry.node : entry;
  const { mode, changed } = node;
  if (node.type === 'file') {
    const bytes = bytesOf(node.text);
    parts.push(headerOf({ name, type: 'file', mode, size: bytes.length, changed }), padded(bytes));
    return;
  }
  parts.push(headerOf({ name: `${name}/`, type: 'folder', mode, size: 0, changed }));
  for (const below of [...node.entries.keys()].sort()) {
    const inner = node.entries.get(below) as Entry;
    add(call, inner, `${place}/${below}`, `${name}/${below}`, parts, letters);
  }
}

function extract(call: Call, { folder, paths, letters }: Wish, bytes: Uint8Array): number {
  const { shell } = call;
  const { files } = shell.world;
  let status = 0;
  for (const { name, type, mode, changed, target = '', content } of membersOf(bytes)) {
    const bare = name.replace(/\/+$/, '');
    if (paths.length > 0 && !paths.some((path) => bare === path || bare.startsWith(`${path}/`))) continue;
    if (letters.includes('t')) {
      shell.out(`${name}\n`);
      continue;
    }
    const path = shell.path(folder === '' ? bare : `${folder}/${bare}`);
    const now = shell.process.time;
    const make = (): void => {
      if (type === 'folder') files.makeFolders(path, now);
      else {
        files.makeFolders(path.replace(/\/[^/]*$/, '') || '/', now);
        if (type === 'link') {
          if (files.entry(path) !== undefined) files.remove(path);
          files.link(target, path, now);
        } else files.write(path, textOfBytes(content), now);
      }
      const node = type === 'link' ? undefined : files.find(path)?.node;
      if (node !== undefined) Object.assign(node, { mode, changed: letters.includes('m') ? now : changed });
    };
    const words = (why: string): string => `can't open '${bare}': ${why}`;
    if (!attempt(call, make, words)) status = 1;
    else if (letters.includes('v')) shell.out(`${name}\n`);
  }
  return status;
}

/** Commands that pack and unpack. */
export const archives: Readonly<Record<string, Program>> = { tar: resumable(tar) };
