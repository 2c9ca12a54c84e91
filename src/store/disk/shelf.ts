import * as fs from 'node:fs';
import { join } from 'node:path';
import { crc32, crcText } from './crc32.ts';

/** What may be found again and may as well be gone: worked out anew it is the same. */
export interface Shelf {
  get(key: string): Uint8Array | undefined;
  put(key: string, bytes: Uint8Array): void;
}

/** Most that is kept of one state, in files and in bytes: the oldest go first. */
const FILES_MOST = 64;
const BYTES_MOST = 64 * 1024 * 1024;
const ENDING = '.cache';

const folderOf = (statePath: string): string => `${statePath}.played`;

/**
 * A shelf beside a state. `maker` is the program whose work it is: another one finds nothing. Nothing of it has to last, so
 * nothing is flushed and nobody is locked out: a file is whole because it gets its name last, and says how long it is and
 * what it adds up to.
 */
export function shelfOf(statePath: string, maker: string): Shelf {
  const folder = folderOf(statePath);
  const pathOf = (key: string): string => join(folder, key.replace(/[^\w-]/g, '_') + ENDING);
  return {
    get: (key) => {
      const path = pathOf(key);
      return unlessFailing(() => {
        // Where nothing was kept the question costs less than the error.
        const isThere = fs.statSync(path, { throwIfNoEntry: false }) !== undefined;
        return isThere ? contentOf(fs.readFileSync(path), maker, key) : undefined;
      });
    },
    put: (key, bytes) => {
      const temporary = `${pathOf(key)}.${process.pid}`;
      const isDone = unlessFailing(() => {
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(temporary, Buffer.concat([Buffer.from(labelFor(bytes, maker, key)), bytes]));
        fs.renameSync(temporary, pathOf(key));
        return true;
      });
      if (isDone === true) makeRoom(folder);
      else unlessFailing(() => fs.unlinkSync(temporary));
    },
  };
}

/** Takes the shelf away with its state. */
export function removeShelf(statePath: string): void {
  const folder = folderOf(statePath);
  unlessFailing(() => fs.rmSync(folder, { recursive: true, force: true }));
}

/** The first line: what follows was made by the program, for the key, so long and with this sum. */
const labelFor = (bytes: Uint8Array, maker: string, key: string): string =>
  `${JSON.stringify({ maker, key, length: bytes.length, crc: crcText(crc32(bytes)) })}\n`;

function contentOf(bytes: Buffer, maker: string, key: string): Uint8Array | undefined {
  const content = bytes.subarray(bytes.indexOf('\n') + 1);
  const label = bytes.toString('utf8', 0, bytes.length - content.length);
  // Whose length is another one is not summed up.
  if (!label.includes(`"length":${content.length},`)) return undefined;
  return label === labelFor(content, maker, key) ? content : undefined;
}

function makeRoom(folder: string): void {
  unlessFailing(() => {
    const files = fs.readdirSync(folder).map((name) => {
      const { size, mtimeMs } = fs.statSync(join(folder, name));
      return { path: join(folder, name), size, mtimeMs };
    });
    files.sort((a, b) => b.mtimeMs - a.mtimeMs);
    let bytes = 0;
    for (const [index, { path, size }] of files.entries()) {
      bytes += size;
      if (index >= FILES_MOST || bytes > BYTES_MOST) fs.unlinkSync(path);
    }
  });
}

/** Whatever goes wrong with it, nobody misses anything. */
function unlessFailing<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
