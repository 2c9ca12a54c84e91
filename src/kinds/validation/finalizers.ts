import { type FieldError, invalid } from '../../machinery/field-path.ts';
import { qualifiedName } from '../../machinery/names.ts';

const STANDARD = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** validateFinalizerName: a qualified name, or one of those that Kubernetes itself knows. */
export function validateFinalizerName(name: string, field: string): readonly FieldError[] {
  const faults = qualifiedName(name).map((text) => invalid(field, name, text));
  if (name.includes('/') || STANDARD.includes(name)) return faults;
  return [
    ...faults,
    invalid(field, name, 'name is neither a standard finalizer name nor is it fully qualified'),
  ];
}
