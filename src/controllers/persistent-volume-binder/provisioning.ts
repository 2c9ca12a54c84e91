import type { Context } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import {
  BOUND_BY_CONTROLLER,
  PROVISIONED_BY,
  PROVISIONERS,
  SELECTED_NODE,
} from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { driverOf } from '../../kinds/storage/storageclass/driver.ts';
import type { StorageClass } from '../../kinds/storage/storageclass/kind.ts';

/** The provisioner a new cluster has: a folder on the node, as kube-controller-manager's own. */
export const HOST_PATH = 'kubernetes.io/host-path';
/** Holds a dynamically provisioned volume until its bytes are gone (V-15). */
export const PROVISIONED_FINALIZER = 'kubernetes.io/pv-controller';

/** Has the claim's volume made: here, or by the driver that its class names (V-21, V-22). */
export function provision(
  claim: PersistentVolumeClaim,
  className: string,
  storageClass: StorageClass | undefined,
  context: Context,
): void {
  const fail = (message: string): void => context.event(claim, 'Warning', 'ProvisioningFailed', message);
  if (storageClass === undefined) {
    fail(`storageclass.storage.k8s.io ${JSON.stringify(className)} not found`);
    return;
  }
  const provisioner = driverOf(storageClass);
  if (provisioner === HOST_PATH) {
    provisionHostPath(claim, storageClass, context);
  } else if (provisioner.startsWith('kubernetes.io/')) {
    fail(`no volume plugin matched name: ${provisioner}`);
  } else {
    context.event(
      withProvisioner(claim, provisioner, context),
      'Normal',
      'ExternalProvisioning',
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
  }
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

/** Makes the volume, already pointing at its claim: the next look binds the two. */
function provisionHostPath(claim: PersistentVolumeClaim, storageClass: StorageClass, context: Context): void {
  const isForCsi = `plugin ${JSON.stringify(HOST_PATH)} is not a CSI plugin. Only CSI plugin can provision a claim with a datasource`;
  if (claim.spec.dataSource !== undefined) {
    context.event(claim, 'Warning', 'ProvisioningFailed', isForCsi);
    return;
  }
  const annotated = withProvisioner(claim, HOST_PATH, context);
  const name = `pvc-${claim.metadata.uid}`;
  if (context.client.find(PersistentVolume, { namespace: '', name }) !== undefined) return;
  const fault = faultOf(annotated, storageClass, context);
  if (fault !== undefined) {
    context.event(annotated, 'Warning', 'ProvisioningFailed', fault);
    return;
  }
  context.client.create(PersistentVolume, volumeFor(annotated, storageClass, name));
  context.event(
    annotated,
    'Normal',
    'ProvisioningSucceeded',
    `Successfully provisioned volume ${name} using ${HOST_PATH}`,
  );
}

/** What a folder of a node cannot be. */
function faultOf(
  { metadata, spec }: PersistentVolumeClaim,
  storageClass: StorageClass,
  { client }: Context,
): string | undefined {
  const { mountOptions = [] } = storageClass;
  const className = JSON.stringify(storageClass.metadata.name);
  if (mountOptions.length > 0)
    return `Mount options are not supported by the provisioner but StorageClass ${className} has mount options [${mountOptions.join(' ')}]`;
  const node = metadata.annotations?.[SELECTED_NODE];
  if (node !== undefined && client.find(Node, { namespace: '', name: node }) === undefined)
    return `Failed to get target node: node ${JSON.stringify(node)} not found`;
  return spec.volumeMode === 'Block'
    ? `Failed to provision volume with StorageClass ${className}: ${HOST_PATH} does not support block volume provisioning`
    : undefined;
}

function volumeFor(claim: PersistentVolumeClaim, storageClass: StorageClass, name: string) {
  const { uid, namespace = '', resourceVersion } = claim.metadata;
  const storage = claim.spec.resources?.requests?.['storage'] ?? '0';
  const isDeleted = storageClass.reclaimPolicy === 'Delete';
  return {
    metadata: {
      name,
      annotations: {
        'kubernetes.io/createdby': 'hostpath-dynamic-provisioner',
        [BOUND_BY_CONTROLLER]: 'yes',
        [PROVISIONED_BY]: HOST_PATH,
      },
      ...(isDeleted ? { finalizers: [PROVISIONED_FINALIZER] } : {}),
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
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  } as const;
}
