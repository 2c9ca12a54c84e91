import type { Kind } from '../kinds/kind.ts';
import { decodeStruct } from '../kinds/schema/decode.ts';
import { after, type Instant, instantOf, seconds, timeOf } from '../machinery/instant.ts';
import {
  isTerminating,
  type KubeObject,
  type ObjectMeta,
  type Ref,
  refOf,
  type Uid,
} from '../machinery/object-meta.ts';
import { badRequest, conflict, failure } from '../machinery/status.ts';
import { admit, type Backend } from './backend.ts';
import { keyOf } from './registry.ts';
import { commit, storedObject } from './stored.ts';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteRequest {
  readonly graceSeconds?: number | undefined;
  readonly propagation?: Propagation | undefined;
  readonly uid?: Uid | string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface Deletion {
  readonly object: KubeObject;
  /** False while finalizers or a grace period keep the object. */
  readonly gone: boolean;
}

const FINALIZER: Readonly<Record<Propagation, string | undefined>> = {
  Background: undefined,
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
};

/** DELETE of one object: gone at once, or marked and kept until its grace period and its finalizers are over (G-1, G-2). */
export function deleteObject(backend: Backend, kind: Kind, ref: Ref, request: DeleteRequest = {}): Deletion {
  const before = storedObject(backend, kind, ref);
  checkPreconditions(kind, before, request);
  admit({ operation: 'delete', kind, object: before, before, dryRun: request.dryRun ?? false }, backend);
  const finalizers = finalizersFor(kind, before.metadata, request);
  const graceSeconds = graceFor(kind, before, request);
  const held = finalizers.length > 0 || (kind.heldBy?.(before) ?? []).length > 0;
  if (!held && graceSeconds === 0) {
    return { object: request.dryRun ? before : removeObject(backend, kind, before), gone: true };
  }
  const marked = markDeleted(backend, kind, before, finalizers, graceSeconds);
  if (marked === before || request.dryRun) return { object: marked, gone: false };
  const key = keyOf(kind, ref.namespace, ref.name);
  commit(backend, kind, ref.name, { key, value: marked, expects: 'any' });
  return { object: backend.store.get(key)?.value ?? marked, gone: false };
}

/** Takes the object out of the store, whatever held it. */
export function removeObject(backend: Backend, kind: Kind, object: KubeObject): KubeObject {
  const { namespace, name } = refOf(object);
  commit(backend, kind, name, { key: keyOf(kind, namespace, name), value: undefined, expects: 'any' });
  return object;
}

function checkPreconditions(
  kind: Kind,
  { metadata }: KubeObject,
  { uid, resourceVersion }: DeleteRequest,
): void {
  if (uid && uid !== metadata.uid) {
    throw conflict(
      kind,
      metadata.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
    );
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`;
    throw conflict(kind, metadata.name, why);
  }
}

/** deletionFinalizersForGarbageCollection: the request decides, then what is on the object, then the kind's default. */
function finalizersFor(kind: Kind, metadata: ObjectMeta, { propagation }: DeleteRequest): readonly string[] {
  const present = metadata.finalizers ?? [];
  if (propagation === undefined) {
    if (present.includes('orphan') || present.includes('foregroundDeletion')) return present;
    return kind.propagation === 'Orphan' ? [...present, 'orphan'] : present;
  }
  const rest = present.filter((name) => name !== 'orphan' && name !== 'foregroundDeletion');
  const wanted = FINALIZER[propagation];
  return wanted === undefined ? rest : [...rest, wanted];
}

/** A negative period means a second. What is on its way out already keeps its own unless the request leaves it less (K-70). */
function graceFor(kind: Kind, object: KubeObject, { graceSeconds }: DeleteRequest): number {
  const requested = graceSeconds !== undefined && graceSeconds < 0 ? 1 : graceSeconds;
  if (!isTerminating(object)) return kind.gracePeriodSeconds?.(object, requested) ?? 0;
  const own = object.metadata.deletionGracePeriodSeconds ?? 0;
  return Math.min(own, requested ?? own);
}

function markDeleted(
  backend: Backend,
  kind: Kind,
  before: KubeObject,
  finalizers: readonly string[],
  graceSeconds: number,
): KubeObject {
  const { finalizers: _, ...rest } = before.metadata;
  const kept = finalizers.length === 0 ? rest : { ...rest, finalizers };
  if (isTerminating(before)) return shortened(before, kept, graceSeconds, backend.now());
  const metadata: ObjectMeta = {
    ...kept,
    deletionTimestamp: timeOf(after(backend.now(), seconds(graceSeconds))),
    deletionGracePeriodSeconds: graceSeconds,
    ...(kept.generation === undefined ? {} : { generation: kept.generation + 1 }),
  };
  const marked = { ...before, metadata };
  return kind.whenDeleted?.(marked) ?? marked;
}

/** A second DELETE may only shorten the grace period; one that would be over by now leaves a second more. */
function shortened(before: KubeObject, kept: ObjectMeta, graceSeconds: number, now: Instant): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = before.metadata;
  const sameFinalizers = (kept.finalizers?.length ?? 0) === (before.metadata.finalizers?.length ?? 0);
  if (graceSeconds >= deletionGracePeriodSeconds || deletionTimestamp === undefined) {
    return sameFinalizers ? before : { ...before, metadata: kept };
  }
  const due = after(instantOf(deletionTimestamp), seconds(graceSeconds - deletionGracePeriodSeconds));
  const metadata: ObjectMeta = {
    ...kept,
    deletionTimestamp: timeOf(due < now ? now : due),
    deletionGracePeriodSeconds: due < now ? Math.min(graceSeconds, 1) : graceSeconds,
  };
  return { ...before, metadata };
}

/** Reads DeleteOptions from the body and the query, as the server does. */
export function deleteRequestFrom(body: unknown, query: Readonly<Record<string, string>>): DeleteRequest {
  const options = decodeStruct('meta/v1.DeleteOptions', body ?? {}, (text) => {
    throw badRequest(text);
  }) as Readonly<Record<string, unknown>>;
  const preconditions = (options['preconditions'] ?? {}) as Readonly<Record<string, string>>;
  const grace = options['gracePeriodSeconds'] ?? query['gracePeriodSeconds'];
  const propagation = (options['propagationPolicy'] ?? query['propagationPolicy']) as Propagation | undefined;
  const orphan = options['orphanDependents'] ?? query['orphanDependents'];
  if (propagation !== undefined && orphan !== undefined && orphan !== null) {
    throw failure(
      422,
      'Invalid',
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: ' +
        `"${propagation}": orphanDependents and deletionPropagation cannot be both set`,
    );
  }
  if (propagation !== undefined && !(propagation in FINALIZER)) {
    throw failure(
      422,
      'Invalid',
      `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "${propagation}": ` +
        'supported values: "Background", "Foreground", "Orphan", "nil"',
    );
  }
  const dryRun = options['dryRun'] ?? query['dryRun'];
  return {
    graceSeconds: grace === undefined || grace === null ? undefined : Number(grace),
    propagation: propagation ?? (orphan === true || orphan === 'true' ? 'Orphan' : undefined),
    uid: preconditions['uid'],
    resourceVersion: preconditions['resourceVersion'],
    dryRun: dryRun !== undefined && dryRun !== null && String(dryRun) !== '',
  };
}
