import type { Instant } from '../instant.ts';
import type { ObjectMeta } from '../object-meta.ts';

/** Who wrote an object last, and when. */
export interface LastWrite {
  readonly manager: string;
  readonly now: Instant;
}

/** Goes with metadata through every copy; JSON and comparisons do not see it. */
export const LAST_WRITE: unique symbol = Symbol('last write');

/** Not known of objects that were read from the disk, nor after a write that said itself who owns what. */
export const lastWriteOf = (metadata: ObjectMeta): LastWrite | undefined =>
  (metadata as { readonly [LAST_WRITE]?: LastWrite })[LAST_WRITE];
