import type { Context } from '../../kubectl/command.ts';
import { compareCodePoints } from '../../kubectl/output/json.ts';
import { CHUNK, fetchList } from '../../kubectl/related.ts';
import { groupResource, type Mapping, mapperOf, resourcePath } from '../../kubectl/resources/mapper.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';

export interface OwnedQuery {
  /** Every namespace, and what is in none. */
  readonly allNamespaces: boolean;
  readonly selector: string;
}

/** What each object owns, by the owner's uid: sorted by kind, then by name. */
export type Owned = ReadonlyMap<string, readonly KubeObject[]>;

/** Lists every kind once, as kubectl-tree does, and sorts what it found by owners. */
export async function ownedObjects(context: Context, query: OwnedQuery): Promise<Owned> {
  // Some kinds warn when they are listed: nobody asked for them by name.
  const quiet = { transport: context.transport, err: { write: () => {}, line: () => {} } };
  const owned = new Map<string, KubeObject[]>();
  for (const mapping of listable(await mapperOf(quiet).all(), query)) {
    const path = resourcePath(mapping, query.allNamespaces ? '' : context.config.namespace);
    const selector: Record<string, string> = query.selector === '' ? {} : { labelSelector: query.selector };
    for (const object of await fetchList<KubeObject>(quiet, path, selector, CHUNK)) {
      for (const { uid } of object.metadata.ownerReferences ?? []) {
        const siblings = owned.get(uid);
        if (siblings === undefined) owned.set(uid, [object]);
        else siblings.push(object);
      }
    }
  }
  for (const siblings of owned.values()) siblings.sort(byKindAndName);
  return owned;
}

function byKindAndName(a: KubeObject, b: KubeObject): number {
  return (
    compareCodePoints(a.kind, b.kind) ||
    compareCodePoints(a.metadata.name, b.metadata.name) ||
    compareCodePoints(a.metadata.namespace ?? '', b.metadata.namespace ?? '')
  );
}

/** Each resource in one version: the first, which the server prefers. */
function listable(mappings: readonly Mapping[], { allNamespaces }: OwnedQuery): readonly Mapping[] {
  const first = new Map<string, Mapping>();
  for (const mapping of mappings) {
    const name = groupResource(mapping);
    if (mapping.verbs.includes('list') && (mapping.namespaced || allNamespaces) && !first.has(name))
      first.set(name, mapping);
  }
  return [...first.values()];
}
