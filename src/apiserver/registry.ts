import type { AnyKind, Kind } from '../kinds/kind.ts';
import type { Key } from '../store/store.ts';

/** Every served kind, found by the words that paths and manifests use. */
export interface Registry {
  readonly kinds: readonly Kind[];
  byPath(group: string, version: string, plural: string): Kind | undefined;
  byKind(apiVersion: string, kind: string): Kind | undefined;
}

export function createRegistry(kinds: readonly AnyKind[]): Registry {
  const paths = new Map<string, Kind>();
  const names = new Map<string, Kind>();
  for (const kind of kinds) {
    paths.set(`${kind.group}/${kind.version}/${kind.plural}`, kind);
    names.set(`${apiVersionOf(kind)} ${kind.kind}`, kind);
  }
  return {
    kinds,
    byPath: (group, version, plural) => paths.get(`${group}/${version}/${plural}`),
    byKind: (apiVersion, kind) => names.get(`${apiVersion} ${kind}`),
  };
}

export function apiVersionOf(kind: Pick<Kind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** Where the objects of a kind lie in the store; versions of one kind share a place. */
export function prefixOf(kind: Pick<Kind, 'group' | 'plural'>): string {
  return `${kind.group === '' ? 'core' : kind.group}/${kind.plural}/`;
}

export function keyOf(kind: Pick<Kind, 'group' | 'plural'>, namespace: string, name: string): Key {
  return `${prefixOf(kind)}${namespace}/${name}` as Key;
}
