import {
  type FieldError,
  fieldErrorText,
  forbidden,
  invalid,
  required,
} from '../../../machinery/field-path.ts';
import { compareText, equalJson } from '../../../machinery/json.ts';
import { compileGoPattern } from '../../custom/pattern.ts';
import { validateCompleteness } from './completeness.ts';
import { itemsOf, type JsonSchema, valuesOf } from './schema-types.ts';

/** Where a schema stands: at the root, as the items of a list, or as a field. */
type Level = 'root' | 'item' | 'field';

const WHERE: Readonly<Record<Level, string>> = {
  root: 'at the root',
  item: 'for specified array items',
  field: 'for specified object fields',
};

/** ValidateStructural: every field has one type that is told outside of logical connectives. */
export function validateStructural(schema: JsonSchema, field: string): readonly FieldError[] {
  const faults = [...invariants(schema, 'root', field), ...validateCompleteness(schema, field)];
  return faults.toSorted((a, b) => compareText(fieldErrorText(a), fieldErrorText(b)));
}

function invariants(schema: JsonSchema, level: Level, field: string): readonly FieldError[] {
  const { type = '', properties = {}, additionalProperties } = schema;
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  return [
    ...(type === 'array' && items === undefined ? [required(`${field}.items`, 'must be specified')] : []),
    ...(items === undefined ? [] : invariants(items, 'item', `${field}.items`)),
    ...Object.entries(properties).flatMap(([name, property]) =>
      invariants(property, 'field', `${field}.properties[${name}]`),
    ),
    ...(additionalProperties !== undefined && level === 'root'
      ? [forbidden(`${field}.additionalProperties`, 'must not be used at the root')]
      : []),
    ...(values === undefined ? [] : invariants(values, 'field', `${field}.additionalProperties`)),
    ...extensions(schema, field),
    ...valueRules(schema, level, field),
    ...typeFaults(schema, level, field),
    ...(isEmbedded && additionalProperties !== undefined
      ? [
          forbidden(
            `${field}.additionalProperties`,
            'must not be used if x-kubernetes-embedded-resource is set',
          ),
        ]
      : []),
    ...(level === 'root' || isEmbedded ? metaFields(properties, field) : []),
    ...(level === 'root' && properties['metadata'] !== undefined
      ? rootMetadata(properties['metadata'], `${field}.properties[metadata]`)
      : []),
    ...(isEmbedded && !preserves(schema) && Object.keys(properties).length === 0
      ? [
          required(
            `${field}.properties`,
            'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
          ),
        ]
      : []),
  ];
}

const preserves = (schema: JsonSchema): boolean => schema['x-kubernetes-preserve-unknown-fields'] === true;

function typeFaults(schema: JsonSchema, level: Level, field: string): readonly FieldError[] {
  const { type = '' } = schema;
  const at = `${field}.type`;
  if (schema['x-kubernetes-embedded-resource'] === true && type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    return [type === '' ? required(at, why) : invalid(at, type, why)];
  }
  if (type === '')
    return schema['x-kubernetes-int-or-string'] === true || preserves(schema)
      ? []
      : [required(at, `must not be empty ${WHERE[level]}`)];
  return level === 'root' && type !== 'object' ? [invalid(at, type, 'must be object at the root')] : [];
}

function metaFields(properties: Readonly<Record<string, JsonSchema>>, field: string): readonly FieldError[] {
  return [
    ...(['kind', 'apiVersion'] as const).flatMap((name) => {
      const { type = '' } = properties[name] ?? { type: 'string' };
      return type === 'string' ? [] : [invalid(`${field}.properties[${name}].type`, type, 'must be string')];
    }),
    ...(properties['metadata'] !== undefined && properties['metadata'].type !== 'object'
      ? [invalid(`${field}.properties[metadata].type`, properties['metadata'].type ?? '', 'must be object')]
      : []),
  ];
}

/** Of metadata at the root a schema may only restrict the names. */
function rootMetadata(metadata: JsonSchema, field: string): readonly FieldError[] {
  const { type: _, default: __, properties = {}, ...rest } = metadata;
  const onlyNames = Object.keys(properties).every((name) => name === 'name' || name === 'generateName');
  if (onlyNames && Object.keys(rest).length === 0) return [];
  const why =
    'must not specify anything other than name and generateName, but metadata is implicitly specified';
  return [forbidden(field, why)];
}

function extensions(schema: JsonSchema, field: string): readonly FieldError[] {
  if (schema['x-kubernetes-int-or-string'] !== true) return [];
  const why = 'must be false if x-kubernetes-int-or-string is true';
  return [
    ...(preserves(schema) ? [invalid(`${field}.x-kubernetes-preserve-unknown-fields`, true, why)] : []),
    ...(schema['x-kubernetes-embedded-resource'] === true
      ? [invalid(`${field}.x-kubernetes-embedded-resource`, true, why)]
      : []),
  ];
}

const INT_OR_STRING: readonly JsonSchema[] = [{ type: 'integer' }, { type: 'string' }];
const isIntOrString = (schema: JsonSchema | undefined): boolean => equalJson(schema?.anyOf, INT_OR_STRING);

/** What connectives hold that is to be looked at; the patterns of int-or-string are let be. */
function nestedIn(schema: JsonSchema, level: Level, field: string): readonly FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not } = schema;
  return [
    ...(isIntOrString(schema) ? [] : anyOf.flatMap((one, i) => nested(one, level, `${field}.anyOf[${i}]`))),
    ...allOf.flatMap((one, i) =>
      nested(i === 0 && isIntOrString(one) ? withoutAnyOf(one) : one, level, `${field}.allOf[${i}]`),
    ),
    ...oneOf.flatMap((one, i) => nested(one, level, `${field}.oneOf[${i}]`)),
    ...(not === undefined ? [] : nested(not, level, `${field}.not`)),
  ];
}

const withoutAnyOf = ({ anyOf: _, ...rest }: JsonSchema): JsonSchema => rest;

function valueRules(schema: JsonSchema, level: Level, field: string): readonly FieldError[] {
  return [...nestedIn(schema, level, field), ...patternRules(schema.pattern ?? '', field)];
}

function patternRules(pattern: string, field: string): readonly FieldError[] {
  const compiled = compileGoPattern(pattern);
  if (!(compiled instanceof Error)) return [];
  const words = `must be a valid regular expression, but isn't: ${compiled.message}`;
  return [invalid(`${field}.pattern`, pattern, words)];
}

/** Inside connectives nothing may be told but rules for values. */
const NESTED: readonly (readonly [keyof JsonSchema, string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

function nested(schema: JsonSchema, level: Level, field: string): readonly FieldError[] {
  const items = itemsOf(schema);
  return [
    ...valueRules(schema, level, field),
    ...(items === undefined ? [] : nested(items, level, `${field}.items`)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      nested(property, 'field', `${field}.properties[${name}]`),
    ),
    ...NESTED.flatMap(([name, why]) => (schema[name] ? [forbidden(`${field}.${name}`, why)] : [])),
    ...(schema.properties?.['metadata'] === undefined
      ? []
      : [forbidden(`${field}.properties[metadata]`, 'must not be specified in a nested context')]),
  ];
}
