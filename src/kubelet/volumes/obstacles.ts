import type { Reader } from '../../client/client.ts';
import { reachesNode } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import type { Pod, Volume } from '../../kinds/core/pod/types.ts';
import { CSIDriver } from '../../kinds/storage/csidriver/kind.ts';
import { volumeFault } from '../containers/references.ts';
import type { Sync } from '../sync.ts';
import { attachmentOf, claimedVolume } from './claimed-volume.ts';
import { hostPathFault } from './host-path.ts';
import { pluginFault } from './plugins.ts';

/** What keeps a volume from being mounted. */
export type Obstacle =
  /** It cannot even be tried: what it is made of is not known. */
  | { readonly unprocessed: string }
  /** It is on its way to the node; nothing is told of that here. */
  | 'unattached'
  /** The try failed. */
  | { readonly failed: string };

/** Why the volume is not there for the pod; undefined when it is. */
export function obstacleTo(volume: Volume, sync: Sync): Obstacle | undefined {
  const { pod, node } = sync;
  const reader: Reader = sync.context.client;
  const claimed = claimedVolume(pod, volume, reader);
  if (claimed === undefined) return ownObstacle(volume, sync);
  if ('fault' in claimed) return { unprocessed: claimed.fault };
  const { name } = claimed.volume.metadata;
  const strange = pluginFault(claimed.volume.spec, name);
  if (strange !== undefined) return { unprocessed: strange };
  const mode = claimed.volume.spec.volumeMode ?? 'Filesystem';
  const misuse = misused(pod, volume.name, mode);
  if (misuse !== undefined) return { unprocessed: misuse };
  const attachment = attachmentOf(claimed.volume, reader);
  const attached = node.status?.volumesAttached ?? [];
  if (attachment !== undefined && !attached.some((one) => one.name === attachment)) return 'unattached';
  if (reachesNode(claimed.volume, node)) return undefined;
  const step = mode === 'Block' ? 'MapVolume' : 'MountVolume';
  return {
    failed: `${step}.NodeAffinity check failed for volume ${JSON.stringify(name)} : no matching NodeSelectorTerms`,
  };
}

/** A volume of the pod's own. */
function ownObstacle(volume: Volume, sync: Sync): Obstacle | undefined {
  const { pod, context } = sync;
  const strange = pluginFault(volume, volume.name);
  if (strange !== undefined) return { unprocessed: strange };
  const why =
    volume.hostPath === undefined
      ? (driverFault(volume, context.client) ??
        volumeFault(volume, pod.metadata.namespace ?? '', context.client))
      : hostPathFault(volume.hostPath, sync);
  if (why === undefined) return undefined;
  return { failed: `MountVolume.SetUp failed for volume ${JSON.stringify(volume.name)} : ${why}` };
}

function driverFault({ csi }: Volume, reader: Reader): string | undefined {
  if (csi === undefined) return undefined;
  const driver = reader.find(CSIDriver, { namespace: '', name: csi.driver });
  if (driver === undefined)
    return `kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name ${csi.driver} not found in the list of registered CSI drivers`;
  const modes = driver.spec.volumeLifecycleModes;
  if (modes.includes('Ephemeral')) return undefined;
  return `kubernetes.io/csi: mounter.SetupAt failed to check volume lifecycle mode: volume mode "Ephemeral" not supported by driver ${csi.driver} (only supports ${JSON.stringify(modes)})`;
}

/** A file system cannot be a device, nor a device be mounted. */
function misused({ spec }: Pod, name: string, mode: string): string | undefined {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const field = mode === 'Block' ? 'volumeMounts' : 'volumeDevices';
  const uses = containers.some((container) => container[field]?.some((use) => use.name === name));
  return uses ? `volume ${name} has volumeMode ${mode}, but is specified in ${field}` : undefined;
}
