import type { Context } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import type { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { isAlreadyExists } from '../../machinery/status.ts';
import { BOUND_BY_CONTROLLER } from './binding.ts';

/** The provisioner a new cluster has: a folder on the node, as kube-controller-manager's own. */
export const HOST_PATH = 'kubernetes.io/host-path';
/** Holds a dynamically provisioned volume until its bytes are gone (V-15). */
export const PROVISIONED_FINALIZER = 'kubernetes.io/pv-controller';
const PROVISIONERS = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
] as const;

/** Makes the volume of a claim, already pointing at it: the next look binds the two. */
export function provision(claim: PersistentVolumeClaim, storageClass: StorageClass, context: Context): void {
  const annotated = withProvisioner(claim, storageClass.provisioner, context);
  if (storageClass.provisioner !== HOST_PATH) {
    waitForProvisioner(annotated, storageClass.provisioner, context);
    return;
  }
  const name = `pvc-${claim.metadata.uid}`;
  try {
    context.client.create(PersistentVolume, volumeFor(annotated, storageClass, name));
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
  context.event(
    annotated,
    'Normal',
    'ProvisioningSucceeded',
    `Successfully provisioned volume ${name} using ${HOST_PATH}`,
  );
}

function withProvisioner(
  claim: PersistentVolumeClaim,
  provisioner: string,
  { client }: Context,
): PersistentVolumeClaim {
  if (PROVISIONERS.every((key) => claim.metadata.annotations?.[key] === provisioner)) return claim;
  const annotations = {
    ...claim.metadata.annotations,
    ...Object.fromEntries(PROVISIONERS.map((key) => [key, provisioner])),
  };
  return client.update(PersistentVolumeClaim, { ...claim, metadata: { ...claim.metadata, annotations } });
}

function waitForProvisioner(claim: PersistentVolumeClaim, provisioner: string, context: Context): void {
  if (provisioner.startsWith('kubernetes.io/')) {
    context.event(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`);
    return;
  }
  context.event(
    claim,
    'Normal',
    'ExternalProvisioning',
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
  );
}

function volumeFor(claim: PersistentVolumeClaim, storageClass: StorageClass, name: string) {
  const { uid, namespace = '', resourceVersion } = claim.metadata;
  const storage = claim.spec.resources?.requests?.['storage'] ?? '0';
  return {
    metadata: {
      name,
      annotations: {
        'kubernetes.io/createdby': 'hostpath-dynamic-provisioner',
        [BOUND_BY_CONTROLLER]: 'yes',
        'pv.kubernetes.io/provisioned-by': HOST_PATH,
      },
      finalizers: [PROVISIONED_FINALIZER],
    },
    spec: {
      accessModes: claim.spec.accessModes ?? [],
      capacity: { storage },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: claim.metadata.name,
        namespace,
        resourceVersion,
        uid,
      },
      hostPath: { path: `/tmp/hostpath_pv/${uid}`, type: '' },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
      storageClassName: storageClass.metadata.name,
      ...(storageClass.mountOptions === undefined ? {} : { mountOptions: storageClass.mountOptions }),
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  } as const;
}
