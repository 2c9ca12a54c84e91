import { milliValue, parseQuantity } from '../../../machinery/quantity.ts';
import { BETA_CLASS_ANNOTATION } from '../persistentvolume/conditions.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './types.ts';

/** GetWarningsForPersistentVolumeClaim. */
export function warnings({ metadata, spec }: PersistentVolumeClaim): readonly string[] {
  const annotated = metadata.annotations?.[BETA_CLASS_ANNOTATION] !== undefined;
  const old = `metadata.annotations[${BETA_CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`;
  return [...(annotated ? [old] : []), ...claimSpecWarnings(spec, 'spec')];
}

/** Bytes are whole. */
export function claimSpecWarnings(
  { resources }: PersistentVolumeClaimSpec,
  field: string,
): readonly string[] {
  return (['requests', 'limits'] as const).flatMap((list) => {
    const size = resources?.[list]?.['storage'];
    if (size === undefined || milliValue(parseQuantity(size)) % 1000 === 0) return [];
    return [
      `${field}.resources.${list}[storage]: fractional byte value ${JSON.stringify(size)} is invalid, must be an integer`,
    ];
  });
}
