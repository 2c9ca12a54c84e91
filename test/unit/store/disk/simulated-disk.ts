import type { FileSystem } from '../../../../src/store/disk/file-system.ts';

/** The machine stopped: nothing more reaches the disk. */
export class Crash extends Error {}

/** What of that which was not flushed is found after a crash. */
export type Loss = 'nothing is lost' | 'data is lost' | 'names are lost' | 'all is lost';
export const LOSSES: readonly Loss[] = ['nothing is lost', 'data is lost', 'names are lost', 'all is lost'];

interface Inode {
  readonly id: number;
  data: Buffer;
  flushed: Buffer;
  modified: number;
}

const FOLDER = '/disk';

const missing = (path: string): Error => Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
const present = (path: string): Error => Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST' });

/** A disk with one folder that knows what was flushed, and that stops at a given step. */
export class SimulatedDisk {
  names: Map<string, Inode>;
  private flushedNames = new Map<string, Inode>();
  private readonly open = new Map<number, Inode | 'folder'>();
  private readonly stopAt: number;
  private handles = 100;
  private inodes = 0;
  private ticks = 0;
  steps = 0;

  constructor(stopAt = Number.POSITIVE_INFINITY, names: ReadonlyMap<string, Inode> = new Map()) {
    this.stopAt = stopAt;
    this.names = new Map(names);
    this.flushedNames = new Map(names);
    for (const inode of names.values()) this.inodes = Math.max(this.inodes, inode.id);
  }

  /** The disk as it is found after the crash. Locks go: their owner is dead. */
  restarted(loss: Loss): SimulatedDisk {
    const names = loss === 'names are lost' || loss === 'all is lost' ? this.flushedNames : this.names;
    const old = loss === 'data is lost' || loss === 'all is lost';
    const kept = [...names].filter(([name]) => !name.includes('.lock'));
    const copies = kept.map(([name, inode]): [string, Inode] => {
      const data = Buffer.from(old ? inode.flushed : inode.data);
      return [name, { id: inode.id, data, flushed: data, modified: ++this.ticks }];
    });
    return new SimulatedDisk(undefined, new Map(copies));
  }

  readonly files = {
    openSync: (path: string, flags: string) => this.openFile(String(path), flags),
    closeSync: (fd: number) => void this.open.delete(fd),
    readSync: (fd: number, buffer: Buffer, offset: number, length: number, position: number) =>
      this.inode(fd).data.copy(buffer, offset, position, position + length),
    writeSync: (fd: number, bytes: Uint8Array, offset: number, length: number, position: number) =>
      this.write(this.inode(fd), Buffer.from(bytes.subarray(offset, offset + length)), position),
    fsyncSync: (fd: number) => this.flush(fd),
    fdatasyncSync: (fd: number) => this.flush(fd),
    ftruncateSync: (fd: number, length: number) => {
      this.step();
      const inode = this.inode(fd);
      inode.data = Buffer.concat([
        inode.data.subarray(0, length),
        Buffer.alloc(Math.max(0, length - inode.data.length)),
      ]);
      inode.modified = ++this.ticks;
    },
    fchmodSync: () => this.step(),
    fstatSync: (fd: number) => this.stat(this.inode(fd)),
    statSync: (path: string) => this.stat(this.named(path)),
    realpathSync: (path: string) => path,
    mkdirSync: () => undefined,
    readdirSync: () => [...this.names.keys()].map((name) => name.slice(FOLDER.length + 1)),
    linkSync: (from: string, to: string) => {
      this.step();
      const inode = this.named(from);
      if (this.names.has(to)) throw present(to);
      this.names.set(to, inode);
    },
    renameSync: (from: string, to: string) => {
      this.step();
      this.names.set(to, this.named(from));
      this.names.delete(from);
    },
    unlinkSync: (path: string) => {
      this.step();
      if (!this.names.delete(path)) throw missing(path);
    },
  } as unknown as FileSystem;

  private step(): void {
    if (++this.steps >= this.stopAt) throw new Crash();
  }

  private named(path: string): Inode {
    const inode = this.names.get(path);
    if (inode === undefined) throw missing(path);
    return inode;
  }

  private inode(fd: number): Inode {
    const inode = this.open.get(fd);
    if (inode === undefined || inode === 'folder') throw new Error('EBADF');
    return inode;
  }

  private openFile(path: string, flags: string): number {
    this.open.set(++this.handles, path === FOLDER ? 'folder' : this.found(path, flags));
    return this.handles;
  }

  private found(path: string, flags: string): Inode {
    const known = this.names.get(path);
    if (known !== undefined && flags === 'wx') throw present(path);
    if (known !== undefined) return known;
    if (flags.startsWith('r')) throw missing(path);
    this.step();
    const inode = {
      id: ++this.inodes,
      data: Buffer.alloc(0),
      flushed: Buffer.alloc(0),
      modified: ++this.ticks,
    };
    this.names.set(path, inode);
    return inode;
  }

  /** Half of a write that is interrupted has happened. */
  private write(inode: Inode, bytes: Buffer, position: number): number {
    const interrupted = this.steps + 1 >= this.stopAt;
    const done = interrupted ? bytes.subarray(0, bytes.length >> 1) : bytes;
    if (this.steps < this.stopAt) {
      const size = Math.max(inode.data.length, position + done.length);
      const data = Buffer.alloc(size);
      inode.data.copy(data);
      done.copy(data, position);
      inode.data = data;
      inode.modified = ++this.ticks;
    }
    this.step();
    return bytes.length;
  }

  private flush(fd: number): void {
    this.step();
    const inode = this.open.get(fd);
    if (inode === 'folder') this.flushedNames = new Map(this.names);
    else if (inode !== undefined) inode.flushed = inode.data;
  }

  private stat({ id, data, modified }: Inode): object {
    return { dev: 1, ino: id, size: data.length, mtimeMs: modified, mode: 0o644 };
  }
}
