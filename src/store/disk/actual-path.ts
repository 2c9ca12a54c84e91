import { dirname, join, resolve } from 'node:path';
import { type FileSystem, nodeFileSystem, unlessMissing } from './file-system.ts';

/** Where a link leads: renaming a new snapshot over the link would cut it. */
export function actualPath(path: string, files: FileSystem = nodeFileSystem): string {
  const absolute = resolve(path);
  const actual = unlessMissing(() => files.realpathSync(absolute));
  if (actual !== undefined) return actual;
  const folder = unlessMissing(() => files.realpathSync(dirname(absolute)));
  return folder === undefined ? absolute : join(folder, absolute.slice(dirname(absolute).length + 1));
}
