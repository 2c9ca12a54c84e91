import { type FieldError, invalidShown } from '../../machinery/field-path.ts';
import { type IntOrString, intValue, isPercentage } from '../../machinery/int-or-string.ts';
import { percentage } from '../../machinery/value-rules.ts';
import { showIntOrString } from './go-values.ts';
import { nonNegative } from './numbers.ts';

/** ValidatePositiveIntOrPercent: a whole number from 0 or a percentage. */
export function positiveIntOrPercent(value: IntOrString, field: string): readonly FieldError[] {
  if (typeof value === 'number') return nonNegative(value, field);
  return percentage(value).map((text) => invalidShown(field, showIntOrString(value), text));
}

/** IsNotMoreThan100Percent; says nothing about plain numbers. */
export function notMoreThan100Percent(value: IntOrString, field: string): readonly FieldError[] {
  if (!isPercentage(value) || intOrPercentValue(value) <= 100) return [];
  return [invalidShown(field, showIntOrString(value), 'must not be greater than 100%')];
}

/** The number, of a percentage too: only good for asking whether it is 0. */
export function intOrPercentValue(value: IntOrString): number {
  return typeof value === 'string' && isPercentage(value) ? Number(value.slice(0, -1)) : intValue(value);
}
