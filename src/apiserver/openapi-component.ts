import type { Kind } from '../kinds/kind.ts';
import { componentName } from '../kinds/schema/openapi.ts';

/** What OpenAPI calls the schema of a kind; of one that users define it begins with the group's name turned around. */
export function componentOf({ ownSchema, schema, group, version, kind }: Kind): string {
  if (ownSchema === undefined) return componentName(schema);
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}
