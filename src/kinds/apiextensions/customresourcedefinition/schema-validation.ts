import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { showStrings } from '../../validation/go-values.ts';
import { itemsOf, type JsonSchema, valuesOf } from './schema-types.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** ValidateCustomResourceDefinitionOpenAPISchema: what Kubernetes does not take of OpenAPI, and its own extensions. */
export function validateSchema(
  schema: JsonSchema,
  field: string,
  place: Place = ROOT,
): readonly FieldError[] {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const inner: Place = { ...place, isRoot: false };
  return [
    ...unsupportedParts(schema, field, place),
    ...(values !== undefined && Object.keys(schema.properties ?? {}).length > 0
      ? [
          forbidden(
            `${field}.additionalProperties`,
            'additionalProperties and properties are mutual exclusive',
          ),
        ]
      : []),
    ...(values === undefined ? [] : validateSchema(values, `${field}.additionalProperties`, inner)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      validateSchema(property, `${field}.properties[${name}]`, placeOf(name, schema, place)),
    ),
    ...(schema.not === undefined ? [] : validateSchema(schema.not, `${field}.not`, inner)),
    ...(['allOf', 'oneOf', 'anyOf'] as const).flatMap((name) =>
      (schema[name] ?? []).flatMap((one, i) => validateSchema(one, `${field}.${name}[${i}]`, inner)),
    ),
    ...(items === undefined ? [] : validateSchema(items, `${field}.items`, inner)),
    ...mapTypeFaults(schema, field),
    ...listTypeFaults(schema, field),
    ...ruleFaults(schema, `${field}.x-kubernetes-validations`),
  ];
}

/** What a place allows. */
interface Place {
  readonly isRoot: boolean;
  readonly isInMetadata: boolean;
  /** Why no default may stand here. */
  readonly noDefaults?: string;
}

const ROOT: Place = { isRoot: true, isInMetadata: false };
const META_FIELDS = ['metadata', 'apiVersion', 'kind'];

function placeOf(name: string, schema: JsonSchema, place: Place): Place {
  const inner = { ...place, isRoot: false };
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  if (!META_FIELDS.includes(name) || (!place.isRoot && !isEmbedded)) return inner;
  return { ...inner, isInMetadata: true, ...(place.isRoot ? { noDefaults: `in top-level ${name}` } : {}) };
}

const UNSUPPORTED = [
  'id',
  'additionalItems',
  'patternProperties',
  'definitions',
  'dependencies',
  '$ref',
] as const;

function unsupportedParts(schema: JsonSchema, field: string, place: Place): readonly FieldError[] {
  const { type = '' } = schema;
  return [
    ...(type !== '' && !TYPES.includes(type) ? [unsupported(`${field}.type`, type, TYPES)] : []),
    ...(schema.default !== undefined && place.noDefaults !== undefined
      ? [forbidden(`${field}.default`, `must not be set ${place.noDefaults}`)]
      : []),
    ...UNSUPPORTED.flatMap((name) =>
      schema[name] === undefined || schema[name] === ''
        ? []
        : [forbidden(`${field}.${name}`, `${name} is not supported`)],
    ),
    ...(type === 'null'
      ? [forbidden(`${field}.type`, 'type cannot be set to null, use nullable as an alternative')]
      : []),
    ...(Array.isArray(schema.items)
      ? [forbidden(`${field}.items`, 'items must be a schema object and not an array')]
      : []),
    ...(place.isInMetadata && schema['x-kubernetes-embedded-resource'] === true
      ? [forbidden(`${field}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta')]
      : []),
    ...(schema.uniqueItems === true
      ? [
          forbidden(
            `${field}.uniqueItems`,
            'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
          ),
        ]
      : []),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === false
      ? [invalid(`${field}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')]
      : []),
  ];
}

function wrongType(
  schema: JsonSchema,
  wanted: string,
  because: string,
  field: string,
): readonly FieldError[] {
  const { type = '' } = schema;
  if (type === wanted) return [];
  const why = `must be ${wanted} if ${because} is specified`;
  return [type === '' ? required(`${field}.type`, why) : invalid(`${field}.type`, type, why)];
}

function mapTypeFaults(schema: JsonSchema, field: string): readonly FieldError[] {
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return [];
  const known = ['atomic', 'granular'];
  return [
    ...wrongType(schema, 'object', 'x-kubernetes-map-type', field),
    ...(known.includes(mapType) ? [] : [unsupported(`${field}.x-kubernetes-map-type`, mapType, known)]),
  ];
}

function listTypeFaults(schema: JsonSchema, field: string): readonly FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const at = `${field}.x-kubernetes-list-type`;
  const notMap = 'must be map if x-kubernetes-list-map-keys is non-empty';
  if (listType === undefined) return keys.length === 0 ? [] : [required(at, notMap)];
  const known = ['atomic', 'set', 'map'];
  const typed = wrongType(schema, 'array', 'x-kubernetes-list-type', field);
  return [
    ...typed,
    ...(typed.length === 0 && listType === 'set' ? setItemFaults(schema, `${field}.items`) : []),
    ...(known.includes(listType) ? [] : [unsupported(at, listType, known)]),
    ...(keys.length > 0 && listType !== 'map' ? [invalid(at, listType, notMap)] : []),
    ...(listType === 'map' ? mapListFaults(schema, keys, field) : []),
  ];
}

function setItemFaults(schema: JsonSchema, field: string): readonly FieldError[] {
  const items = itemsOf(schema);
  const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const listType = items?.['x-kubernetes-list-type'];
  if (items?.type === 'array' && listType !== undefined && listType !== 'atomic')
    return [invalid(`${field}.x-kubernetes-list-type`, listType, why)];
  if (items?.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic')
    return [invalid(`${field}.x-kubernetes-map-type`, listType ?? null, why)];
  return [];
}

function mapListFaults(schema: JsonSchema, keys: readonly string[], field: string): readonly FieldError[] {
  const items = itemsOf(schema);
  const at = `${field}.x-kubernetes-list-map-keys`;
  const faults: FieldError[] =
    keys.length === 0 ? [required(at, 'must not be empty if x-kubernetes-list-type is map')] : [];
  if (items === undefined)
    return [...faults, required(`${field}.items`, 'must have a schema if x-kubernetes-list-type is map')];
  if (items.type !== 'object') {
    const why = "must be object if parent array's x-kubernetes-list-type is map";
    return [...faults, invalid(`${field}.items.type`, items.type ?? '', why)];
  }
  keys.forEach((key, i) => {
    const property = items.properties?.[key];
    const scalar = "must be a scalar type if parent array's x-kubernetes-list-type is map";
    if (property === undefined)
      faults.push(invalidShown(at, showStrings(keys), 'entries must all be names of item properties'));
    else if (property.type === 'array' || property.type === 'object')
      faults.push(invalid(`${field}.items.properties[${key}].type`, items.type, scalar));
    else if (property.default === undefined && !(items.required ?? []).includes(key))
      faults.push(
        required(
          `${field}.items.properties[${key}].default`,
          'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
        ),
      );
    if (keys.indexOf(key) < i)
      faults.push(invalidShown(at, showStrings(keys), 'must not contain duplicate entries'));
  });
  return faults;
}

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const hasBreaks = (text: string): boolean => /[\n\r]/.test(text);

/** Of rules in CEL only the outside is looked at: they are kept and neither compiled nor evaluated. */
function ruleFaults(schema: JsonSchema, field: string): readonly FieldError[] {
  return (schema['x-kubernetes-validations'] ?? []).flatMap((one, i) => {
    const { rule = '', message = '', messageExpression = '', reason } = one;
    const at = `${field}[${i}]`;
    const told = message.trim();
    return [
      ...(rule.trim() === ''
        ? [required(`${at}.rule`, 'rule is not specified')]
        : message !== '' && told === ''
          ? [invalid(`${at}.message`, message, 'message must be non-empty if specified')]
          : hasBreaks(told)
            ? [invalid(`${at}.message`, message, 'message must not contain line breaks')]
            : hasBreaks(rule.trim()) && told === ''
              ? [required(`${at}.message`, 'message must be specified if rule contains line breaks')]
              : []),
      ...(messageExpression !== '' && messageExpression.trim() === ''
        ? [required(`${at}.messageExpression`, 'messageExpression must be non-empty if specified')]
        : []),
      ...(reason === undefined || REASONS.includes(reason)
        ? []
        : [unsupported(`${at}.reason`, reason, REASONS)]),
    ];
  });
}
