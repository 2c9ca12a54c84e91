import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { hrtime, kill, pid } from 'node:process';
import { type Fields, isFields } from '../../machinery/json.ts';
import { codeOf, type FileSystem, readFrom, unlessMissing, withFile, writeAt } from './file-system.ts';

/** Somebody else works on the state and went on doing so. */
export class StateLockedError extends Error {
  override readonly name = 'StateLockedError';
}

/** One process at a time may change a state. */
export interface Lock {
  /** Waits in short sleeps. Throws {@link StateLockedError} when `timeout` milliseconds have passed. */
  acquire(timeout: number): void;
  release(): void;
  /** Whether a process that runs holds it, this one included. */
  isHeld(): boolean;
  /** Removes what processes left that were killed while they waited. For the holder. */
  sweep(): void;
}

/** Who holds a lock: as it is written in the lock file. The token makes every taking different. */
interface Holder {
  readonly pid: number;
  /** When the process began, in the machine's own words: a process id alone may have been given again. */
  readonly started: string;
  readonly host: string;
  readonly token: string;
}

const SHORTEST_SLEEP = 1;
const LONGEST_SLEEP = 8;

/** A lock is complete almost from its first moment: one that cannot be read for so long was lost in a crash. */
const UNREADABLE_FOR = 10_000;
/** File systems without hard links say so in these ways. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

export function createLock(path: string, files: FileSystem): Lock {
  let held = false;
  return {
    acquire: (timeout) => {
      const own = writeTicket(path, files);
      try {
        acquire(path, own, files, timeout);
        held = true;
      } finally {
        unlessMissing(() => files.unlinkSync(own.path));
      }
    },
    release: () => {
      if (held) unlessMissing(() => files.unlinkSync(path));
      held = false;
    },
    isHeld: () => held || isHeld(path, files),
    sweep: () => sweep(path, files),
  };
}

const NO_TICKET: Ticket = { path: '', text: Buffer.alloc(0), written: 0 };

function isHeld(path: string, files: FileSystem): boolean {
  const holder = readHolder(path, NO_TICKET, files);
  return holder !== 'gone' && !isDead(holder, files);
}

/** A file that names us; it becomes the lock by getting the lock's name, so the lock is never seen half written. */
interface Ticket {
  readonly path: string;
  readonly text: Buffer;
  readonly written: number;
}

function writeTicket(path: string, files: FileSystem): Ticket {
  const started = startOf(files, pid)?.started ?? '';
  const token = `${pid}-${hrtime.bigint()}`;
  const holder: Holder = { pid, started, host: hostname(), token };
  const ticket = `${path}.${token}`;
  const text = Buffer.from(`${JSON.stringify(holder)}\n`);
  writeNew(files, ticket, text);
  return { path: ticket, text, written: files.statSync(ticket).mtimeMs };
}

function acquire(path: string, own: Ticket, files: FileSystem, timeout: number): void {
  let slept = 0;
  let pause = SHORTEST_SLEEP;
  while (!claim(own, path, files)) {
    const holder = readHolder(path, own, files);
    if (holder === 'gone') continue;
    if (isDead(holder, files) && takeOver(path, holder, own, files)) return;
    if (slept >= timeout) throw new StateLockedError(lockedText(path, holder, timeout));
    sleepFor(pause);
    slept += pause;
    pause = Math.min(pause * 2, LONGEST_SLEEP);
  }
}

/** Gives our ticket one more name; only one process can do so for one name. */
function claim(own: Ticket, name: string, files: FileSystem): boolean {
  try {
    giveName(own, name, files);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function giveName(own: Ticket, name: string, files: FileSystem): void {
  try {
    files.linkSync(own.path, name);
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error) ?? '')) throw error;
    writeNew(files, name, own.text);
  }
}

function writeNew(files: FileSystem, name: string, text: Buffer): void {
  withFile(files, name, 'wx', (fd) => writeAt(files, fd, text, 0));
}

/**
 * Follows a dead holder. Only one process may ever follow a given taking: the one whose ticket got the name
 * `<lock>.after-<token>`. If that one dies as well it is followed in the same way, so the chain ends with a living one.
 */
function takeOver(path: string, dead: Holder, own: Ticket, files: FileSystem): boolean {
  const claims: string[] = [];
  let last = dead;
  for (;;) {
    const name = `${path}.after-${last.token}`;
    claims.push(name);
    if (claim(own, name, files)) break;
    const rival = readHolder(name, own, files);
    if (rival === 'gone' || !isDead(rival, files)) return false;
    last = rival;
  }
  const now = readHolder(path, own, files);
  // Between reading the lock and claiming it somebody may have followed already and be done with the claim.
  const won = now !== 'gone' && now.token === dead.token;
  if (won) exchange(path, own, files);
  if (won) for (const name of claims) unlessMissing(() => files.unlinkSync(name));
  else unlessMissing(() => files.unlinkSync(claims.at(-1) ?? ''));
  return won;
}

/** Puts our ticket in the dead holder's place in one step: at no moment is there no lock. */
function exchange(path: string, own: Ticket, files: FileSystem): void {
  const spare = `${own.path}.next`;
  giveName(own, spare, files);
  files.renameSync(spare, path);
}

function readHolder(path: string, own: Ticket, files: FileSystem): Holder | 'gone' {
  return (
    unlessMissing(() =>
      withFile(files, path, 'r', (fd) => {
        const holder = parseHolder(readFrom(files, fd, 0).toString('utf8'));
        if (holder !== undefined) return holder;
        const lost = own.written - files.fstatSync(fd).mtimeMs > UNREADABLE_FOR;
        return { pid: lost ? LOST : UNKNOWN, started: '', host: hostname(), token: 'unreadable' };
      }),
    ) ?? 'gone'
  );
}

/** In place of a process id. */
const LOST = -1;
const UNKNOWN = 0;

function parseHolder(text: string): Holder | undefined {
  let fields: Fields;
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isFields(parsed)) return undefined;
    fields = parsed;
  } catch {
    return undefined;
  }
  const { pid: id, started, host, token } = fields;
  if (typeof id !== 'number' || typeof started !== 'string') return undefined;
  if (typeof host !== 'string' || typeof token !== 'string') return undefined;
  return { pid: id, started, host, token };
}

/** Dead: not running, or its id belongs to another process by now. Of another machine nothing can be known. */
function isDead(holder: Holder, files: FileSystem): boolean {
  if (holder.host !== hostname()) return false;
  if (holder.pid === LOST || holder.pid === UNKNOWN) return holder.pid === LOST;
  if (!isRunning(holder.pid)) return true;
  const found = startOf(files, holder.pid);
  if (found === undefined) return false;
  return found.ended || (holder.started !== '' && found.started !== holder.started);
}

/** Start time and state of a process where there is a /proc. A killed child that nobody waited for counts as ended. */
function startOf(
  files: FileSystem,
  id: number,
): { readonly started: string; readonly ended: boolean } | undefined {
  const stat = unlessMissing(() => withFile(files, `/proc/${id}/stat`, 'r', (fd) => readShort(files, fd)));
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { started: fields[19] ?? '', ended: fields[0] === 'Z' || fields[0] === 'X' };
}

/** Files in /proc tell no size. */
function readShort(files: FileSystem, fd: number): string {
  const buffer = Buffer.alloc(2048);
  return buffer.toString('latin1', 0, files.readSync(fd, buffer, 0, buffer.length, 0));
}

/**
 * While we hold the lock no claim on an earlier holder can succeed, so all of them may go; tickets may whose process is
 * not running.
 */
function sweep(path: string, files: FileSystem): void {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  for (const name of files.readdirSync(folder)) {
    if (!name.startsWith(start)) continue;
    const rest = name.slice(start.length);
    const id = /^(\d+)-\d+(\.next)?$/.exec(rest)?.[1];
    if (rest.startsWith('after-') || (id !== undefined && !isRunning(Number(id)))) {
      unlessMissing(() => files.unlinkSync(join(folder, name)));
    }
  }
}

function isRunning(id: number): boolean {
  try {
    return kill(id, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function sleepFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function lockedText(path: string, holder: Holder, timeout: number): string {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return (
    `the state is in use by process ${holder.pid}${where} and still was after ${timeout / 1000} s; ` +
    `if no such process is running any more, remove ${path}`
  );
}
