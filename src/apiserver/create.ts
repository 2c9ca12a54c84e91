import type { Kind } from '../kinds/kind.ts';
import { timeOf } from '../machinery/instant.ts';
import type { Writable } from '../machinery/json.ts';
import { generatedName } from '../machinery/names.ts';
import type { KubeObject, ObjectMeta, Uid } from '../machinery/object-meta.ts';
import { alreadyExists, badRequest, failure, invalidObject } from '../machinery/status.ts';
import type { Rng } from '../simulation/rng.ts';
import { admit, type Backend, type WriteOptions } from './backend.ts';
import { type Deferred, defer, deferredFor } from './managed-fields/deferred.ts';
import { ownedByCreator } from './managed-fields/update.ts';
import { validateObjectMeta } from './object-meta-validation.ts';
import { keyOf } from './registry.ts';
import { commit } from './stored.ts';

/** Upstream's registry retries a generated name that is taken this often. */
const NAME_ATTEMPTS = 8;

/** Creates an object that has been decoded and defaulted. `namespace` is the one of the request's path. */
export function createObject(
  backend: Backend,
  kind: Kind,
  body: KubeObject,
  namespace: string,
  options: WriteOptions = {},
): KubeObject {
  const sent = inNamespace(kind, body, namespace);
  const write = deferredFor(kind, sent, undefined, options, backend.now());
  const placed = write === undefined ? ownedByCreator(kind, sent, options, backend.now()) : sent;
  const dryRun = options.dryRun ?? false;
  const admitted = admit({ operation: 'create', kind, object: placed, dryRun }, backend);
  const prepared = kind.prepareForCreate(withCreatedMeta(backend, kind, admitted, dryRun, write));
  if (admitted.metadata.resourceVersion) {
    throw failure(500, '', 'resourceVersion should not be set on objects to be created');
  }
  const errors = [...validateObjectMeta(kind, prepared.metadata, options), ...kind.validate(prepared)];
  if (errors.length > 0) throw invalidObject(kind, prepared.metadata.name ?? '', errors);
  admit({ operation: 'create', kind, object: prepared, dryRun }, backend, 'validating');
  return insert(backend, kind, prepared, options);
}

function inNamespace(kind: Kind, body: KubeObject, namespace: string): KubeObject {
  if (kind.scope === 'Cluster') {
    if (!body.metadata.namespace) return body;
    const { namespace: _, ...metadata } = body.metadata;
    return { ...body, metadata };
  }
  if (body.metadata.namespace === namespace) return body;
  if (body.metadata.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...body, metadata: { ...body.metadata, namespace } };
}

function withCreatedMeta(
  backend: Backend,
  kind: Kind,
  object: KubeObject,
  dryRun: boolean,
  write: Deferred | undefined,
): KubeObject {
  const given = withoutDeletion(object.metadata);
  const chance = backend.rng.fork(
    `object ${backend.store.revision()} ${kind.plural} ${given.namespace ?? ''} ${given.name ?? given.generateName}`,
  );
  const name = nameFor(backend, kind, given, chance);
  const uid = uidFrom(chance);
  const creationTimestamp = timeOf(backend.now());
  const made: Writable<Partial<ObjectMeta>> = { name, uid, creationTimestamp };
  if (kind.raisesGeneration !== undefined) made.generation = 1;
  // What the store is going to write: it need not copy the object for that.
  if (!dryRun) made.resourceVersion = String(backend.store.revision() + 1);
  if (write !== undefined) defer(made, write);
  // On the way of every create: fields that are new beside spread ones cost the engine ten times as much.
  return { ...object, metadata: Object.assign({}, given, made) };
}

function withoutDeletion(metadata: ObjectMeta): ObjectMeta {
  if (metadata.deletionTimestamp === undefined && metadata.deletionGracePeriodSeconds === undefined)
    return metadata;
  const { deletionTimestamp: _, deletionGracePeriodSeconds: __, ...rest } = metadata;
  return rest;
}

function nameFor(backend: Backend, kind: Kind, metadata: Partial<ObjectMeta>, chance: Rng): string {
  if (metadata.name || !metadata.generateName) return metadata.name ?? '';
  let name = '';
  for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
    name = generatedName(metadata.generateName, chance);
    if (backend.store.get(keyOf(kind, metadata.namespace ?? '', name)) === undefined) return name;
  }
  return name;
}

/** A version 4 UUID. */
export function uidFrom(chance: Rng): Uid {
  const hex = chance.hex(31);
  const variant = '89ab'[chance.integer(4)] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}` as Uid;
}

function insert(backend: Backend, kind: Kind, object: KubeObject, options: WriteOptions): KubeObject {
  const { name, namespace } = object.metadata;
  const key = keyOf(kind, namespace ?? '', name);
  if (options.dryRun) {
    if (backend.store.get(key) !== undefined) throw alreadyExists(kind, name);
    return object;
  }
  commit(backend, kind, name, { key, value: object, expects: 'absent' });
  return backend.store.get(key)?.value ?? object;
}
