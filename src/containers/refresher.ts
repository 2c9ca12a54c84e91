import type { Reader } from '../client/client.ts';
import type { FileSystem } from '../shell/file-system.ts';
import { refreshFiles } from './files.ts';
import type { Rows } from './history.ts';
import { type Instance, instanceKey } from './instance.ts';
import type { Played } from './played.ts';
import { shownIn } from './shown-files.ts';
import { type Refresh, readerAt, refreshesOf } from './versions.ts';

/** Changes of ConfigMaps and Secrets that are still to be brought to the files, at the times when they reach them. */
export function pendingRefreshes(
  instance: Instance,
  refreshed: Played['refreshed'],
  files: () => FileSystem | undefined,
  reader: Reader,
  rows: Rows,
): readonly { readonly at: number; readonly act: () => void }[] {
  const key = instanceKey(instance);
  const last = refreshed.get(key)?.at ?? instance.start;
  return inOrder(instance, rows)
    .filter(({ at }) => at > last)
    .map((refresh) => ({
      at: refresh.at,
      act: () => {
        const before = refreshed.get(key)?.notes ?? '';
        refreshed.set(key, { at: refresh.at, notes: before + noteOf(instance, refresh, reader, rows) });
        const own = files();
        if (own !== undefined) refreshFiles(own, instance, refresh.at, readerAt(reader, rows, refresh.as));
      },
    }));
}

/** What was laid out until the moment: notes of who saw it are the same. */
export const refreshNotes = (instance: Instance, until: number, reader: Reader, rows: Rows): string =>
  inOrder(instance, rows)
    .filter(({ at }) => at <= until)
    .map((refresh) => noteOf(instance, refresh, reader, rows))
    .join('');

const inOrder = ({ pod, start }: Instance, rows: Rows): readonly Refresh[] =>
  [...refreshesOf(pod, start, rows)].sort((a, b) => a.at - b.at);

const noteOf = ({ pod }: Instance, { at, as }: Refresh, reader: Reader, rows: Rows): string => {
  const before = readerAt(reader, rows, as);
  const shown = (pod.spec.volumes ?? []).map((volume) => shownIn(pod, volume, before));
  return `${at} ${as} ${JSON.stringify(shown)}\n`;
};
