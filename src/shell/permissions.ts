import type { Owned } from './entries.ts';

/** Who somebody is to files; root, where nothing is said. */
export interface Somebody extends Owned {
  /** Groups beside the first one. */
  readonly groups?: readonly number[];
}

const RIGHTS = { read: 4, write: 2, enter: 1 } as const;

/** Whether the mode gives somebody a right: as the owner, as one of the group, or as one of the others. Root needs none. */
export function allows(
  { mode, user: owner = 0, group: owners = 0 }: Owned & { readonly mode: number },
  { user = 0, group = 0, groups = [] }: Somebody,
  right: keyof typeof RIGHTS,
): boolean {
  if (user === 0) return true;
  const shift = user === owner ? 6 : group === owners || groups.includes(owners) ? 3 : 0;
  return ((mode >> shift) & RIGHTS[right]) !== 0;
}
