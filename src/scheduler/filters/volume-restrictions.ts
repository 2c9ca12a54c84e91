import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { claimNames } from '../../kinds/core/pod/claims.ts';
import type { Filter, Verdict } from '../framework.ts';

const VERDICT: Verdict = {
  plugin: 'VolumeRestrictions',
  reasons: ['node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode'],
  resolvable: true,
};

/** A ReadWriteOncePod claim serves one pod of the whole cluster (V-26). */
export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  scope: 'cluster',
  prepare: ({ pod, namespace }, view) => {
    const exclusive = claimNames(pod)
      .map(({ name }) => name)
      .filter((name) => {
        const claim = view.reader.find(PersistentVolumeClaim, { namespace, name });
        return claim?.spec.accessModes?.includes('ReadWriteOncePod') ?? false;
      });
    if (exclusive.length === 0) return undefined;
    const users = view.counter(`claims ${namespace} ${exclusive.join(' ')}`, {
      counts: (other) =>
        other.namespace === namespace && claimNames(other.pod).some(({ name }) => exclusive.includes(name))
          ? 1
          : 0,
    });
    if (users.values.every((count) => count === 0)) return undefined;
    return () => VERDICT;
  },
};
