import type { Kind } from '../kinds/kind.ts';
import { invalidShown } from '../machinery/field-path.ts';
import { timeOf } from '../machinery/instant.ts';
import type { KubeObject, ObjectMeta, Ref } from '../machinery/object-meta.ts';
import { badRequest, conflict, invalidObject } from '../machinery/status.ts';
import type { Revision } from '../store/store.ts';
import { type AdmissionRequest, admit, type Backend, type WriteOptions } from './backend.ts';
import { removeObject } from './delete.ts';
import { type Deferred, defer, deferredFor, settled } from './managed-fields/deferred.ts';
import { isSameButForTimes, ownedByWriter } from './managed-fields/update.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta-validation.ts';
import { keyOf } from './registry.ts';
import { commit, MODIFIED, storedObject } from './stored.ts';

export interface UpdateOptions extends WriteOptions {
  readonly subresource?: string;
  /** The body is the stored object with a patch applied: its uid is no precondition but a change like any other. */
  readonly patched?: boolean;
}

/** Replaces an object, or its status, by one that has been decoded and defaulted. Writes nothing when nothing changes. */
export function updateObject(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  body: KubeObject,
  options: UpdateOptions = {},
): KubeObject {
  checkAddress(kind, ref, body);
  const stored = storedObject(backend, kind, ref);
  const before = options.trusted ? stored : settled(stored);
  checkPreconditions(kind, body, before, options);
  const part = kind.parts?.[options.subresource ?? ''];
  const sent = part?.prepare(body, before, timeOf(backend.now())) ?? body;
  const written = options.trusted ? sent : (kind.asWritten?.(sent, before) ?? sent);
  const kept = withKeptMeta(written, before);
  const write = deferredFor(kind, kept, before, options, backend.now());
  const merged = write === undefined ? ownedByWriter(kind, kept, before, options, backend.now()) : kept;
  const prepared = prepare(kind, merged, before, options);
  const { subresource, dryRun = false } = options;
  const requestFor = (object: KubeObject): AdmissionRequest => ({
    operation: 'update',
    kind,
    object,
    before,
    subresource,
    dryRun,
  });
  const admitted = admit(requestFor(prepared), backend);
  const next = withGeneration(kind, admitted, before, options);
  const errors = faultsOf(kind, next, before, options);
  if (errors.length > 0) throw invalidObject(kind, ref.name, errors);
  admit(requestFor(next), backend, 'validating');
  if (isSameButForTimes(next, before)) return before;
  return store(backend, kind, foreseen(next, write, backend.store.revision()), before, options);
}

function checkAddress(kind: Kind, { namespace, name }: Ref, { metadata }: KubeObject): void {
  if (metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  if (kind.scope === 'Namespaced' && metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

function checkPreconditions(kind: Kind, body: KubeObject, before: KubeObject, options: UpdateOptions): void {
  const { uid, resourceVersion } = body.metadata;
  if (
    kind.unconditionalUpdate === false &&
    (resourceVersion || '0') === '0' &&
    !options.patched &&
    !options.trusted
  ) {
    const fault = invalidShown('metadata.resourceVersion', '0x0', 'must be specified for an update');
    throw invalidObject({ group: kind.group, kind: kind.plural }, body.metadata.name, [fault]);
  }
  if (uid && uid !== before.metadata.uid && !options.patched) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
    throw conflict(kind, body.metadata.name, why);
  }
  // Version 0 is any version, as none is.
  if (resourceVersion && resourceVersion !== '0' && resourceVersion !== before.metadata.resourceVersion)
    throw conflict(kind, body.metadata.name, MODIFIED);
}

/** What the server owns is taken from the stored object, whatever the body says. */
function withKeptMeta(body: KubeObject, { metadata: before }: KubeObject): KubeObject {
  // Controllers and kubelets hand back the very metadata they read: nothing to restore.
  if (body.metadata === before) return body;
  const { deletionTimestamp: _, deletionGracePeriodSeconds: __, generation: ___, ...rest } = body.metadata;
  const metadata: ObjectMeta = {
    ...rest,
    uid: rest.uid ?? before.uid,
    resourceVersion: before.resourceVersion,
    creationTimestamp: rest.creationTimestamp ?? before.creationTimestamp,
    ...(before.namespace === undefined ? {} : { namespace: before.namespace }),
    ...(before.generation === undefined ? {} : { generation: before.generation }),
    ...(before.deletionTimestamp === undefined ? {} : { deletionTimestamp: before.deletionTimestamp }),
    ...(before.deletionGracePeriodSeconds === undefined
      ? {}
      : { deletionGracePeriodSeconds: before.deletionGracePeriodSeconds }),
    ...(rest.managedFields === undefined && before.managedFields !== undefined
      ? { managedFields: before.managedFields }
      : {}),
  };
  return { ...body, metadata };
}

function prepare(kind: Kind, object: KubeObject, before: KubeObject, options: UpdateOptions): KubeObject {
  if (kind.parts?.[options.subresource ?? ''] !== undefined) return object;
  return options.subresource === 'status'
    ? kind.prepareForStatusUpdate(object, before)
    : kind.prepareForUpdate(object, before);
}

function withGeneration(
  kind: Kind,
  object: KubeObject,
  before: KubeObject,
  options: UpdateOptions,
): KubeObject {
  if (kind.raisesGeneration === undefined || options.subresource === 'status') return object;
  if (!kind.raisesGeneration(object, before)) return object;
  return { ...object, metadata: { ...object.metadata, generation: (before.metadata.generation ?? 0) + 1 } };
}

function faultsOf(kind: Kind, object: KubeObject, before: KubeObject, options: UpdateOptions) {
  const meta =
    object.metadata === before.metadata ? [] : validateObjectMetaUpdate(object.metadata, before.metadata);
  if (options.subresource === 'status') {
    // Our own components write a status with each step of a pod: what they may write is checked by their tests.
    return options.trusted ? meta : [...meta, ...kind.validateStatusUpdate(object, before)];
  }
  const part = kind.parts?.[options.subresource ?? ''];
  if (part !== undefined) return [...meta, ...part.validate(object, before)];
  if (options.trusted) return [...meta, ...kind.validateUpdate(object, before)];
  return [
    ...meta,
    ...validateObjectMeta(kind, object.metadata, { trusted: true }),
    ...kind.validateUpdate(object, before),
  ];
}

/** As the store is going to write it: it need not copy the object once more. */
function foreseen(object: KubeObject, write: Deferred | undefined, revision: Revision): KubeObject {
  if (write === undefined) return object;
  const metadata = { ...object.metadata, resourceVersion: String(revision + 1) };
  defer(metadata, write);
  return { ...object, metadata };
}

function store(
  backend: Backend,
  kind: Kind,
  object: KubeObject,
  before: KubeObject,
  options: UpdateOptions,
): KubeObject {
  const { name, namespace } = object.metadata;
  if (options.dryRun) return object;
  if (isReleased(kind, object)) return removeObject(backend, kind, object);
  const key = keyOf(kind, namespace ?? '', name);
  commit(backend, kind, name, {
    key,
    value: object,
    expects: Number(before.metadata.resourceVersion) as Revision,
  });
  return backend.store.get(key)?.value ?? object;
}

/** A deleted object goes as soon as nothing holds it: no finalizer, no grace period left (ShouldDeleteDuringUpdate). */
function isReleased(kind: Kind, { metadata, ...rest }: KubeObject): boolean {
  if (metadata.deletionTimestamp === undefined || (metadata.finalizers?.length ?? 0) > 0) return false;
  if ((metadata.deletionGracePeriodSeconds ?? 0) > 0) return false;
  return (kind.heldBy?.({ metadata, ...rest }) ?? []).length === 0;
}
