import type { Reader } from '../client/client.ts';
import { readySince } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { type Instant, instantOf } from '../machinery/instant.ts';
import type { ObjectMeta } from '../machinery/object-meta.ts';

/**
 * What the network is asked about: the cluster's objects as they are, or as they were at a moment before. Only what still
 * is can be told of the past: what is gone by now was never there.
 */
export interface View {
  readonly reader: Reader;
  readonly at: Instant | 'now';
}

/** Timestamps have whole seconds: what bears one has surely happened when its second is over. */
const WITHIN = 999;

/** Whether the object was there. */
export function wasThere({ creationTimestamp }: ObjectMeta, { at }: View): boolean {
  return at === 'now' || instantOf(creationTimestamp) + WITHIN <= at;
}

/** Whether a pod that is ready now was so at the moment. */
export function wasReady(pod: { readonly namespace: string; readonly name: string }, view: View): boolean {
  if (view.at === 'now') return true;
  const found = view.reader.find(Pod, pod);
  const since = found === undefined ? undefined : readySince(found);
  return since === undefined || since + WITHIN <= view.at;
}
