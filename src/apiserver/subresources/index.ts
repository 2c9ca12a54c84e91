import type { ApiRequest } from '../../client/transport.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Kind, ScaleFace } from '../../kinds/kind.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import { badRequest, methodNotAllowed } from '../../machinery/status.ts';
import type { Answer } from '../answer.ts';
import { applyObject } from '../apply.ts';
import type { Backend } from '../backend.ts';
import { fieldValidationOf, readBody, readRequest } from '../body.ts';
import { settled } from '../managed-fields/deferred.ts';
import { patchObject } from '../patch.ts';
import { PATCH_TYPES } from '../patch-types.ts';
import { type ResourceRoute, unknownPath } from '../routes.ts';
import { storedObject } from '../stored.ts';
import { tableOf } from '../table.ts';
import { type UpdateOptions, updateObject } from '../update.ts';
import { optionsFrom } from '../write-options.ts';
import { bindPod } from './binding.ts';
import { evictPod } from './eviction.ts';
import { execIn } from './exec.ts';
import { finalizeNamespace } from './finalize.ts';
import { logOf } from './log.ts';
import { proxyToPod, proxyToService } from './proxy.ts';
import { patchScale, putScale, scaleOf } from './scale.ts';
import { tokenFor } from './token.ts';

/** What is told who comes without asking for a stream. */
export const UPGRADE_REQUIRED = 'Upgrade request required';

type Handler = (backend: Backend, kind: Kind, ref: Ref, request: ApiRequest) => Answer;

const HANDLERS: Readonly<
  Record<string, { readonly serves: (kind: Kind) => boolean; readonly handle: Handler }>
> = {
  status: { serves: (kind) => kind.subresources.includes('status'), handle: partAnswer('status') },
  scale: { serves: (kind) => kind.scale !== undefined, handle: scaleAnswer },
  binding: { serves: (kind) => kind.gracePeriodSeconds !== undefined, handle: bindingAnswer },
  eviction: { serves: (kind) => kind.gracePeriodSeconds !== undefined, handle: evictionAnswer },
  exec: { serves: (kind) => kind.gracePeriodSeconds !== undefined, handle: execAnswer },
  attach: { serves: (kind) => kind.gracePeriodSeconds !== undefined, handle: attachAnswer },
  portforward: { serves: (kind) => kind.gracePeriodSeconds !== undefined, handle: streamAnswer },
  proxy: { serves: (kind) => kind.subresources.includes('proxy'), handle: proxyAnswer },
  log: { serves: (kind) => kind.gracePeriodSeconds !== undefined, handle: logAnswer },
  token: { serves: (kind) => kind.subresources.includes('token'), handle: tokenAnswer },
  finalize: { serves: (kind) => kind.subresources.includes('finalize'), handle: finalizeAnswer },
};

/** Answers `.../name/subresource`; a sub-resource the kind does not have is an unknown path. */
export function answerSubresource(backend: Backend, route: ResourceRoute, request: ApiRequest): Answer {
  const { subresource = '' } = route;
  const handler = HANDLERS[subresource] ?? {
    serves: (kind) => kind.parts?.[subresource] !== undefined,
    handle: partAnswer(subresource),
  };
  if (route.name === undefined || !handler.serves(route.kind)) throw unknownPath();
  return handler.handle(backend, route.kind, { namespace: route.namespace, name: route.name }, request);
}

/** Reads and writes the object by a path that takes a part of it only. */
function partAnswer(subresource: string): Handler {
  return (backend, kind, ref, request) => {
    const options = { ...optionsFrom(request), subresource };
    switch (request.method) {
      case 'GET':
        return { code: 200, body: shown(backend, kind, settled(storedObject(backend, kind, ref)), request) };
      case 'PUT': {
        const { object, warnings } = readRequest(kind, request);
        backend.warnFirst?.(warnings);
        return { code: 200, body: updateObject(backend, kind, ref, object, options) };
      }
      case 'PATCH':
        return patchAnswer(backend, kind, ref, request, options);
      default:
        throw methodNotAllowed(kind, request.method.toLowerCase());
    }
  };
}

function patchAnswer(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  request: ApiRequest,
  options: UpdateOptions,
): Answer {
  const { contentType = '', body, query } = request;
  if (contentType === PATCH_TYPES.apply)
    return { code: 200, body: applyObject(backend, kind, ref, request, options.subresource).object };
  const patch = { contentType, body, validation: fieldValidationOf(query) };
  return { code: 200, body: patchObject(backend, kind, ref, patch, options) };
}

function shown(backend: Backend, kind: Kind, object: KubeObject, request: ApiRequest): unknown {
  if (request.accept !== 'table') return object;
  const { resourceVersion } = object.metadata;
  return tableOf(kind, [object], { resourceVersion }, backend.now(), 'Metadata');
}

function scaleAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  const face = kind.scale as ScaleFace<KubeObject>;
  const options = optionsFrom(request);
  switch (request.method) {
    case 'GET':
      return { code: 200, body: scaleOf(face, storedObject(backend, kind, ref)) };
    case 'PUT':
      return { code: 200, body: putScale(backend, kind, face, ref, request.body, options) };
    case 'PATCH': {
      const { contentType = '', body, query } = request;
      const patch = { contentType, body, force: query['force'] === 'true' };
      return { code: 200, body: patchScale(backend, kind, face, ref, patch, options) };
    }
    default:
      throw methodNotAllowed(kind, request.method.toLowerCase());
  }
}

function bindingAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  if (request.method !== 'POST') throw methodNotAllowed(kind, request.method.toLowerCase());
  return { code: 201, body: bindPod(backend, kind, ref, request.body) };
}

function evictionAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  if (request.method !== 'POST') throw methodNotAllowed(kind, request.method.toLowerCase());
  return { code: 201, body: evictPod(backend, kind, ref, request.body, optionsFrom(request)) };
}

function logAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  if (request.method !== 'GET') throw methodNotAllowed(kind, request.method.toLowerCase());
  return { code: 200, body: logOf(backend, kind, ref, request.query) };
}

function execAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  return toldWhole(backend, kind, ref, request, false);
}

function attachAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  return toldWhole(backend, kind, ref, request, true);
}

/** Over HTTP there is a stream for that (`converse.ts`). */
function toldWhole(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  { method, body }: ApiRequest,
  isAttached: boolean,
): Answer {
  if (method !== 'POST' || body === undefined) throw badRequest(UPGRADE_REQUIRED);
  return { code: 200, body: execIn(backend, kind, ref, body, isAttached) };
}

/** What stands for others leads to one of them. */
function proxyAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  const proxy = kind.gracePeriodSeconds === undefined ? proxyToService : proxyToPod;
  return proxy(backend, kind, ref, request);
}

/** There is a stream for it, and nothing else: this is what is said of whoever may have one. */
function streamAnswer(backend: Backend, kind: Kind, ref: Ref): Answer {
  const { spec, metadata } = storedObject(backend, kind, ref) as Pod;
  if ((spec.nodeName ?? '') === '') throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  throw badRequest(UPGRADE_REQUIRED);
}

function tokenAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  if (request.method !== 'POST') throw methodNotAllowed(kind, request.method.toLowerCase());
  return { code: 201, body: tokenFor(backend, kind, ref, request.body) };
}

function finalizeAnswer(backend: Backend, kind: Kind, ref: Ref, request: ApiRequest): Answer {
  if (request.method !== 'PUT') throw methodNotAllowed(kind, request.method.toLowerCase());
  const { object } = readBody(kind, request.body, 'Ignore');
  return { code: 200, body: settled(finalizeNamespace(backend, kind, ref, object)) };
}
