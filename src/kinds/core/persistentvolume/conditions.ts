import type { PersistentVolume } from './types.ts';

/** The annotation that named a class before the field existed; it still comes first. */
export const BETA_CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** The volume's class, '' for none. */
export function classOf({ metadata, spec }: PersistentVolume): string {
  return metadata.annotations?.[BETA_CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}
