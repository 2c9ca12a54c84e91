import { type FieldError, required } from '../../../machinery/field-path.ts';
import { itemsOf, type JsonSchema } from './schema-types.ts';

/** validateStructuralCompleteness: what the connectives speak of is there outside of them, too. */
export function validateCompleteness(schema: JsonSchema, field: string): readonly FieldError[] {
  return connectives(schema, schema, field, field);
}

function connectives(rule: JsonSchema, schema: JsonSchema, at: string, place: string): readonly FieldError[] {
  const { not, allOf = [], anyOf = [], oneOf = [] } = rule;
  return [
    ...(not === undefined ? [] : missing(not, schema, at, `${place}.not`)),
    ...allOf.flatMap((one, i) => missing(one, schema, at, `${place}.allOf[${i}]`)),
    ...anyOf.flatMap((one, i) => missing(one, schema, at, `${place}.anyOf[${i}]`)),
    ...oneOf.flatMap((one, i) => missing(one, schema, at, `${place}.oneOf[${i}]`)),
  ];
}

/** `place` is where the rule stands, `at` where what it speaks of has to be told. */
function missing(
  rule: JsonSchema,
  schema: JsonSchema | undefined,
  at: string,
  place: string,
): readonly FieldError[] {
  if (schema === undefined) return [required(at, `because it is defined in ${place}`)];
  const items = itemsOf(rule);
  return [
    ...connectives(rule, schema, at, place),
    ...(items === undefined ? [] : missing(items, itemsOf(schema), `${at}.items`, `${place}.items`)),
    ...Object.entries(rule.properties ?? {}).flatMap(([name, property]) => {
      const step = `.properties[${name}]`;
      return missing(property, schema.properties?.[name], `${at}${step}`, `${place}${step}`);
    }),
  ];
}
