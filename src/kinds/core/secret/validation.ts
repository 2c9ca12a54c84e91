import { type FieldError, invalid, required, tooLong } from '../../../machinery/field-path.ts';
import { isFields } from '../../../machinery/json.ts';
import { jsonTextFault } from '../../../machinery/json-fault.ts';
import { base64Bytes } from '../../validation/base64.ts';
import { immutable } from '../../validation/immutable.ts';
import { MOST_BYTES, validateKey, validateStaysImmutable } from '../configmap/validation.ts';
import type { Secret } from './types.ts';

/** ValidateSecret. */
export function validate(secret: Secret): readonly FieldError[] {
  const { data = {} } = secret;
  const keys = Object.keys(data).sort();
  const bytes = keys.reduce((sum, key) => sum + base64Bytes(data[key]), 0);
  return [
    ...keys.flatMap((key) => validateKey('data', key)),
    ...(bytes > MOST_BYTES ? [tooLong('data', MOST_BYTES)] : []),
    ...validateType(secret, data),
  ];
}

const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

function validateType(
  { type, metadata }: Secret,
  data: Readonly<Record<string, string>>,
): readonly FieldError[] {
  switch (type) {
    case 'kubernetes.io/service-account-token':
      return metadata.annotations?.[ACCOUNT_NAME] ? [] : [required(`metadata.annotations[${ACCOUNT_NAME}]`)];
    case 'kubernetes.io/dockercfg':
      return validateJson(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return validateJson(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth':
      return 'username' in data || 'password' in data ? [] : missing(data, 'username', 'password');
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required('data[ssh-privatekey]')];
    case 'kubernetes.io/tls':
      return missing(data, 'tls.crt', 'tls.key');
    default:
      return [];
  }
}

function missing(data: Readonly<Record<string, string>>, ...keys: readonly string[]): readonly FieldError[] {
  return keys.filter((key) => !(key in data)).map((key) => required(`data[${key}]`));
}

function validateJson(data: Readonly<Record<string, string>>, key: string): readonly FieldError[] {
  if (!(key in data)) return [required(`data[${key}]`)];
  const fault = jsonObjectFault(Buffer.from(data[key] ?? '', 'base64').toString());
  return fault === undefined ? [] : [invalid(`data[${key}]`, '<secret contents redacted>', fault)];
}

/** ValidateSecretUpdate. */
export function validateUpdate(secret: Secret, before: Secret): readonly FieldError[] {
  return [
    ...immutable(secret.type, before.type, 'type'),
    ...validateStaysImmutable(secret, before, ['data']),
    ...validate(secret),
  ];
}

/** Go's words for a text that is no JSON object; undefined where it is one. */
function jsonObjectFault(text: string): string | undefined {
  const fault = jsonTextFault(text);
  if (fault !== undefined) return fault;
  const value: unknown = JSON.parse(text);
  if (value === null || isFields(value)) return undefined;
  return `json: cannot unmarshal ${goWord(value)} into Go value of type map[string]interface {}`;
}

function goWord(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
