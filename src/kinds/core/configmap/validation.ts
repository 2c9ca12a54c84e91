import { type FieldError, forbidden, invalid, tooLong } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { configMapKey } from '../../../machinery/value-rules.ts';
import { base64Bytes } from '../../validation/base64.ts';
import type { ConfigMap } from './types.ts';

/** MaxSecretSize, which holds for ConfigMaps too. */
export const MOST_BYTES = 1024 * 1024;

/** ValidateConfigMap. */
export function validate({ data = {}, binaryData = {} }: ConfigMap): readonly FieldError[] {
  const keys = Object.keys(data).sort();
  const binaryKeys = Object.keys(binaryData).sort();
  const bytes =
    keys.reduce((sum, key) => sum + Buffer.byteLength(data[key] ?? ''), 0) +
    binaryKeys.reduce((sum, key) => sum + base64Bytes(binaryData[key]), 0);
  return [
    ...keys.flatMap((key) => [
      ...validateKey('data', key),
      ...(key in binaryData ? [invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')] : []),
    ]),
    ...binaryKeys.flatMap((key) => validateKey('binaryData', key)),
    ...(bytes > MOST_BYTES ? [tooLong('', MOST_BYTES)] : []),
  ];
}

/** The key of a ConfigMap's or Secret's entry. */
export function validateKey(field: string, key: string): readonly FieldError[] {
  return configMapKey(key).map((text) => invalid(`${field}[${key}]`, key, text));
}

/** ValidateConfigMapUpdate. */
export function validateUpdate(configMap: ConfigMap, before: ConfigMap): readonly FieldError[] {
  return [...validateStaysImmutable(configMap, before, ['data', 'binaryData']), ...validate(configMap)];
}

interface MayBeImmutable {
  readonly immutable?: boolean;
  readonly data?: unknown;
  readonly binaryData?: unknown;
}

/** What was marked immutable stays so, with all its content. */
export function validateStaysImmutable(
  object: MayBeImmutable,
  before: MayBeImmutable,
  fields: readonly ('data' | 'binaryData')[],
): readonly FieldError[] {
  if (!before.immutable) return [];
  const why = 'field is immutable when `immutable` is set';
  const changed = fields.filter((field) => !equalJson(object[field], before[field]));
  return [
    ...(object.immutable ? [] : [forbidden('immutable', why)]),
    ...changed.map((field) => forbidden(field, why)),
  ];
}
