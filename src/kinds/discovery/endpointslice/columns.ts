import { ageColumn, column, firstThree, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { EndpointSlice, EndpointSlicePort } from './types.ts';

export const columns: readonly Column<EndpointSlice>[] = [
  nameColumn,
  column('AddressType', ({ addressType }) => addressType ?? ''),
  column('Ports', ({ ports }) => firstThree((ports ?? []).map(portCell)) || '<unset>'),
  column(
    'Endpoints',
    ({ endpoints }) => firstThree((endpoints ?? []).flatMap(({ addresses }) => addresses ?? [])) || '<unset>',
  ),
  ageColumn,
];

const portCell = ({ port, name }: EndpointSlicePort): string =>
  port === undefined ? (name ?? '*') : String(port);
