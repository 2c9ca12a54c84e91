import type { Kind } from '../kinds/kind.ts';
import { parseFieldSelector } from '../machinery/field-selector.ts';
import { matches, parseSelector } from '../machinery/labels.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { badRequest } from '../machinery/status.ts';
import type { Entry, Store } from '../store/store.ts';
import { prefixOf } from './registry.ts';

export type Filter = (object: KubeObject) => boolean;

/** What a list or a watch is narrowed to, from its query. Throws BadRequest for what the kind does not know. */
export function filterFrom(kind: Kind, query: Readonly<Record<string, string>>): Filter {
  const labels = query['labelSelector'] ? parseSelector(query['labelSelector']) : undefined;
  const fields = query['fieldSelector'] ? fieldFilter(kind, query['fieldSelector']) : undefined;
  return (object) =>
    (labels === undefined || matches(labels, object.metadata.labels)) &&
    (fields === undefined || fields(object));
}

function fieldFilter(kind: Kind, text: string): Filter {
  const tests = parseFieldSelector(text).map(({ field, operator, value }) => {
    const read = readerOf(kind, field);
    return (object: KubeObject): boolean => (read(object) === value) === (operator === '=');
  });
  return (object) => tests.every((test) => test(object));
}

function readerOf(kind: Kind, field: string): (object: KubeObject) => string {
  if (field === 'metadata.name') return (object) => object.metadata.name;
  if (field === 'metadata.namespace' && kind.scope === 'Namespaced')
    return (object) => object.metadata.namespace ?? '';
  const read = kind.selectableFields[field];
  if (read === undefined) throw badRequest(`field label not supported: ${field}`);
  return read;
}

/** Entries of a kind in a namespace ('' = all), narrowed; a name or a node in the field selector is answered from an index. */
export function listEntries(
  store: Store,
  kind: Kind,
  namespace: string,
  query: Readonly<Record<string, string>>,
): readonly Entry[] {
  const filter = filterFrom(kind, query);
  const prefix = namespace === '' ? prefixOf(kind) : `${prefixOf(kind)}${namespace}/`;
  const entries = store.list(prefix);
  if (!query['labelSelector'] && !query['fieldSelector']) return entries;
  return entries.filter((entry) => filter(entry.value));
}
