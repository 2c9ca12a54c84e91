import type { AnyKind, Kind } from '../kinds/kind.ts';
import type { Key } from '../store/store.ts';

/** Kinds that are not built in: they come and go. */
export interface DefinedKinds {
  byPath(group: string, version: string, plural: string): Kind | undefined;
  byKind(apiVersion: string, kind: string): Kind | undefined;
  stored(): readonly Kind[];
  served(): readonly Kind[];
}

/** Every served kind, found by the words that paths and manifests use. */
export interface Registry {
  /** As they are stored: each object is one of them, once. */
  readonly kinds: readonly Kind[];
  /** As they are served: also in other versions, and what is computed. */
  readonly served: readonly Kind[];
  byPath(group: string, version: string, plural: string): Kind | undefined;
  byKind(apiVersion: string, kind: string): Kind | undefined;
}

export function createRegistry(kinds: readonly AnyKind[], defined: readonly DefinedKinds[] = []): Registry {
  const paths = new Map<string, Kind>();
  const names = new Map<string, Kind>();
  for (const kind of kinds) {
    paths.set(`${kind.group}/${kind.version}/${kind.plural}`, kind);
    names.set(`${apiVersionOf(kind)} ${kind.kind}`, kind);
  }
  const stored: readonly Kind[] = kinds.filter(
    (kind) => kind.face === undefined && kind.computed === undefined,
  );
  const withDefined = (builtIn: readonly Kind[], more: (one: DefinedKinds) => readonly Kind[]) => {
    const all = defined.flatMap(more);
    return all.length === 0 ? builtIn : [...builtIn, ...all];
  };
  return {
    get kinds() {
      return withDefined(stored, (one) => one.stored());
    },
    get served() {
      return withDefined(kinds, (one) => one.served());
    },
    byPath: (group, version, plural) =>
      paths.get(`${group}/${version}/${plural}`) ??
      first(defined, (one) => one.byPath(group, version, plural)),
    byKind: (apiVersion, kind) =>
      names.get(`${apiVersion} ${kind}`) ?? first(defined, (one) => one.byKind(apiVersion, kind)),
  };
}

function first(
  all: readonly DefinedKinds[],
  find: (one: DefinedKinds) => Kind | undefined,
): Kind | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function apiVersionOf(kind: Pick<Kind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

interface Placed {
  readonly group: string;
  readonly plural: string;
  readonly face?: { readonly of: { readonly group: string; readonly plural: string } } | undefined;
}

const prefixes = new WeakMap<Placed, string>();

/** Where the objects of a kind lie in the store; versions of one kind share a place. */
export function prefixOf(kind: Placed): string {
  const known = prefixes.get(kind);
  if (known !== undefined) return known;
  const { group, plural, face } = kind;
  const prefix = face === undefined ? `${group === '' ? 'core' : group}/${plural}/` : prefixOf(face.of);
  prefixes.set(kind, prefix);
  return prefix;
}

export function keyOf(kind: Placed, namespace: string, name: string): Key {
  return `${prefixOf(kind)}${namespace}/${name}` as Key;
}
