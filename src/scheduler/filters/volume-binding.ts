import { SELECTED_NODE } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { classOf } from '../../kinds/core/persistentvolumeclaim/conditions.ts';
import { reachesNode } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/types.ts';
import { claimNames } from '../../kinds/core/pod/claims.ts';
import { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { claimsOf, type PodClaims } from '../claims.ts';
import type { Filter } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { hasRoom } from '../storage-capacity.ts';
import type { View } from '../view.ts';
import { candidatesFor, matchVolumes } from '../volume-match.ts';

const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
const NOT_ENOUGH_SPACE = 'node(s) did not have enough free storage';
const MISSING_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
/** The provisioner of classes that make no volumes. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Bound claims: their volumes must be reachable from the node. Waiting claims: the node must have a volume for them (V-23, V-25). */
export const volumeBinding: Filter = {
  name: 'VolumeBinding',
  scope: 'cluster',
  prepare: ({ pod }, view) => {
    if (claimNames(pod).length === 0) return undefined;
    const claims = claimsOf(pod, view.reader);
    if ('problem' in claims) return { plugin: 'VolumeBinding', message: claims.problem };
    const problemWithDelayed = servesDelayed(claims.delayed, view);
    const isMissing = claims.bound.some(({ volume }) => volume === undefined);
    return (node) => {
      const reasons = [
        ...(isOutOfReach(claims, node) ? [NODE_CONFLICT] : []),
        ...problemWithDelayed(node),
        ...(isMissing ? [MISSING_VOLUME] : []),
      ];
      return reasons.length === 0 ? undefined : { plugin: 'VolumeBinding', reasons, resolvable: false };
    };
  },
};

const isOutOfReach = ({ bound }: PodClaims, { node }: NodeInfo): boolean =>
  bound.some(({ volume }) => volume !== undefined && !reachesNode(volume, node));

/** Every claim finds a volume of its own there, or can be provisioned there. */
function servesDelayed(
  claims: readonly PersistentVolumeClaim[],
  { reader }: View,
): (node: NodeInfo) => readonly string[] {
  if (claims.length === 0) return () => [];
  const isPlanned = ({ metadata }: PersistentVolumeClaim) => metadata.annotations?.[SELECTED_NODE];
  const candidates = candidatesFor(
    claims.filter((claim) => isPlanned(claim) === undefined),
    reader,
  );
  const provisions = new Map(claims.map((claim) => [claim, provisioning(claim, reader)]));
  return (node) => {
    if (claims.some((claim) => ![undefined, node.name].includes(isPlanned(claim)))) return [BIND_CONFLICT];
    const matched = matchVolumes(candidates, node);
    for (const claim of claims) {
      const fault = matched.has(claim) ? undefined : provisions.get(claim)?.(node);
      if (fault !== undefined) return [fault];
    }
    return [];
  };
}

/** Whether a volume can be made for the claim on a node. */
function provisioning(
  claim: PersistentVolumeClaim,
  reader: View['reader'],
): (node: NodeInfo) => string | undefined {
  const storageClass = reader.find(StorageClass, { namespace: '', name: classOf(claim) ?? '' });
  if (storageClass === undefined || storageClass.provisioner === NO_PROVISIONER) return () => BIND_CONFLICT;
  const { allowedTopologies = [] } = storageClass;
  const hasEnough = hasRoom(claim, storageClass, reader);
  return (node) => {
    const isAllowed =
      allowedTopologies.length === 0 ||
      allowedTopologies.some(({ matchLabelExpressions = [] }) =>
        matchLabelExpressions.every(({ key, values }) => values?.includes(node.labels[key] ?? '')),
      );
    if (!isAllowed) return BIND_CONFLICT;
    return hasEnough(node) ? undefined : NOT_ENOUGH_SPACE;
  };
}
