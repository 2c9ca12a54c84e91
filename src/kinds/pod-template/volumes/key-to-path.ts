import type { KeyToPath } from '../../core/pod/types.ts';
import { type Faults, fileMode, requiredText, together } from '../rules.ts';
import { nonReserved } from './paths.ts';

/** validateKeyToPath. */
export function validateKeyToPath({ key, path = '', mode }: KeyToPath, field: string): Faults {
  return together(
    requiredText(key, `${field}.key`),
    requiredText(path, `${field}.path`),
    nonReserved(path, `${field}.path`),
    fileMode(mode, `${field}.mode`),
  );
}
