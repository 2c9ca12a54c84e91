import { ageColumn, column, nameColumn, wideColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import { conditionOf, rolesOf } from './conditions.ts';
import type { Node } from './types.ts';

export const columns: readonly Column<Node>[] = [
  nameColumn,
  column('Status', statusCell),
  column('Roles', (node) => rolesOf(node).join(',') || '<none>'),
  ageColumn,
  column('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  wideColumn('Internal-IP', (node) => addressCell(node, 'InternalIP')),
  wideColumn('External-IP', (node) => addressCell(node, 'ExternalIP')),
  wideColumn('OS-Image', ({ status }) => status?.nodeInfo?.osImage || '<unknown>'),
  wideColumn('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>'),
  wideColumn('Container-Runtime', ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
];

function statusCell(node: Node): string {
  const ready = conditionOf(node, 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

function addressCell({ status }: Node, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}
