import type { ApiRequest, ApiResponse, WatchEvent } from '../client/transport.ts';
import type { Kind } from '../kinds/kind.ts';
import type { KubeObject, Ref } from '../machinery/object-meta.ts';
import { failure, methodNotAllowed, type Status, StatusError } from '../machinery/status.ts';
import { aggregatedDiscovery } from './aggregated-discovery.ts';
import type { Answer } from './answer.ts';
import { applyObject } from './apply.ts';
import { attributesOf, forbidden } from './authorization/attributes.ts';
import { authorize } from './authorization/rbac.ts';
import { answerReview } from './authorization/reviews.ts';
import { MASTERS, type User, userOf } from './authorization/user.ts';
import type { Backend } from './backend.ts';
import { fieldValidationOf, readRequest } from './body.ts';
import { answerComputed } from './computed.ts';
import { createObject } from './create.ts';
import { deleteObject, deleteRequestFrom } from './delete.ts';
import { discoveryAnswer } from './discovery.ts';
import { shownAnswer } from './faces.ts';
import { listEntries } from './list.ts';
import { revisionFrom } from './list-options.ts';
import { settled } from './managed-fields/deferred.ts';
import { openApiAnswer } from './openapi.ts';
import { pageOf } from './pages.ts';
import { patchObject } from './patch.ts';
import { PATCH_TYPES } from './patch-types.ts';
import { plainPage } from './plain-pages.ts';
import { apiVersionOf, keyOf } from './registry.ts';
import { nowhere, pathNameFault, type ResourceRoute, routeOf } from './routes.ts';
import { asRead, storedObject } from './stored.ts';
import { converse, type News, type Speaker } from './subresources/converse.ts';
import { followLog } from './subresources/follow-log.ts';
import { answerSubresource } from './subresources/index.ts';
import { includeOf, tableOf } from './table.ts';
import { updateObject } from './update.ts';
import { VERSION_INFO } from './version.ts';
import { bookmarkOf, watchObjects } from './watch.ts';
import { optionsFrom } from './write-options.ts';

/** The API server as a function of the request: HTTP and the command line share it. */
export interface ApiServer {
  handle(request: ApiRequest): ApiResponse;
  /** Calls back for each matching change from now on. Throws StatusError for a bad request. */
  watch(request: ApiRequest, onEvent: (event: WatchEvent) => void): () => void;
  /**
   * Speaks with a program in a container (exec, attach): calls back with what it prints until it has ended. `isAhead`: nobody
   * waits for the clock. Throws StatusError.
   */
  converse(request: ApiRequest, isAhead: boolean, onNews: (news: News) => void): Speaker;
  /** What tells a watcher that it has been told of everything up to now. */
  bookmark(request: ApiRequest): WatchEvent;
}

/** Answers that do not come from the store: OpenAPI documents, logs. */
export interface Extensions {
  readonly answer: (request: ApiRequest) => unknown;
}

export function createApiServer(backend: Backend, extensions?: Extensions): ApiServer {
  const answer = (common: Backend, request: ApiRequest): Answer => {
    const user = admittedUser(common, request);
    const backend = isLimited(common, user) ? { ...common, user } : common;
    const review = answerReview(backend, user, request);
    if (review !== undefined) return review;
    const route = routeOf(request.path, backend.registry);
    if (route !== undefined) {
      const fault = pathNameFault(route.name ?? '');
      if (fault !== undefined) throw fault;
      return answerResource(backend, route, request);
    }
    const body = ownAnswer(request, backend);
    const found = body ?? extensions?.answer(request);
    if (found === undefined) throw nowhere(request.path, backend.registry);
    return { code: 200, body: found };
  };
  return {
    handle: (request) => {
      const first: string[] = [];
      const told: string[] = [];
      const asked: Backend = {
        ...backend,
        warn: (text) => told.push(text),
        warnFirst: (texts) => first.push(...texts),
      };
      const { warnings = [], ...answered } = caught(() => answer(asked, request));
      return { ...answered, warnings: [...first, ...warnings, ...told], date: backend.now() };
    },
    watch: (request, onEvent) => {
      admittedUser(backend, request);
      const route = routeOf(request.path, backend.registry);
      return route?.subresource === 'log'
        ? followLog(backend, route, request, onEvent)
        : watchObjects(backend, request, onEvent);
    },
    converse: (request, isAhead, onNews) => {
      admittedUser(backend, request);
      const route = routeOf(request.path, backend.registry);
      if (route === undefined) throw nowhere(request.path, backend.registry);
      return converse(backend, route, request, isAhead, onNews);
    },
    bookmark: (request) => bookmarkOf(backend, request),
  };
}

/** Who asks; throws Forbidden where he may not. */
function admittedUser(backend: Backend, request: ApiRequest): User {
  const user = userOf(request, backend.rng);
  if (request.impersonate === undefined || backend.allowsEverything) return user;
  const attributes = attributesOf(request);
  const { allowed, reason } = authorize(backend.store, user, attributes);
  if (!allowed) throw forbidden(user, attributes, reason);
  return user;
}

const isLimited = ({ allowsEverything }: Backend, { groups }: User): boolean =>
  !allowsEverything && !groups.includes(MASTERS);

/** Answers that belong to no resource. */
function ownAnswer({ path, accept }: ApiRequest, backend: Backend): unknown {
  const { registry } = backend;
  if (path === '/version') return VERSION_INFO;
  if (accept === 'aggregated-discovery') return aggregatedDiscovery(path, registry, 'v2');
  if (accept === 'aggregated-discovery-beta') return aggregatedDiscovery(path, registry, 'v2beta1');
  return plainPage(path, backend) ?? discoveryAnswer(path, registry) ?? openApiAnswer(path, registry);
}

function caught(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { code: error.status.code ?? 500, body: error.status };
  }
}

function answerResource(backend: Backend, route: ResourceRoute, request: ApiRequest): Answer {
  const { kind } = route;
  if (kind.deprecation !== undefined && route.subresource === undefined)
    backend.warnFirst?.([kind.deprecation]);
  const answer = answerStored(backend, route, request);
  return kind.face === undefined ? answer : { ...answer, body: shownAnswer(kind, answer.body) };
}

function answerStored(backend: Backend, route: ResourceRoute, request: ApiRequest): Answer {
  if (route.kind.computed !== undefined && route.subresource === undefined)
    return { code: 200, body: answerComputed(backend, route, request) };
  if (route.subresource !== undefined) return answerSubresource(backend, route, request);
  const { kind, namespace, name } = route;
  return name === undefined
    ? answerCollection(backend, kind, namespace, request)
    : answerObject(backend, kind, { namespace, name }, request);
}

function answerCollection(backend: Backend, kind: Kind, namespace: string, request: ApiRequest): Answer {
  switch (request.method) {
    case 'GET':
      return { code: 200, body: listAnswer(backend, kind, namespace, request) };
    case 'POST': {
      if (kind.scope === 'Namespaced' && namespace === '') throw methodNotAllowed(kind, 'create');
      if (kind.verbs?.includes('create') === false) throw whileTerminating(kind);
      const { object, warnings } = readRequest(kind, request);
      backend.warnFirst?.(warnings);
      const made = kind.createdBy?.(object, userOf(request, backend.rng)) ?? object;
      const created = createObject(backend, kind, made, namespace, optionsFrom(request));
      return { code: 201, body: created, warnings: kind.warnings(created) };
    }
    case 'DELETE':
      if (kind.verbs?.includes('deletecollection') === false) throw methodNotAllowed(kind, 'delete');
      return { code: 200, body: deleteCollection(backend, kind, namespace, request) };
    default:
      throw methodNotAllowed(kind, request.method.toLowerCase());
  }
}

/** What a definition defined that is going takes nothing new. */
function whileTerminating(kind: Kind): StatusError {
  const { details } = methodNotAllowed(kind, 'create').status;
  const message = 'create not allowed while custom resource definition is terminating';
  return failure(405, 'MethodNotAllowed', message, details);
}

function answerObject(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  switch (request.method) {
    case 'GET':
      return { code: 200, body: getAnswer(backend, kind, ref, request) };
    case 'PUT': {
      const { object, warnings } = readRequest(kind, request);
      backend.warnFirst?.(warnings);
      const before = currentOf(backend, kind, ref);
      const updated = updateObject(backend, kind, ref, object, optionsFrom(request));
      return {
        code: 200,
        body: asRead(backend, kind, updated),
        warnings: kind.warnings(updated, before),
      };
    }
    case 'PATCH': {
      const before = currentOf(backend, kind, ref);
      if (request.contentType === PATCH_TYPES.apply) {
        const { object, created } = applyObject(backend, kind, ref, request);
        return {
          code: created ? 201 : 200,
          body: asRead(backend, kind, object),
          warnings: kind.warnings(object, before),
        };
      }
      const patch = {
        contentType: request.contentType ?? '',
        body: request.body,
        validation: fieldValidationOf(request.query),
      };
      const patched = patchObject(backend, kind, ref, patch, optionsFrom(request));
      return {
        code: 200,
        body: asRead(backend, kind, patched),
        warnings: kind.warnings(patched, before),
      };
    }
    case 'DELETE': {
      const deletion = deleteObject(backend, kind, ref, deleteRequestFrom(request.body, request.query));
      const reply =
        deletion.gone && kind.gracePeriodSeconds === undefined
          ? success(kind, deletion.object)
          : settled(deletion.object);
      return { code: 200, body: reply };
    }
    default:
      throw methodNotAllowed(kind, request.method.toLowerCase());
  }
}

function currentOf(backend: Backend, kind: Kind, ref: Ref): KubeObject | undefined {
  return backend.store.get(keyOf(kind, ref.namespace, ref.name))?.value;
}

function success(kind: Kind, object: KubeObject): Status {
  const { name, uid } = object.metadata;
  const details = { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

function getAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): unknown {
  revisionFrom(request.query['resourceVersion'] ?? '', backend.store.revision());
  const object = asRead(backend, kind, storedObject(backend, kind, ref));
  if (request.accept !== 'table') return object;
  const { resourceVersion } = object.metadata;
  return tableOf(kind, [object], { resourceVersion }, backend.now(), includeOf(request));
}

function listAnswer(backend: Backend, kind: Kind, namespace: string, request: ApiRequest): unknown {
  const { entries, metadata } = pageOf(backend.store, kind, namespace, request.query);
  const objects = entries.map((entry) => asRead(backend, kind, entry.value));
  if (request.accept === 'table') return tableOf(kind, objects, metadata, backend.now(), includeOf(request));
  return { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata, items: objects };
}

function deleteCollection(backend: Backend, kind: Kind, namespace: string, request: ApiRequest): unknown {
  const deletion = deleteRequestFrom(request.body, request.query);
  const objects = listEntries(backend.store, kind, namespace, request.query).map((entry) => entry.value);
  const items = objects.map((object) => {
    const ref = { namespace: object.metadata.namespace ?? '', name: object.metadata.name };
    return settled(deleteObject(backend, kind, ref, deletion).object);
  });
  return {
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: String(backend.store.revision()) },
    items,
  };
}
