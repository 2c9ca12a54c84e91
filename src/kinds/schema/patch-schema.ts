import type { PatchField, PatchSchema, PatchStrategy } from '../../machinery/patch/patch-schema.ts';
import { type Field, findStruct, type GoType, type StructType } from './type-tree.ts';

const known = new Map<string, PatchSchema>();

/** How each field of a kind's body is patched; undefined for a kind the tree does not hold (custom resources). */
export function patchSchemaOf(schema: string): PatchSchema | undefined {
  const struct = findStruct(schema);
  return struct && ofStruct(struct);
}

function ofStruct(struct: StructType): PatchSchema {
  const cached = known.get(struct.name);
  if (cached !== undefined) return cached;
  const fields = new Map<string, PatchField>();
  const made: PatchSchema = {
    name: struct.go.slice(struct.go.indexOf('.') + 1),
    field: (name) => {
      const seen = fields.get(name);
      if (seen !== undefined) return seen;
      const index = struct.byName.get(name);
      const field = index === undefined ? undefined : struct.fields[index];
      if (field === undefined) return undefined;
      const patch = ofField(field);
      fields.set(name, patch);
      return patch;
    },
  };
  known.set(struct.name, made);
  return made;
}

const isStrategy = (word: string): word is PatchStrategy =>
  word === 'merge' || word === 'replace' || word === 'retainKeys';

const ofField = ({ type, patchStrategies, mergeKey }: Field): PatchField => ({
  schema: schemaOf(type),
  strategy: patchStrategies.filter(isStrategy),
  ...(mergeKey === undefined ? {} : { mergeKey }),
});

/** A map's keys are data, so what is below it is patched plainly. */
function schemaOf(type: GoType): PatchSchema | undefined {
  switch (type.form) {
    case 'struct':
      return ofStruct(type);
    case 'pointer':
      return schemaOf(type.to);
    case 'list':
      return schemaOf(type.element);
    default:
      return undefined;
  }
}
