import { duplicate, type FieldError, required } from '../../machinery/field-path.ts';

/** ValidateFlowSchemaStatus and its twin of priority levels: each condition has a type, and each type stands once. */
export function validateConditions({
  status,
}: {
  readonly status?: { readonly conditions?: readonly { readonly type?: string }[] };
}): readonly FieldError[] {
  const types = (status?.conditions ?? []).map(({ type = '' }) => type);
  return types.flatMap((type, i) => [
    ...(types.indexOf(type) < i ? [duplicate(`status.conditions[${i}].type`, type)] : []),
    ...(type === '' ? [required(`status.conditions[${i}].type`, 'must not be empty')] : []),
  ]);
}
