import type { OwnerReference } from '../../machinery/object-meta.ts';

export interface Owner {
  readonly reference: OwnerReference;
  /** solid: it lives; dangling: it is gone or another one; waiting: it is being deleted in the foreground. */
  readonly state: 'solid' | 'dangling' | 'waiting';
}

export type Decision =
  | { readonly action: 'keep' }
  | { readonly action: 'delete'; readonly propagation: 'Background' | 'Foreground' | 'Orphan' }
  | { readonly action: 'release'; readonly owners: readonly OwnerReference[] };

/** What becomes of a dependant, given how its owners stand (G-4, G-7). */
export function decideDependent(
  owners: readonly Owner[],
  hasDependents: boolean,
  finalizers: readonly string[],
): Decision {
  if (owners.length === 0) return { action: 'keep' };
  const solid = owners.filter(({ state }) => state === 'solid');
  const rest = owners.filter(({ state }) => state !== 'solid');
  if (solid.length > 0) {
    return rest.length === 0
      ? { action: 'keep' }
      : { action: 'release', owners: solid.map(({ reference }) => reference) };
  }
  if (finalizers.includes('foregroundDeletion')) return { action: 'keep' };
  const waits = owners.some(({ state }) => state === 'waiting');
  if (waits && hasDependents) return { action: 'delete', propagation: 'Foreground' };
  if (finalizers.includes('orphan')) return { action: 'delete', propagation: 'Orphan' };
  return { action: 'delete', propagation: 'Background' };
}
