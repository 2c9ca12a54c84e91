import { invalid } from '../../../machinery/field-path.ts';
import { type Faults, NONE, together } from '../rules.ts';

export const withoutBacksteps = (path: string, field: string): Faults =>
  path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : NONE;

/** validateLocalDescendingPath: stays below where it starts. */
export function descending(path: string, field: string): Faults {
  const absolute = path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : NONE;
  return together(absolute, withoutBacksteps(path, field));
}

/** ValidateLocalNonReservedPath: as {@link descending}, and no name that begins with two dots. */
export function nonReserved(path: string, field: string): Faults {
  const reserved = path.startsWith('..') && !path.startsWith('../');
  const faults = reserved ? [invalid(field, path, "must not start with '..'")] : NONE;
  return together(descending(path, field), faults);
}
