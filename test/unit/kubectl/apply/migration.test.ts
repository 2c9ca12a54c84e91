import { describe, expect, test } from 'vitest';
import { migrated } from '../../../../src/kubectl/apply/migration.ts';
import type { ManagedFieldsEntry } from '../../../../src/machinery/object-meta.ts';

const entry = (
  manager: string,
  operation: 'Apply' | 'Update',
  fields: readonly string[],
  rest: ManagedFieldsEntry = {},
): ManagedFieldsEntry => ({
  manager,
  operation,
  apiVersion: 'v1',
  fieldsV1: Object.fromEntries(fields.map((field) => [`f:${field}`, {}])),
  ...rest,
});

describe('who applied on the client’s side becomes the server-side applier', () => {
  const client = entry('kubectl-client-side-apply', 'Update', ['a', 'b']);
  const status = entry('kubectl-client-side-apply', 'Update', ['s'], { subresource: 'status' });

  test.each([
    ['where there is none', [client], [entry('kubectl', 'Apply', ['a', 'b'])]],
    [
      'and one with the one there is',
      [entry('kubectl', 'Apply', ['b', 'c']), client],
      [entry('kubectl', 'Apply', ['a', 'b', 'c'])],
    ],
    [
      'but only of the same version',
      [entry('kubectl', 'Apply', ['c'], { apiVersion: 'v2' }), client],
      [entry('kubectl', 'Apply', ['c'], { apiVersion: 'v2' })],
    ],
    ['not for a sub-resource', [status], [status]],
    ['and nobody else does', [entry('other', 'Update', ['a'])], [entry('other', 'Update', ['a'])]],
  ])('%s', (_, before, after) => {
    expect(migrated(before, ['kubectl-client-side-apply'], 'kubectl')).toEqual(after);
  });
});
