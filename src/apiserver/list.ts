import type { Kind } from '../kinds/kind.ts';
import { exactFieldValue, matchesFields, parseFieldSelector } from '../machinery/field-selector.ts';
import { matches, parseSelector } from '../machinery/labels.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { badRequest } from '../machinery/status.ts';
import { byNode } from '../store/indexes.ts';
import type { Entry, Store } from '../store/store.ts';
import { keyOf, prefixOf } from './registry.ts';

export type Filter = (object: KubeObject) => boolean;

/** What the selectors of a request leave of a kind's objects. */
export interface Selection {
  /** There is no selector. */
  readonly isEverything: boolean;
  /** Undefined where everything is meant. */
  readonly filter: ((entry: Entry) => boolean) | undefined;
  /** The one name, or the one node, that the field selector asks for. */
  readonly name?: string | undefined;
  readonly node?: string | undefined;
}

/** What a list or a watch is narrowed to, from its query. Throws BadRequest for what the kind does not know. */
export function filterFrom(kind: Kind, query: Readonly<Record<string, string>>): Filter {
  const labels = query['labelSelector'] ? parseSelector(query['labelSelector']) : undefined;
  const fields = query['fieldSelector'] ? fieldFilter(kind, query['fieldSelector']) : undefined;
  return (object) =>
    (labels === undefined || matches(labels, object.metadata.labels)) &&
    (fields === undefined || fields(object));
}

/** As {@link filterFrom}, with what an index can answer. */
export function selectionFrom(kind: Kind, query: Readonly<Record<string, string>>): Selection {
  if (!query['labelSelector'] && !query['fieldSelector']) return { isEverything: true, filter: undefined };
  const filter = filterFrom(kind, query);
  const terms = parseFieldSelector(query['fieldSelector'] ?? '');
  return {
    isEverything: false,
    filter: (entry) => filter(entry.value),
    name: exactFieldValue(terms, 'metadata.name'),
    node: exactFieldValue(terms, 'spec.nodeName'),
  };
}

/** Entries of a kind in a namespace ('' = all) among which are all that are selected, in key order. */
export function candidates(
  store: Store,
  kind: Kind,
  namespace: string,
  { name, node }: Selection,
): readonly Entry[] {
  if (name !== undefined && (namespace !== '' || kind.scope === 'Cluster')) {
    const entry = store.get(keyOf(kind, namespace, name));
    return entry === undefined ? [] : [entry];
  }
  const prefix = namespace === '' ? prefixOf(kind) : `${prefixOf(kind)}${namespace}/`;
  if (node && prefixOf(kind) === `${byNode.table?.(node)}/`)
    return store.find(byNode.name, node).filter((entry) => entry.key.startsWith(prefix));
  return store.list(prefix);
}

/** Entries of a kind in a namespace ('' = all), narrowed; a name or a node in the field selector is answered from an index. */
export function listEntries(
  store: Store,
  kind: Kind,
  namespace: string,
  query: Readonly<Record<string, string>>,
): readonly Entry[] {
  const selection = selectionFrom(kind, query);
  const entries = candidates(store, kind, namespace, selection);
  return selection.filter === undefined ? entries : entries.filter(selection.filter);
}

function fieldFilter(kind: Kind, text: string): Filter {
  const terms = parseFieldSelector(text);
  const readers = new Map(terms.map(({ field }) => [field, readerOf(kind, field)]));
  return (object) => matchesFields(terms, (field) => readers.get(field)?.(object) ?? '');
}

function readerOf(kind: Kind, field: string): (object: KubeObject) => string {
  if (field === 'metadata.name') return (object) => object.metadata.name;
  const hasOwn = Object.keys(kind.selectableFields).length > 0;
  if (field === 'metadata.namespace' && (kind.scope === 'Namespaced' || !hasOwn))
    return (object) => object.metadata.namespace ?? '';
  const read = Object.hasOwn(kind.selectableFields, field) ? kind.selectableFields[field] : undefined;
  if (read !== undefined) return read;
  if (hasOwn) throw badRequest(`field label not supported: ${field}`);
  const known = 'only "metadata.name", "metadata.namespace"';
  throw badRequest(`${JSON.stringify(field)} is not a known field selector: ${known}`);
}
