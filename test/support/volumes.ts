import { PersistentVolume } from '../../src/kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../src/kinds/core/persistentvolumeclaim/kind.ts';
import type { PodSpec } from '../../src/kinds/core/pod/types.ts';
import { erased } from '../../src/kinds/kind.ts';
import { CSIDriver } from '../../src/kinds/storage/csidriver/kind.ts';
import { StorageClass } from '../../src/kinds/storage/storageclass/kind.ts';
import { type Made, pod } from './whole-cluster.ts';

export const DRIVER = 'disk.example.com';

/** A volume of no class, of the size and with the modes (`RWO ROX`). */
export const volume = (name: string, storage: string, modes = 'RWO', spec: object = {}): Made => ({
  kind: erased(PersistentVolume),
  metadata: { name },
  ...({
    spec: {
      capacity: { storage },
      accessModes: modesOf(modes),
      hostPath: { path: `/mnt/${name}` },
      ...spec,
    },
  } as object),
});

/** A claim of no class; `storageClassName: undefined` leaves that open. */
export const claim = (name: string, storage: string, spec: object = {}, modes = 'RWO'): Made => ({
  kind: erased(PersistentVolumeClaim),
  metadata: { namespace: 'default', name },
  ...({
    spec: {
      accessModes: modesOf(modes),
      storageClassName: '',
      resources: { requests: { storage } },
      ...spec,
    },
  } as object),
});

const MODES: Readonly<Record<string, string>> = {
  RWO: 'ReadWriteOnce',
  ROX: 'ReadOnlyMany',
  RWX: 'ReadWriteMany',
  RWOP: 'ReadWriteOncePod',
};
const modesOf = (text: string): readonly string[] => text.split(' ').map((short) => MODES[short] ?? short);

/** A class of volumes that the driver makes; with `wait` they are made for a node. */
export const storageClass = (name: string, rest: object = {}): Made => ({
  kind: erased(StorageClass),
  metadata: { name },
  ...({ provisioner: DRIVER, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', ...rest } as object),
});

export const driver = (spec: object = {}, name = DRIVER): Made => ({
  kind: erased(CSIDriver),
  metadata: { name },
  ...({ spec } as object),
});

/** A pod that mounts the claim at /data. */
export const podWith = (name: string, claimName: string, spec: Partial<PodSpec> = {}): Made =>
  pod(name, using(name, claimName, spec));

export const using = (name: string, claimName: string, spec: Partial<PodSpec> = {}): Partial<PodSpec> => ({
  containers: [{ name, image: 'nginx:1.27', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
  ...spec,
});
