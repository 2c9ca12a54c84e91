import * as fs from 'node:fs';

/** The part of node:fs that the state stands on: a crash can be put between any two calls. */
export type FileSystem = Pick<
  typeof fs,
  | 'closeSync'
  | 'fchmodSync'
  | 'fdatasyncSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'linkSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readSync'
  | 'realpathSync'
  | 'renameSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeSync'
>;

export const nodeFileSystem: FileSystem = fs;

/** The error code of a failed call (`ENOENT`), where it is one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What `attempt` gives, or undefined where there is no such file. */
export function unlessMissing<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Opens, lets `use` have the file, closes. */
export function withFile<T>(files: FileSystem, path: string, flags: string, use: (fd: number) => T): T {
  const fd = files.openSync(path, flags);
  try {
    return use(fd);
  } finally {
    files.closeSync(fd);
  }
}

/** All bytes from `position` on. */
export function readFrom(files: FileSystem, fd: number, position: number): Buffer {
  const size = files.fstatSync(fd).size - position;
  if (size <= 0) return Buffer.alloc(0);
  const buffer = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const count = files.readSync(fd, buffer, filled, Math.min(size - filled, 1 << 30), position + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** Writes all bytes at `position`. */
export function writeAt(files: FileSystem, fd: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += files.writeSync(fd, bytes, written, bytes.length - written, position + written);
  }
}

/** A new name in the folder survives a crash only once the folder is flushed; not every system can. */
export function flushFolder(files: FileSystem, folder: string): void {
  try {
    withFile(files, folder, 'r', (fd) => files.fsyncSync(fd));
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES'].includes(codeOf(error) ?? '')) throw error;
  }
}
