import type { Fields } from '../../machinery/json.ts';
import type { AnyKind } from '../kind.ts';

/** A version of a kind that the server has stopped to serve. */
export interface FormerVersion {
  readonly apiVersion: string;
  /** What it is today. */
  readonly kind: AnyKind;
  /** The object in today's shape, with what this version filled in otherwise than today's. */
  readonly renewed: (object: Fields) => Fields;
}

const same = (object: Fields): Fields => object;

/** The kinds of a version; where nothing is said of how they are renewed, only the version's name has changed. */
export function formerly(
  apiVersion: string,
  kinds: readonly (AnyKind | readonly [kind: AnyKind, renewed: (object: Fields) => Fields])[],
): readonly FormerVersion[] {
  return kinds.map((entry) => {
    const [kind, renewed] = 'kind' in entry ? [entry, same] : entry;
    return { apiVersion, kind, renewed };
  });
}
