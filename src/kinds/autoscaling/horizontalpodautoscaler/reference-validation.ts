import { type FieldError, invalid, required } from '../../../machinery/field-path.ts';
import { pathSegmentName } from '../../../machinery/names.ts';
import type { CrossVersionObjectReference } from './types.ts';

/** ValidateCrossVersionObjectReference. */
export function validateReference(
  reference: CrossVersionObjectReference,
  field: string,
): readonly FieldError[] {
  return (['kind', 'name'] as const).flatMap((part) => {
    const value = reference[part];
    if (!value) return [required(`${field}.${part}`)];
    return pathSegmentName(value, false).map((text) => invalid(`${field}.${part}`, value, text));
  });
}
