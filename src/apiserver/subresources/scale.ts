import type { Kind, ScaleFace } from '../../kinds/kind.ts';
import { decode } from '../../kinds/schema/decode.ts';
import { invalid } from '../../machinery/field-path.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import { applyJsonPatch } from '../../machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../machinery/patch/merge-patch.ts';
import { invalidObject } from '../../machinery/status.ts';
import type { Backend } from '../backend.ts';
import { PATCH_TYPES } from '../patch.ts';
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

/** PUT of a Scale: only spec.replicas counts; a given resourceVersion must be the stored one. */
export function putScale(
  backend: Backend,
  kind: Kind,
  face: ScaleFace<KubeObject>,
  ref: Ref,
  body: unknown,
  options: UpdateOptions,
): Scale {
  const { replicas, resourceVersion } = wanted(body);
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, ref.name, [error]);
  }
  const before = storedObject(backend, kind, ref);
  const next = face.withReplicas(before, replicas);
  const versioned = {
    ...next,
    metadata: { ...next.metadata, resourceVersion: resourceVersion ?? before.metadata.resourceVersion },
  };
  return scaleOf(face, updateObject(backend, kind, ref, versioned, options));
}

/** PATCH of a Scale (kubectl scale sends a merge patch). */
export function patchScale(
  backend: Backend,
  kind: Kind,
  face: ScaleFace<KubeObject>,
  ref: Ref,
  patch: { readonly contentType: string; readonly body: unknown },
  options: UpdateOptions,
): Scale {
  const before = scaleOf(face, storedObject(backend, kind, ref));
  const next =
    patch.contentType === PATCH_TYPES.json
      ? applyJsonPatch(before, patch.body)
      : applyMergePatch(before, patch.body);
  return putScale(backend, kind, face, ref, next, options);
}

function wanted(body: unknown): { readonly replicas: number; readonly resourceVersion: string | undefined } {
  const { object } = decode('autoscaling/v1.Scale', body, { apiVersion: 'autoscaling/v1', kind: 'Scale' });
  const { metadata, spec } = object as Partial<Scale>;
  return { replicas: spec?.replicas ?? 0, resourceVersion: metadata?.resourceVersion || undefined };
}
