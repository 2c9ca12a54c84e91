import type { StatefulSet } from './types.ts';

/** The pod's name for an ordinal, and an ordinal's claim for a template. */
export const podName = ({ metadata }: StatefulSet, ordinal: number): string => `${metadata.name}-${ordinal}`;
export const claimName = (claim: string, { metadata }: StatefulSet, ordinal: number): string =>
  `${claim}-${metadata.name}-${ordinal}`;
