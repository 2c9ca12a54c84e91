import type { Reader } from '../client/client.ts';
import type { Instant } from '../machinery/instant.ts';
import { FileSystem } from '../shell/file-system.ts';
import { castOf } from './cast.ts';
import { type Rows, runsOn } from './history.ts';
import { type Instance, instanceKey } from './instance.ts';
import { Scene } from './scene.ts';

/** What containers have left behind at a path of their node, by now. */
export function leftOnHost(
  node: string,
  path: string,
  now: Instant,
  reader: Reader,
  rows: Rows,
): 'file' | 'folder' | undefined {
  const key = `host/${node}`;
  const cast = new Map<string, Instance>();
  for (const run of runsOn(rows, key))
    for (const instance of castOf(run.pod, reader, rows)) cast.set(instanceKey(instance), instance);
  if (cast.size === 0) return undefined;
  const scene = new Scene(Math.min(...[...cast.values()].map(({ start }) => start)), reader, rows);
  scene.play([...cast.values()], now);
  return new FileSystem(scene.folderOf(key, now)).find(path)?.node.type;
}
