import { type FieldError, required } from '../../../machinery/field-path.ts';
import { isFields } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { goDump } from '../../schema/go-dump.ts';
import { immutableStruct } from '../../validation/immutable.ts';
import { nonNegative } from '../../validation/numbers.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';

export type ControllerRevision = types.ControllerRevision;
export const ControllerRevision = defineKind<ControllerRevision>({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  scope: 'Namespaced',
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns,
});

function validate({ revision, data }: ControllerRevision): readonly FieldError[] {
  return [...nonNegative(revision, 'revision'), ...validateData(data)];
}

function validateData(data: ControllerRevision['data']): readonly FieldError[] {
  if (data === undefined || data === null) return [required('data', 'data is mandatory')];
  return isFields(data) ? [] : [required('data', 'data must be a valid JSON object')];
}

/** Data never changes; the revision's number may. */
function validateUpdate(
  { revision, data }: ControllerRevision,
  before: ControllerRevision,
): readonly FieldError[] {
  return [
    ...nonNegative(revision, 'revision'),
    ...immutableStruct(data, before.data, 'data', () => goDump('runtime.RawExtension', data)),
  ];
}
