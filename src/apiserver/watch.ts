import type { ApiRequest, WatchEvent } from '../client/transport.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { failure } from '../machinery/status.ts';
import { type Change, CompactedError, type Entry, type Revision } from '../store/store.ts';
import type { Backend } from './backend.ts';
import { shownAs } from './faces.ts';
import { filterFrom } from './list.ts';
import { type ListOptions, parseRevision, revisionFrom, watchOptionsFrom } from './list-options.ts';
import { apiVersionOf, prefixOf } from './registry.ts';
import { routeOf, unknownPath } from './routes.ts';
import { asRead } from './stored.ts';
import { columnDefinitions, includeOf, tableRow } from './table.ts';

/** Calls back for what the request begins with and for each matching change from then on. Throws StatusError. */
export function watchObjects(
  backend: Backend,
  request: ApiRequest,
  onEvent: (event: WatchEvent) => void,
): () => void {
  const options = watchOptionsFrom(request.query);
  const maker = eventMaker(backend, request);
  const tell = (change: Change): void => {
    const event = maker.of(change);
    if (event !== undefined) onEvent(event);
  };
  for (const change of earlier(backend, maker.prefix, options)) tell(change);
  if (options.sendInitialEvents === true && options.allowWatchBookmarks)
    onEvent(bookmarkOf(backend, request, INITIAL_EVENTS_END));
  return backend.store.watch(maker.prefix, tell);
}

/** What a watch begins with: the present state as additions, or what has happened since a revision. */
function earlier(
  backend: Backend,
  prefix: string,
  { resourceVersion, sendInitialEvents }: ListOptions,
): readonly Change[] {
  const from = parseRevision(resourceVersion);
  if (sendInitialEvents === true) revisionFrom(resourceVersion, backend.store.revision());
  else if (from !== undefined) return since(backend, prefix, from);
  else if (sendInitialEvents === false) return [];
  return backend.store.list(prefix).map((entry) => ({ type: 'ADDED', entry }));
}

const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };

/** An event without an object of its own: how far a watcher has been told. */
export function bookmarkOf(
  backend: Backend,
  request: ApiRequest,
  annotations?: Readonly<Record<string, string>>,
): WatchEvent {
  const route = routeOf(request.path, backend.registry);
  if (route === undefined) throw unknownPath();
  const { kind } = route;
  const metadata = {
    resourceVersion: String(backend.store.revision()),
    creationTimestamp: null,
    ...(annotations === undefined ? {} : { annotations }),
  };
  const object =
    request.accept === 'table'
      ? { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: null, rows: [] }
      : { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata };
  return { type: 'BOOKMARK', object, date: backend.now() };
}

function since(backend: Backend, prefix: string, from: Revision): readonly Change[] {
  try {
    return backend.store.since(from, prefix);
  } catch (error) {
    if (!(error instanceof CompactedError)) throw error;
    throw failure(410, 'Expired', `too old resource version: ${from} (${error.floor})`);
  }
}

interface EventMaker {
  readonly prefix: string;
  of(change: Change): WatchEvent | undefined;
}

/** An object that comes into the selection is ADDED, one that leaves it DELETED. */
function eventMaker(backend: Backend, request: ApiRequest): EventMaker {
  const route = routeOf(request.path, backend.registry);
  if (route === undefined) throw unknownPath();
  const { kind, namespace, name } = route;
  const selected = filterFrom(kind, request.query);
  const filter =
    name === undefined ? selected : (object: KubeObject) => object.metadata.name === name && selected(object);
  const prefix = namespace === '' ? prefixOf(kind) : `${prefixOf(kind)}${namespace}/`;
  const columns = request.accept === 'table' ? columnDefinitions(kind) : [];
  const shown = (object: KubeObject): unknown => {
    if (request.accept !== 'table') return object;
    return {
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: object.metadata.resourceVersion },
      columnDefinitions: columns,
      rows: [tableRow(kind, object, backend.now(), includeOf(request))],
    };
  };
  return {
    prefix,
    of: ({ type, entry, before }) => {
      if (!entry.key.startsWith(prefix)) return undefined;
      const is = type !== 'DELETED' && filter(entry.value);
      const was = type !== 'ADDED' && filter(before ?? entry.value);
      if (!is && !was) return undefined;
      const told = is ? (was ? 'MODIFIED' : 'ADDED') : 'DELETED';
      const object = is ? entry.value : lastSelected(entry, before);
      return { type: told, object: shown(shownAs(kind, asRead(backend, kind, object))), date: backend.now() };
    },
  };
}

/** The object as it last was in the selection, with the revision of the change that took it out. */
function lastSelected({ value }: Entry, before: KubeObject | undefined): KubeObject {
  if (before === undefined) return value;
  const { resourceVersion } = value.metadata;
  return { ...before, metadata: { ...before.metadata, resourceVersion } };
}
