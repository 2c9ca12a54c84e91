import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { certificateWarnings } from './certificate-warnings.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type Secret = types.Secret;
export const Secret = defineKind<Secret>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
  defaults,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings: (secret) => certificateWarnings(secret),
  columns,
  selectableFields: { type: ({ type }) => type ?? '' },
});

/** SetDefaults_Secret, and what conversion does: stringData goes into data. */
function defaults({ stringData, ...secret }: Secret): Secret {
  const typed = { ...secret, type: secret.type || 'Opaque' };
  if (stringData === undefined) return typed;
  const encoded = Object.entries(stringData).map(([key, text]) => [
    key,
    Buffer.from(text).toString('base64'),
  ]);
  return { ...typed, data: { ...secret.data, ...Object.fromEntries(encoded) } };
}
