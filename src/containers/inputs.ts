import type { Reader } from '../client/client.ts';
import { type Entry, folder } from '../shell/entries.ts';
import { environmentOf } from './environment.ts';
import { filesOf } from './files.ts';
import type { Rows } from './history.ts';
import type { Instance } from './instance.ts';
import { readerAt } from './versions.ts';

/** All that a run begins with, as text: runs of the same inputs do the same. */
export function inputsOf(instance: Instance, reader: Reader, rows: Rows): string {
  const { pod, container, restarts, start, places } = instance;
  const { name, namespace, uid, labels } = pod.metadata;
  const before = readerAt(reader, rows, start);
  const variables = environmentOf(pod, container, before);
  const { root } = filesOf(instance, variables, () => folder(start), before);
  const { podIP } = pod.status ?? {};
  return JSON.stringify([
    { name, namespace, uid, labels, podIP, spec: pod.spec },
    { container, restarts, start, places },
    variables,
    treeOf(root),
  ]);
}

const treeOf = (entry: Entry): unknown => {
  if (entry.type === 'mount') return { ...entry, node: treeOf(entry.node) };
  if (entry.type !== 'folder') return entry;
  return { ...entry, entries: [...entry.entries].map(([name, each]) => [name, treeOf(each)]) };
};
