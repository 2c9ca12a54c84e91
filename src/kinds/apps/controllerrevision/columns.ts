import { controllerOf } from '../../../machinery/object-meta.ts';
import { qualified } from '../../../machinery/status.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { ControllerRevision } from './types.ts';

export const columns: readonly Column<ControllerRevision>[] = [
  nameColumn,
  column('Controller', controllerCell),
  column('Revision', ({ revision }) => revision ?? 0),
  ageColumn,
];

function controllerCell(object: ControllerRevision): string {
  const owner = controllerOf(object);
  if (owner === undefined) return '<none>';
  const group = owner.apiVersion.includes('/') ? (owner.apiVersion.split('/')[0] ?? '') : '';
  return `${qualified(group, owner.kind).toLowerCase()}/${owner.name}`;
}
