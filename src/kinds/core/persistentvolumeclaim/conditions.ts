import { BETA_CLASS_ANNOTATION } from '../persistentvolume/conditions.ts';
import type { PersistentVolumeClaim } from './types.ts';

/** The class the claim asks for: '' for none, undefined where the default class may be filled in (V-1). */
export function classOf({ metadata, spec }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.[BETA_CLASS_ANNOTATION] ?? spec.storageClassName;
}

export function isBound({ status }: PersistentVolumeClaim): boolean {
  return status?.phase === 'Bound';
}
