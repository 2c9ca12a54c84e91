import { plainError } from './refusal.ts';

export type PatchStrategy = 'merge' | 'replace' | 'retainKeys';

/** What a strategic merge needs to know of a type: how each field is patched. */
export interface PatchSchema {
  /** The type's Go name, for error texts (`PodSpec`). */
  readonly name?: string;
  field(name: string): PatchField | undefined;
}

export interface PatchField {
  /** The type of the field, or of its items where it is a list; undefined where it has no named fields. */
  readonly schema: PatchSchema | undefined;
  readonly strategy?: readonly PatchStrategy[];
  readonly mergeKey?: string;
}

/** A field's plan with `retainKeys` told apart from the way of merging. */
export interface FieldPlan {
  readonly schema: PatchSchema | undefined;
  readonly way: '' | 'merge' | 'replace';
  readonly retainKeys: boolean;
  readonly mergeKey: string;
}

const UNKNOWN: FieldPlan = { schema: undefined, way: '', retainKeys: false, mergeKey: '' };

/** How a field is patched; throws where the type has no such field. Below untyped values everything is plain. */
export function planOf(schema: PatchSchema | undefined, name: string): FieldPlan {
  if (schema === undefined) return UNKNOWN;
  const field = schema.field(name);
  if (field === undefined) {
    const struct = schema.name === undefined ? '' : ` in struct ${schema.name}`;
    throw plainError(`unable to find api field${struct} for the json field ${JSON.stringify(name)}`);
  }
  const strategy = field.strategy ?? [];
  return {
    schema: field.schema,
    way: strategy.includes('merge') ? 'merge' : strategy.includes('replace') ? 'replace' : '',
    retainKeys: strategy.includes('retainKeys'),
    mergeKey: field.mergeKey ?? '',
  };
}
