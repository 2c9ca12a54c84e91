import { claimNames } from '../../kinds/core/pod/claims.ts';
import { claimsOf } from '../claims.ts';
import type { Filter, Verdict } from '../framework.ts';

const KEYS = [
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
];
const VERDICT: Verdict = {
  plugin: 'VolumeZone',
  reasons: ['node(s) had no available volume zone'],
  resolvable: false,
};

/** Zone and region labels of bound volumes, on nodes that have such labels at all (V-25). */
export const volumeZone: Filter = {
  name: 'VolumeZone',
  scope: 'cluster',
  prepare: ({ pod }, view) => {
    if (claimNames(pod).length === 0) return undefined;
    const claims = claimsOf(pod, view.reader);
    if ('problem' in claims) return undefined;
    const wanted = claims.bound.flatMap(({ volume }) =>
      KEYS.flatMap((key) => {
        const zones = volume?.metadata.labels?.[key];
        return zones === undefined ? [] : [{ key, zones: zones.split('__') }];
      }),
    );
    if (wanted.length === 0) return undefined;
    return ({ labels }) => {
      if (!KEYS.some((key) => labels[key] !== undefined)) return undefined;
      return wanted.every(({ key, zones }) => zones.includes(labels[key] ?? '')) ? undefined : VERDICT;
    };
  },
};
