import { matchesNodeSelector } from '../../kinds/core/node/affinity.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/types.ts';
import { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { claimNames, claimsOf, type PodClaims, SELECTED_NODE } from '../claims.ts';
import type { Filter, Verdict } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { View } from '../view.ts';
import { matchVolumes } from '../volume-match.ts';

const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
const MISSING_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

/** Bound claims: their volumes must be reachable from the node. Waiting claims: the node must have a volume for them (V-23, V-25). */
export const volumeBinding: Filter = {
  name: 'VolumeBinding',
  scope: 'cluster',
  prepare: ({ pod }, view) => {
    if (claimNames(pod).length === 0) return undefined;
    const claims = claimsOf(pod, view.reader);
    if ('problem' in claims) return { plugin: 'VolumeBinding', message: claims.problem };
    return (node) => {
      const reasons = problems(claims, node, view);
      return reasons.length === 0 ? undefined : verdict(reasons);
    };
  },
};

const verdict = (reasons: readonly string[]): Verdict => ({
  plugin: 'VolumeBinding',
  reasons,
  resolvable: false,
});

function problems({ bound, delayed }: PodClaims, node: NodeInfo, view: View): readonly string[] {
  const reasons: string[] = [];
  if (bound.some(({ volume }) => volume !== undefined && !reaches(volume, node))) reasons.push(NODE_CONFLICT);
  if (delayed.length > 0 && !canServe(delayed, node, view)) reasons.push(BIND_CONFLICT);
  if (bound.some(({ volume }) => volume === undefined)) reasons.push(MISSING_VOLUME);
  return reasons;
}

export function reaches({ spec }: PersistentVolume, { node }: NodeInfo): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || (node !== undefined && matchesNodeSelector(required, node));
}

/** Every claim finds a volume of its own there, or can be provisioned there. */
function canServe(claims: readonly PersistentVolumeClaim[], node: NodeInfo, view: View): boolean {
  const chosen = claims.map(({ metadata }) => metadata.annotations?.[SELECTED_NODE]);
  if (chosen.some((name) => name !== undefined && name !== node.name)) return false;
  const open = claims.filter((_, index) => chosen[index] === undefined);
  const matched = matchVolumes(open, node, view.reader.list(PersistentVolume));
  return open.every((claim) => matched.has(claim) || canProvision(claim, view));
}

function canProvision({ spec }: PersistentVolumeClaim, view: View): boolean {
  const storageClass = view.reader.find(StorageClass, { namespace: '', name: spec.storageClassName ?? '' });
  return storageClass !== undefined && storageClass.provisioner !== 'kubernetes.io/no-provisioner';
}
