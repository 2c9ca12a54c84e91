import { type Fields, isFields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { badRequest } from '../../machinery/status.ts';
import type { JsonSchema } from '../apiextensions/customresourcedefinition/schema-types.ts';
import { type Decoded, decodePart, type GroupVersionKind } from '../schema/decode.ts';
import { pruned } from './pruning.ts';

/** A custom object as the server takes it: metadata is typed, of the rest goes what the schema does not know. */
export function decodeCustom(schema: JsonSchema, raw: Fields, identity: GroupVersionKind): Decoded {
  const { value, unknown } = pruned(schema, raw);
  const metadata = decodeMetadata(raw['metadata'] ?? {});
  const object: unknown = { ...(value as Fields), ...identity, metadata: metadata.value };
  const strictErrors = [
    ...metadata.strictErrors,
    ...unknown.map((path) => `unknown field ${JSON.stringify(path)}`),
  ];
  return { object: object as KubeObject, strictErrors };
}

function decodeMetadata(raw: unknown): { readonly value: unknown; readonly strictErrors: readonly string[] } {
  const { value, strictErrors } = decodePart('meta/v1.ObjectMeta', raw, 'metadata', (text) => {
    throw badRequest(text);
  });
  if (!isFields(value) || value['creationTimestamp'] !== null) return { value, strictErrors };
  const { creationTimestamp: _, ...rest } = value;
  return { value: rest, strictErrors };
}
