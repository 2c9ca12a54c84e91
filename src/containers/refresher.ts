import type { Reader } from '../client/client.ts';
import type { FileSystem } from '../shell/file-system.ts';
import { refreshFiles } from './files.ts';
import type { Rows } from './history.ts';
import { type Instance, instanceKey } from './instance.ts';
import { readerAt, refreshesOf } from './versions.ts';

/** Brings changes of ConfigMaps and Secrets to the files of containers, each once. */
export class Refresher {
  private readonly reader: Reader;
  private readonly rows: Rows;
  /** Until when changes were laid out, by instance. */
  private readonly done = new Map<string, number>();

  constructor(reader: Reader, rows: Rows) {
    this.reader = reader;
    this.rows = rows;
  }

  /** What is still to be laid out, at the times when it reaches the files. */
  pending(
    instance: Instance,
    files: () => FileSystem | undefined,
  ): readonly { readonly at: number; readonly act: () => void }[] {
    const key = instanceKey(instance);
    const last = this.done.get(key) ?? instance.start;
    return refreshesOf(instance.pod, instance.start, this.rows)
      .filter(({ at }) => at > last)
      .map(({ at, as }) => ({
        at,
        act: () => {
          this.done.set(key, at);
          const own = files();
          if (own !== undefined) refreshFiles(own, instance, at, readerAt(this.reader, this.rows, as));
        },
      }));
  }
}
