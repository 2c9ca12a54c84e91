import { isEstablished } from '../kinds/apiextensions/customresourcedefinition/conditions.ts';
import { CustomResourceDefinition } from '../kinds/apiextensions/customresourcedefinition/kind.ts';
import { type CustomKinds, customKinds } from '../kinds/custom/kind.ts';
import type { Kind } from '../kinds/kind.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import type { Index, Store } from '../store/store.ts';
import { type DefinedKinds, keyOf, prefixOf } from './registry.ts';

const definitions = prefixOf(CustomResourceDefinition);

const wordFor = (group: string, kind: string): string => `${group} ${kind}`;

/** Definitions by the group and the kind that they define. */
export const definedKindIndex: Index = {
  name: 'defined-kind',
  table: () => definitions.slice(0, -1),
  same: (before, after) =>
    (before as CustomResourceDefinition).spec === (after as CustomResourceDefinition).spec,
  words: (key, value) => {
    if (!key.startsWith(definitions)) return [];
    const { group, names } = (value as CustomResourceDefinition).spec;
    return [wordFor(group, names.kind)];
  },
};

/** The definitions of a store as kinds. Nothing is read before somebody asks for what is not built in. */
export function definedKinds(store: Store): DefinedKinds {
  // What is stored is never changed: a definition that changes is another object.
  const known = new WeakMap<KubeObject, CustomKinds>();
  const kindsOf = (object: KubeObject): CustomKinds => {
    const found = known.get(object);
    if (found !== undefined) return found;
    const made = customKinds(object as CustomResourceDefinition);
    known.set(object, made);
    return made;
  };
  const served = (object: KubeObject | undefined): readonly Kind[] =>
    object !== undefined && isEstablished(object as CustomResourceDefinition) ? kindsOf(object).served : [];
  const established = (): readonly CustomKinds[] =>
    store
      .list(definitions)
      .filter(({ value }) => isEstablished(value as CustomResourceDefinition))
      .map(({ value }) => kindsOf(value));
  return {
    byPath: (group, version, plural) => {
      const entry = store.get(keyOf(CustomResourceDefinition, '', `${plural}.${group}`));
      return served(entry?.value).find((kind) => kind.version === version);
    },
    byKind: (apiVersion, kind) => {
      const [group = '', version] = apiVersion.split('/');
      const entries = store.find(definedKindIndex.name, wordFor(group, kind));
      return entries.flatMap(({ value }) => served(value)).find((one) => one.version === version);
    },
    stored: () => established().map(({ stored }) => stored),
    served: () => established().flatMap((one) => one.served),
  };
}
