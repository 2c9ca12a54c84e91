import { headerOf, padded } from '../../../machinery/tar.ts';
import type { Context } from '../../command.ts';
import { baseOf, folderOf, joinPath } from './file-place.ts';

/** An archive of a file, or of a folder with all that is in it, under the name it is to have. */
export function archiveOf(from: string, to: string, { files, transport }: Context): Uint8Array {
  const parts: Uint8Array[] = [];
  const changed = transport.now();
  const add = (path: string, name: string): void => {
    const target = files.linkTarget(path);
    if (target !== undefined) {
      parts.push(headerOf({ name, type: 'link', mode: 0o777, size: 0, changed, target }));
      return;
    }
    if (files.stat(path) === 'folder') {
      const names = files.list(path);
      // A folder that holds something is made with that.
      if (names.length === 0) parts.push(headerOf({ name, type: 'folder', mode: 0o755, size: 0, changed }));
      for (const each of names) add(joinPath(path, each), joinPath(name, each));
      return;
    }
    const bytes = files.readBytes(path);
    const mode = files.isExecutable(path) ? 0o755 : 0o644;
    parts.push(headerOf({ name, type: 'file', mode, size: bytes.length, changed }), padded(bytes));
  };
  for (const path of files.glob(joinPath(folderOf(from), baseOf(from)))) add(path, baseOf(to));
  return Buffer.concat([...parts, new Uint8Array(1024)]);
}
