import { createHash } from 'node:crypto';
import type { Kind } from '../kinds/kind.ts';

/** What discovery says of the version in which objects are stored: the same for all versions of a kind. */
export function storageVersionHash({ face, ...served }: Kind): string {
  const { group, version, kind } = face?.of ?? served;
  return createHash('sha256')
    .update(`${group}/${version}/${kind}`)
    .digest()
    .subarray(0, 8)
    .toString('base64');
}
