import type { ApiRequest } from '../client/transport.ts';
import type { Kind } from '../kinds/kind.ts';
import type { KubeObject, Ref } from '../machinery/object-meta.ts';
import { badRequest, conflict, notFound } from '../machinery/status.ts';
import type { Backend } from './backend.ts';
import { readBody } from './body.ts';
import { createObject } from './create.ts';
import { shownAs } from './faces.ts';
import { mergeApplied } from './managed-fields/apply.ts';
import { settled } from './managed-fields/deferred.ts';
import { keyOf } from './registry.ts';
import { updateObject } from './update.ts';
import { optionsFrom } from './write-options.ts';

/** What an apply made of the object, or whether it made it. */
export interface AppliedObject {
  readonly object: KubeObject;
  readonly created: boolean;
}

/** PATCH with an apply configuration: the server merges, by who owns which field; what is not there is created. */
export function applyObject(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  request: ApiRequest,
  subresource?: string,
): AppliedObject {
  const live = backend.store.get(keyOf(kind, ref.namespace, ref.name))?.value;
  if (live === undefined && subresource !== undefined) throw notFound(kind, ref.name);
  const { dryRun, manager } = optionsFrom(request);
  const application = {
    config: request.body,
    manager,
    subresource,
    force: request.query['force'] === 'true',
    now: backend.now(),
  };
  const { object: merged, entries } = mergeApplied(kind, live && shownAs(kind, settled(live)), application);
  // What merging made is decoded as any body is; what the schema does not know was refused before.
  const { object } = readBody(kind, merged, 'Ignore');
  checkAddress(kind, ref, object);
  const options = { dryRun, entries };
  if (live === undefined) {
    refuseUid(kind, object);
    return { object: createObject(backend, kind, object, ref.namespace, options), created: true };
  }
  const way = { ...options, patched: true, ...(subresource === undefined ? {} : { subresource }) };
  return { object: updateObject(backend, kind, ref, object, way), created: false };
}

function checkAddress(kind: Kind, { namespace, name }: Ref, { metadata }: KubeObject): void {
  if (kind.scope === 'Namespaced' && metadata.namespace && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (!metadata.name)
    throw badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  if (metadata.name !== name)
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
}

/** A configuration with a uid is about an object that was there: another one is not made in its place. */
function refuseUid(kind: Kind, { metadata: { uid, name } }: KubeObject): void {
  if (!uid) return;
  const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
  throw conflict(kind, name, why);
}
