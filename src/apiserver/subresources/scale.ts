import type { Kind, ScaleFace } from '../../kinds/kind.ts';
import { decode } from '../../kinds/schema/decode.ts';
import { invalid } from '../../machinery/field-path.ts';
import { type KubeObject, type Ref, refOf } from '../../machinery/object-meta.ts';
import { applyJsonPatch } from '../../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../machinery/patch/merge-patch.ts';
import { invalidObject } from '../../machinery/status.ts';
import type { Backend } from '../backend.ts';
import { mergeApplied } from '../managed-fields/apply.ts';
import { settled } from '../managed-fields/deferred.ts';
import type { Entries, Tracked } from '../managed-fields/entries.ts';
import { entriesAfterScale, entriesOfScale } from '../managed-fields/scale.ts';
import { ownedByWriter, withEntries } from '../managed-fields/update.ts';
import { PATCH_TYPES } from '../patch-types.ts';
import { storedObject } from '../stored.ts';
import { type UpdateOptions, updateObject } from '../update.ts';

/** autoscaling/v1 Scale of an object. */
export interface Scale extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

export function scaleOf<T extends KubeObject>(face: ScaleFace<T>, object: T): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = face.replicas(object);
  const selector = face.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: face.statusReplicas(object), ...(selector === '' ? {} : { selector }) },
  };
}

/** What a Scale is, as far as it matters who owns what of it. */
const SCALE: Tracked = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  schema: 'autoscaling/v1.Scale',
  subresources: [],
};

/** How an object's Scale is asked to be. */
interface Wanted {
  readonly scale: Scale;
  /** Who then owns what of the Scale; not there where nobody is written down. */
  readonly entries: Entries | undefined;
}

/** PUT of a Scale: only spec.replicas counts; a given resourceVersion must be the stored one. */
export function putScale(
  backend: Backend,
  kind: Kind,
  face: ScaleFace<KubeObject>,
  ref: Ref,
  body: unknown,
  options: UpdateOptions,
): Scale {
  const before = settled(storedObject(backend, kind, ref));
  return store(backend, kind, face, before, updated(backend, face, before, body, options), options);
}

/** PATCH of a Scale (kubectl scale sends a merge patch). */
export function patchScale(
  backend: Backend,
  kind: Kind,
  face: ScaleFace<KubeObject>,
  ref: Ref,
  patch: { readonly contentType: string; readonly body: unknown; readonly force: boolean },
  options: UpdateOptions,
): Scale {
  const before = settled(storedObject(backend, kind, ref));
  const { contentType, body, force } = patch;
  if (contentType === PATCH_TYPES.apply) {
    const write = { manager: options.manager ?? '', subresource: 'scale', now: backend.now() };
    const { object, entries } = mergeApplied(SCALE, trackedScale(face, before), {
      ...write,
      config: body,
      force,
    });
    return store(backend, kind, face, before, { scale: decoded(object), entries }, options);
  }
  const scale = scaleOf(face, before);
  const patched =
    contentType === PATCH_TYPES.json ? applyJsonPatch(scale, body) : applyMergePatch(scale, body);
  return store(backend, kind, face, before, updated(backend, face, before, patched, options), options);
}

/** The Scale of an object, with the owners of its replicas. */
function trackedScale(face: ScaleFace<KubeObject>, object: KubeObject): Scale {
  const scale = scaleOf(face, object);
  return withEntries(scale, entriesOfScale(object.metadata.managedFields ?? [])) as Scale;
}

function updated(
  backend: Backend,
  face: ScaleFace<KubeObject>,
  before: KubeObject,
  body: unknown,
  { manager }: UpdateOptions,
): Wanted {
  const scale = decoded(body);
  if (manager === undefined) return { scale, entries: undefined };
  const live = trackedScale(face, before);
  const owned = ownedByWriter(SCALE, scale, live, { manager, subresource: 'scale' }, backend.now());
  return { scale, entries: owned.metadata.managedFields ?? [] };
}

function store(
  backend: Backend,
  kind: Kind,
  face: ScaleFace<KubeObject>,
  before: KubeObject,
  { scale, entries }: Wanted,
  { dryRun = false }: UpdateOptions,
): Scale {
  const { resourceVersion } = scale.metadata;
  const replicas = scale.spec?.replicas ?? 0;
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, before.metadata.name, [error]);
  }
  const next = face.withReplicas(before, replicas);
  const wanted = {
    ...next,
    metadata: { ...next.metadata, resourceVersion: resourceVersion || before.metadata.resourceVersion },
  };
  const owners = entries && entriesAfterScale(kind, before.metadata.managedFields ?? [], entries);
  const options = { dryRun, ...(owners === undefined ? {} : { entries: owners }) };
  return scaleOf(face, updateObject(backend, kind, refOf(before), wanted, options));
}

function decoded(body: unknown): Scale {
  const { object } = decode(SCALE.schema, body, { apiVersion: 'autoscaling/v1', kind: 'Scale' });
  return { ...object, metadata: object.metadata ?? {} } as Scale;
}
