import {
  itemsOf,
  type JsonSchema,
  valuesOf,
} from '../apiextensions/customresourcedefinition/schema-types.ts';
import { describeField } from '../schema/docs.ts';
import { componentName, type OpenApiSchema } from '../schema/openapi.ts';

/** The schema of a definition as /openapi/v3 serves it: what every object has is added to it. */
export function publishedSchema(schema: JsonSchema): OpenApiSchema {
  return { type: 'object', ...published(schema), properties: objectProperties(schema) };
}

function published(schema: JsonSchema): OpenApiSchema {
  const { properties, items: _, additionalProperties, ...rest } = schema;
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const own = isEmbedded ? objectProperties(schema) : properties && mapped(properties);
  return {
    ...rest,
    ...(items === undefined ? {} : { items: published(items) }),
    ...(own === undefined ? {} : { properties: own }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: values === undefined ? additionalProperties : published(values) }),
  };
}

const mapped = (properties: Readonly<Record<string, JsonSchema>>): OpenApiSchema =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, published(property)]));

const about = (type: string, field: string): OpenApiSchema => {
  const description = describeField(type, field);
  return description === '' ? {} : { description };
};

function objectProperties({ properties = {} }: JsonSchema): OpenApiSchema {
  return {
    ...mapped(properties),
    apiVersion: { ...about('meta/v1.TypeMeta', 'apiVersion'), type: 'string' },
    kind: { ...about('meta/v1.TypeMeta', 'kind'), type: 'string' },
    metadata: {
      ...about('apps/v1.Deployment', 'metadata'),
      allOf: [{ $ref: `#/components/schemas/${componentName('meta/v1.ObjectMeta')}` }],
    },
  };
}
