import type { Client, Component, DeleteOptions, Query } from '../client/client.ts';
import { erased, type Kind } from '../kinds/kind.ts';
import { matches, selectorFrom } from '../machinery/labels.ts';
import type { Draft, KubeObject, Ref } from '../machinery/object-meta.ts';
import { ownedWord } from '../store/indexes.ts';
import type { Entry, Store } from '../store/store.ts';
import type { Backend } from './backend.ts';
import { createObject } from './create.ts';
import { deleteObject } from './delete.ts';
import { apiVersionOf, keyOf, prefixOf } from './registry.ts';
import { unknownPath } from './routes.ts';
import { storedObject } from './stored.ts';
import { bindTo } from './subresources/binding.ts';
import { finalizeNamespace } from './subresources/finalize.ts';
import { putScale, scaleOf } from './subresources/scale.ts';
import { updateObject } from './update.ts';

/** The typed, synchronous client of controllers, scheduler and kubelets: the same pipeline without decoding. */
export function createLocalClient(backend: Backend, component: Component = 'kube-apiserver'): Client {
  const trusted = { trusted: true, manager: component } as const;
  const trustedStatus = { ...trusted, subresource: 'status' } as const;
  const { store, registry } = backend;
  const pods = registry.byPath('', 'v1', 'pods') as Kind;
  const namespaces = registry.byPath('', 'v1', 'namespaces') as Kind;
  const client: Client = {
    as: (other) => (other === component ? client : createLocalClient(backend, other)),
    find: <T extends KubeObject>(kind: Kind<T>, ref: Ref) =>
      store.get(keyOf(kind, ref.namespace, ref.name))?.value as T | undefined,
    get: <T extends KubeObject>(kind: Kind<T>, ref: Ref) => storedObject(backend, erased(kind), ref) as T,
    list: <T extends KubeObject>(kind: Kind<T>, query: Query = {}) =>
      listed(store, erased(kind), query) as readonly T[],
    count: <T extends KubeObject>(kind: Kind<T>, query: Query = {}) => counted(store, erased(kind), query),
    create: <T extends KubeObject>(kind: Kind<T>, draft: Draft<T>) => {
      const plain = erased(kind);
      const body = { apiVersion: apiVersionOf(kind), kind: kind.kind, ...draft } as KubeObject;
      return createObject(backend, plain, plain.defaults(body), draft.metadata.namespace ?? '', trusted) as T;
    },
    update: <T extends KubeObject>(kind: Kind<T>, object: T) =>
      updateObject(backend, erased(kind), refFrom(object), object, trusted) as T,
    updateStatus: <T extends KubeObject>(kind: Kind<T>, object: T) =>
      updateObject(backend, erased(kind), refFrom(object), object, trustedStatus) as T,
    delete: <T extends KubeObject>(kind: Kind<T>, ref: Ref, options: DeleteOptions = {}) => {
      deleteObject(backend, erased(kind), ref, {
        graceSeconds: options.grace === undefined ? undefined : options.grace / 1000,
        propagation: options.propagation,
        uid: options.uid,
      });
    },
    bind: (pod, node) => bindTo(backend, pods, pod, node),
    rescale: <T extends KubeObject>(kind: Kind<T>, ref: Ref, replicas: number) => {
      const plain = erased(kind);
      if (plain.scale === undefined) throw unknownPath();
      const scale = scaleOf(plain.scale, storedObject(backend, plain, ref));
      putScale(backend, plain, plain.scale, ref, { ...scale, spec: { replicas } }, { manager: component });
    },
    finalize: (namespace) => {
      finalizeNamespace(backend, namespaces, refFrom(namespace), namespace);
    },
    kindFor: (apiVersion, kind) => registry.byKind(apiVersion, kind),
    kinds: () => registry.kinds,
  };
  return client;
}

function refFrom(object: KubeObject): Ref {
  return { namespace: object.metadata.namespace ?? '', name: object.metadata.name };
}

function listed(store: Store, kind: Kind, query: Query): readonly KubeObject[] {
  const prefix = query.namespace === undefined ? prefixOf(kind) : `${prefixOf(kind)}${query.namespace}/`;
  const selector = query.labels === undefined ? undefined : selectorFrom(query.labels);
  const candidates = candidatesFor(store, prefix, kind, query);
  const values: KubeObject[] = [];
  for (const { key, value } of candidates) {
    if (!key.startsWith(prefix)) continue;
    if (selector !== undefined && !matches(selector, value.metadata.labels)) continue;
    values.push(value);
  }
  return values;
}

/** A query with one part that has an index is answered by the size of a posting list. */
function counted(store: Store, kind: Kind, query: Query): number {
  const { owner, node, under } = query;
  if (Object.keys(query).length === 1) {
    if (owner !== undefined) return store.count('owned', ownedWord(prefixOf(kind).slice(0, -1), owner));
    if (node !== undefined) return store.count('node', node);
    if (under !== undefined) return store.count(under.index, under.word);
  }
  return listed(store, kind, query).length;
}

/** The shortest list that surely holds the answer: an index where the query names one. */
function candidatesFor(store: Store, prefix: string, kind: Kind, query: Query): readonly Entry[] {
  if (query.owner !== undefined)
    return store.find('owned', ownedWord(prefixOf(kind).slice(0, -1), query.owner));
  if (query.node !== undefined) return store.find('node', query.node);
  if (query.under !== undefined) return store.find(query.under.index, query.under.word);
  if (query.involved !== undefined) return store.find('involved', query.involved);
  const pairs = Object.entries(query.labels?.matchLabels ?? {});
  if (query.namespace === undefined || pairs.length === 0) return store.list(prefix);
  let word: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [key, value] of pairs) {
    const candidate = `${prefixOf(kind)}${query.namespace} ${key}=${value}`;
    const count = store.count('label', candidate);
    if (count < least) [word, least] = [candidate, count];
  }
  return word === undefined ? store.list(prefix) : store.find('label', word);
}
