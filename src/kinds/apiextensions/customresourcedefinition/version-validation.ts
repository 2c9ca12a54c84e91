import { type FieldError, forbidden, invalid, required } from '../../../machinery/field-path.ts';
import { schemaFaults } from '../../custom/default-validation.ts';
import type { JsonSchema } from './schema-types.ts';
import { validateSchema } from './schema-validation.ts';
import { validateStructural } from './structural-validation.ts';
import type { DefinitionVersion, PrinterColumn, ScalePaths } from './types.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = [
  'binary',
  'byte',
  'date',
  'date-time',
  'double',
  'float',
  'int32',
  'int64',
  'password',
];

/** The schema of one version, or of all where they have the same. */
export function validateVersionSchema(schema: JsonSchema, field: string): readonly FieldError[] {
  const structural = validateStructural(schema, field);
  return [
    ...(schema.nullable === true
      ? [forbidden(`${field}.nullable`, 'nullable cannot be true at the root')]
      : []),
    ...structural,
    ...(structural.length === 0 ? schemaFaults(schema, field) : []),
    ...validateSchema(schema, field),
  ];
}

/** ValidateCustomResourceDefinitionSubresources. */
export function validateScalePaths(scale: ScalePaths, field: string): readonly FieldError[] {
  const { specReplicasPath: spec, statusReplicasPath: status, labelSelectorPath: selector } = scale;
  const under = (text: string, name: string, root: string): readonly FieldError[] => {
    if (!text) return [required(`${field}.${name}`)];
    const faults = validateSimplePath(text, `${field}.${name}`);
    if (faults.length > 0 || text.startsWith(`.${root}.`)) return faults;
    return [invalid(`${field}.${name}`, text, `should be a json path under .${root}`)];
  };
  return [
    ...under(spec, 'specReplicasPath', 'spec'),
    ...under(status, 'statusReplicasPath', 'status'),
    ...(selector && !/^\.(spec|status)\./.test(selector)
      ? [
          invalid(
            `${field}.labelSelectorPath`,
            selector,
            selector.startsWith('.')
              ? 'should be a json path under either .spec or .status'
              : 'must be a simple json path starting with .',
          ),
        ]
      : []),
  ];
}

function validateSimplePath(path: string, field: string): readonly FieldError[] {
  return path.startsWith('.') ? [] : [invalid(field, path, 'must be a simple json path starting with .')];
}

/** ValidateCustomResourceColumnDefinition. */
export function validateColumn(column: PrinterColumn, field: string): readonly FieldError[] {
  const { name, type, format, jsonPath } = column;
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  return [
    ...(name ? [] : [required(`${field}.name`)]),
    ...(type ? [] : [required(`${field}.type`, types)]),
    ...(type && !COLUMN_TYPES.includes(type) ? [invalid(`${field}.type`, type, types)] : []),
    ...(format && !COLUMN_FORMATS.includes(format)
      ? [invalid(`${field}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`)]
      : []),
    ...(jsonPath ? validateSimplePath(jsonPath, `${field}.JSONPath`) : [required(`${field}.JSONPath`)]),
  ];
}

/** validateDeprecationWarning. */
export function validateDeprecation(version: DefinitionVersion, field: string): readonly FieldError[] {
  const { deprecated = false, deprecationWarning: warning } = version;
  if (warning === undefined) return [];
  const fault = (why: string): FieldError => invalid(`${field}.deprecationWarning`, warning, why);
  if (!deprecated) return [fault('can only be set for deprecated versions')];
  const at = warning.search(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u);
  return [
    ...(Buffer.byteLength(warning) > 256 ? [fault('must be <= 256 characters long')] : []),
    ...(warning === '' ? [fault('must not be an empty string')] : []),
    ...(at === -1
      ? []
      : [
          fault(`must only contain printable UTF-8 characters; non-printable character found at index ${at}`),
        ]),
  ];
}
