import type { KubeObject } from '../machinery/object-meta.ts';
import type { Key, Revision } from './store.ts';

/** A change that was committed elsewhere: the revision is given, a deletion has no value. */
export interface SavedChange {
  readonly key: Key;
  readonly value: KubeObject | undefined;
  readonly modified: Revision;
}

/** Objects by `group/plural`; a table is only read when somebody asks for one of its objects. */
export type SavedTables = ReadonlyMap<string, () => Iterable<KubeObject>>;

/** The object in full: what was left to be worked out later is. */
export type AsSaved = (object: KubeObject) => KubeObject;

/** The key of an object in a table. */
export function keyIn(table: string, { metadata }: KubeObject): Key {
  return `${table}/${metadata.namespace ?? ''}/${metadata.name}` as Key;
}

/** `group/plural` of a key. */
export function tableOf(key: Key): string {
  return key.slice(0, key.indexOf('/', key.indexOf('/') + 1));
}
