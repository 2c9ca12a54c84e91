import { type FieldError, invalid } from '../../machinery/field-path.ts';

/** ValidateNonnegativeField; an absent number counts as 0. */
export function nonNegative(value: number | undefined, field: string): readonly FieldError[] {
  return value === undefined || value >= 0
    ? []
    : [invalid(field, value, 'must be greater than or equal to 0')];
}

/** As {@link nonNegative} for several numbers of one object, in the order given. */
export function allNonNegative<K extends string>(
  numbers: { readonly [Name in K]?: number },
  names: readonly K[],
  field: string,
): readonly FieldError[] {
  return names.flatMap((name) => nonNegative(numbers[name], `${field}.${name}`));
}

/** Faults for every number that is greater than its bound. */
export function notGreaterThan<K extends string>(
  numbers: { readonly [Name in K]?: number },
  names: readonly K[],
  bound: number,
  field: string,
  detail: string,
): readonly FieldError[] {
  return names
    .filter((name) => (numbers[name] ?? 0) > bound)
    .map((name) => invalid(`${field}.${name}`, numbers[name] ?? 0, detail));
}

/** A collision count only rises. */
export function notDecremented(
  count: number | undefined,
  before: number | undefined,
  field: string,
): readonly FieldError[] {
  if (before === undefined || (count ?? -1) >= before) return [];
  return [invalid(field, count ?? 0, 'cannot be decremented')];
}
