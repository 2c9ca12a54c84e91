import type { Context } from '../client/client.ts';
import { PersistentVolume } from '../kinds/core/persistentvolume/kind.ts';
import { BOUND_BY_CONTROLLER, SELECTED_NODE } from '../kinds/core/persistentvolumeclaim/annotations.ts';
import { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/kind.ts';
import { claimNames } from '../kinds/core/pod/claims.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { claimsOf } from './claims.ts';
import type { View } from './view.ts';
import { candidatesFor, matchVolumes } from './volume-match.ts';

/**
 * Gives claims that waited for this decision their volume or the node to be provisioned on (V-23). True when nothing is
 * left to wait for.
 */
export function bindVolumes(pod: Pod, nodeName: string, view: View, context: Context): boolean {
  if (claimNames(pod).length === 0) return true;
  const claims = claimsOf(pod, view.reader);
  const node = view.nodeNamed(nodeName);
  if ('problem' in claims || claims.delayed.length === 0 || node === undefined) return true;
  const open = claims.delayed.filter(({ metadata }) => metadata.annotations?.[SELECTED_NODE] === undefined);
  const matched = matchVolumes(candidatesFor(open, view.reader), node);
  for (const claim of open) {
    const volume = matched.get(claim);
    if (volume === undefined) selectNode(claim, nodeName, context);
    else if (volume.spec.claimRef?.uid !== claim.metadata.uid) reserve(volume, claim, context);
  }
  return false;
}

function selectNode(claim: PersistentVolumeClaim, node: string, { client }: Context): void {
  const { metadata } = claim;
  const annotations = { ...metadata.annotations, [SELECTED_NODE]: node };
  client.update(PersistentVolumeClaim, { ...claim, metadata: { ...metadata, annotations } });
}

/** The volume names the claim; the volume controller does the rest. */
function reserve(
  volume: PersistentVolume,
  { metadata, apiVersion, kind }: PersistentVolumeClaim,
  { client }: Context,
): void {
  const { name, namespace = '', uid, resourceVersion } = metadata;
  const claimRef = { apiVersion, kind, name, namespace, uid, resourceVersion };
  const annotations = { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
  client.update(PersistentVolume, {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: { ...volume.spec, claimRef },
  });
}
