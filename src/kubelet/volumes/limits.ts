import type { Pod } from '../../kinds/core/pod/types.ts';
import { after, type Instant, instant, seconds } from '../../machinery/instant.ts';
import { canonicalQuantity } from '../../machinery/quantity.ts';
import { programOf, runOf, type Sync } from '../sync.ts';

/** How often the kubelet measures what pods have written: its eviction monitoring period. */
const MONITORING = seconds(10);

/** A volume that a container fills beyond its limit, and when the kubelet will have seen it. */
export interface Full {
  readonly volume: string;
  readonly at: Instant;
}

/** The pod's first volume to be too full, by what its running containers are going to write. */
export function nextFull(sync: Sync): Full | undefined {
  if (!hasLimits(sync.pod)) return undefined;
  let first: Full | undefined;
  for (const place of sync.places) {
    const own = runOf(sync, place);
    if (own?.step !== 'running' || own.startedAt === undefined) continue;
    const { overflow } = programOf(sync, place);
    if (overflow === undefined) continue;
    const at = measuredAfter(after(own.startedAt, overflow.after));
    if (first === undefined || at < first.at) first = { volume: overflow.volume, at };
  }
  return first;
}

/** Why the pod has to go now, in the kubelet's words (K-77, blank at the end included); undefined: it may stay. */
export function fullVolume(sync: Sync): string | undefined {
  const full = nextFull(sync);
  if (full === undefined || full.at > sync.now) return undefined;
  const volume = sync.pod.spec.volumes?.find(({ name }) => name === full.volume);
  const limit = canonicalQuantity(volume?.emptyDir?.sizeLimit ?? '0');
  return `Usage of EmptyDir volume ${JSON.stringify(full.volume)} exceeds the limit ${JSON.stringify(limit)}. `;
}

const hasLimits = ({ spec }: Pod): boolean =>
  (spec.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined);

const measuredAfter = (at: Instant): Instant => instant((Math.floor(at / MONITORING) + 1) * MONITORING);
