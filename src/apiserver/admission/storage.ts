import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { classOf } from '../../kinds/core/persistentvolumeclaim/conditions.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { requestedStorage } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import type { Kind } from '../../kinds/kind.ts';
import { defaultClassOf } from '../../kinds/storage/storageclass/conditions.ts';
import { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { compareQuantity } from '../../machinery/quantity.ts';
import { forbiddenRequest } from '../../machinery/status.ts';
import type { Admission, Backend } from '../backend.ts';
import { keyOf, prefixOf } from '../registry.ts';

const is = (kind: Kind, other: { readonly group: string; readonly plural: string }): boolean =>
  kind.plural === other.plural && kind.group === other.group;

/** A claim that names no class gets the default one: of several, the newest. */
export const defaultStorageClass: Admission = {
  name: 'DefaultStorageClass',
  concerns: (kind) => is(kind, PersistentVolumeClaim),
  handles: ['create'],
  admit: ({ object }, backend) => {
    const claim = object as PersistentVolumeClaim;
    if (classOf(claim) !== undefined) return object;
    const found = defaultClass(backend);
    if (found === undefined) return object;
    return {
      ...claim,
      spec: { ...claim.spec, storageClassName: found.metadata.name },
    } as PersistentVolumeClaim;
  },
};

function defaultClass({ store }: Backend): StorageClass | undefined {
  return defaultClassOf(store.list(prefixOf(StorageClass)).map(({ value }) => value as StorageClass));
}

const PROTECTION: readonly {
  readonly kind: { readonly group: string; readonly plural: string };
  readonly finalizer: string;
}[] = [
  { kind: PersistentVolumeClaim, finalizer: 'kubernetes.io/pvc-protection' },
  { kind: PersistentVolume, finalizer: 'kubernetes.io/pv-protection' },
];

/** Claims and volumes in use outlive their DELETE. */
export const storageProtection: Admission = {
  name: 'StorageObjectInUseProtection',
  concerns: (kind) => PROTECTION.some((row) => is(kind, row.kind)),
  handles: ['create'],
  admit: ({ kind, object }) => {
    const finalizer = PROTECTION.find((row) => is(kind, row.kind))?.finalizer ?? '';
    const finalizers = object.metadata.finalizers ?? [];
    if (finalizers.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
  },
};

/** A claim grows only where its class says so (PersistentVolumeClaimResize). */
export const claimResize: Admission = {
  name: 'PersistentVolumeClaimResize',
  stage: 'validating',
  concerns: (kind) => is(kind, PersistentVolumeClaim),
  handles: ['update'],
  admit: ({ object, before, subresource }, backend) => {
    if (before === undefined || subresource !== undefined) return object;
    const claim = object as PersistentVolumeClaim;
    const old = before as PersistentVolumeClaim;
    if (compareQuantity(requestedStorage(claim), requestedStorage(old)) <= 0) return object;
    const why =
      old.status?.phase === 'Bound'
        ? 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize'
        : 'Only bound persistent volume claims can be expanded';
    if (old.status?.phase === 'Bound' && mayGrow(claim, old, backend)) return object;
    throw forbiddenRequest(PersistentVolumeClaim, claim.metadata.name, why);
  },
};

function mayGrow(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, backend: Backend): boolean {
  const name = classOf(claim);
  if (!name || name !== classOf(old)) return false;
  const found = backend.store.get(keyOf(StorageClass, '', name))?.value as StorageClass | undefined;
  return found?.allowVolumeExpansion === true;
}
