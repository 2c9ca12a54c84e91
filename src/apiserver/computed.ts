import type { ApiRequest } from '../client/transport.ts';
import { workloadsOf } from '../client/workloads.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import type { Kind, View } from '../kinds/kind.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { methodNotAllowed, notFound } from '../machinery/status.ts';
import type { Backend } from './backend.ts';
import { filterFrom } from './list.ts';
import { createLocalClient } from './local-client.ts';
import { apiVersionOf } from './registry.ts';
import type { ResourceRoute } from './routes.ts';
import { includeOf, tableOf } from './table.ts';

/** Answers of a kind whose objects are computed when somebody asks: they can be read and nothing else. */
export function answerComputed(
  backend: Backend,
  { kind, namespace, name }: ResourceRoute,
  request: ApiRequest,
): unknown {
  if (request.method !== 'GET') throw methodNotAllowed(kind, request.method.toLowerCase());
  const all = kind.computed?.(viewOf(backend), namespace) ?? [];
  const filter = filterFrom(kind, request.query);
  const found = all.filter((object) => (name === undefined ? filter(object) : object.metadata.name === name));
  const [first] = found;
  if (name !== undefined && first === undefined)
    throw kind.missing === undefined
      ? notFound(kind, name)
      : notFound({ group: kind.group, ...kind.missing }, namespace === '' ? name : `${namespace}/${name}`);
  if (request.accept === 'table')
    return tableOf(kind, found, { resourceVersion: '' }, backend.now(), includeOf(request));
  return name === undefined ? listOf(kind, found) : first;
}

function viewOf(backend: Backend): View {
  const client = createLocalClient(backend);
  return {
    now: backend.now(),
    find: client.find,
    list: (kind, namespace) => client.list(kind, namespace === '' ? {} : { namespace }),
    podsOn: (node) => client.list(Pod, { node }),
    workloads: workloadsOf(client),
  };
}

const listOf = (kind: Kind, items: readonly KubeObject[]): unknown => ({
  kind: `${kind.kind}List`,
  apiVersion: apiVersionOf(kind),
  metadata: {},
  items,
});
