import { type FieldError, invalid, required, unsupported } from '../../machinery/field-path.ts';
import { dns1123Label, nameIsDnsSubdomain, qualifiedName } from '../../machinery/names.ts';

export type Faults = readonly FieldError[];
export const NONE: Faults = [];

/** Each item's faults, under the list's path. */
export function inEach<T>(
  list: readonly T[] | undefined,
  field: string,
  validate: (item: T, field: string, index: number) => Faults,
): Faults {
  if (list === undefined || list === null || list.length === 0) return NONE;
  const faults: FieldError[] = [];
  for (let i = 0; i < list.length; i++) faults.push(...validate(list[i] as T, `${field}[${i}]`, i));
  return faults;
}

/** The texts of what is wrong with a value, as faults of its field. */
export function faultsOf(value: unknown, field: string, texts: readonly string[]): Faults {
  return texts.length === 0 ? NONE : texts.map((text) => invalid(field, value, text));
}

/** A value out of a fixed set that must be given. */
export function oneOf(value: string | undefined, supported: readonly string[], field: string): Faults {
  if (value === undefined || value === '') return [required(field)];
  return supported.includes(value) ? NONE : [unsupported(field, value, supported)];
}

/** A value out of a fixed set, where there is one. */
export function optionalOneOf(
  value: string | undefined,
  supported: readonly string[],
  field: string,
): Faults {
  if (value === undefined || supported.includes(value)) return NONE;
  return [unsupported(field, value, supported)];
}

export const requiredText = (value: string | undefined, field: string, detail = ''): Faults =>
  value === undefined || value === '' ? [required(field, detail)] : NONE;

export const label = (value: string, field: string): Faults => faultsOf(value, field, dns1123Label(value));

export const subdomain = (value: string, field: string): Faults =>
  faultsOf(value, field, nameIsDnsSubdomain(value, false));

export const qualified = (value: string, field: string): Faults =>
  faultsOf(value, field, qualifiedName(value));

/** ValidatePositiveField. */
export const positive = (value: number, field: string): Faults =>
  value > 0 ? NONE : [invalid(field, value, 'must be greater than zero')];

/** File modes: 0 to 0777. */
export function fileMode(mode: number | undefined, field: string): Faults {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return NONE;
  return [invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

/** A part's faults, where the part is there. */
export const where = <T>(part: T | undefined | null, validate: (part: T) => Faults): Faults =>
  part === undefined || part === null ? NONE : validate(part);

/** All of the faults; most lists of faults are empty, and then this makes no new one. */
export function together(...lists: readonly Faults[]): Faults {
  let only: Faults = NONE;
  let joined: FieldError[] | undefined;
  for (const list of lists) {
    if (list.length === 0) continue;
    if (joined !== undefined) joined.push(...list);
    else if (only.length === 0) only = list;
    else joined = [...only, ...list];
  }
  return joined ?? only;
}
