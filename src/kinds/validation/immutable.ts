import { type FieldError, invalid, invalidShown } from '../../machinery/field-path.ts';
import { equalJson } from '../../machinery/json.ts';

export const IMMUTABLE = 'field is immutable';

/** ValidateImmutableField for a value that is shown as it is. */
export function immutable(value: unknown, before: unknown, field: string): readonly FieldError[] {
  return equalJson(value, before) ? [] : [invalid(field, value, IMMUTABLE)];
}

/** ValidateImmutableField for a struct: `show` makes its Go dump. */
export function immutableStruct(
  value: unknown,
  before: unknown,
  field: string,
  show: () => string,
): readonly FieldError[] {
  return equalJson(value, before) ? [] : [invalidShown(field, show(), IMMUTABLE)];
}
