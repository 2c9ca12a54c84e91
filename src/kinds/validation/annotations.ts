import { type FieldError, invalid, tooLong } from '../../machinery/field-path.ts';
import { qualifiedName } from '../../machinery/names.ts';

/** All annotations together: upstream's TotalAnnotationSizeLimitB. */
const MOST_BYTES = 256 * 1024;

/** ValidateAnnotations: keys like label keys but in any case, and a size that fits. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): readonly FieldError[] {
  const entries = Object.entries(annotations ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const faults = entries.flatMap(([key]) =>
    qualifiedName(key.toLowerCase()).map((text) => invalid(field, key, text)),
  );
  const bytes = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  return bytes > MOST_BYTES ? [...faults, tooLong(field, MOST_BYTES)] : faults;
}
