import { type FieldError, invalid } from '../../machinery/field-path.ts';
import type { Labels } from '../../machinery/labels.ts';
import { labelValue, qualifiedName } from '../../machinery/names.ts';

/** ValidateLabelName. */
export function validateLabelName(name: string, field: string): readonly FieldError[] {
  return qualifiedName(name).map((text) => invalid(field, name, text));
}

/** ValidateLabels; in the order of the keys, where upstream has that of a Go map. */
export function validateLabels(labels: Labels | undefined, field: string): readonly FieldError[] {
  return Object.keys(labels ?? {})
    .sort()
    .flatMap((key) => {
      const value = labels?.[key] ?? '';
      return [
        ...validateLabelName(key, field),
        ...labelValue(value).map((text) => invalid(field, value, text)),
      ];
    });
}
