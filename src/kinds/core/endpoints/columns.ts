import { ageColumn, column, firstThree, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { EndpointSubset, Endpoints } from './types.ts';

export const columns: readonly Column<Endpoints>[] = [
  nameColumn,
  column('Endpoints', endpointsCell),
  ageColumn,
];

function endpointsCell({ subsets = [] }: Endpoints): string {
  return subsets.length === 0 ? '<none>' : firstThree(subsets.flatMap(addressesOf));
}

function addressesOf({ addresses = [], ports = [] }: EndpointSubset): readonly string[] {
  if (ports.length === 0) return addresses.map(({ ip }) => ip);
  return ports.flatMap(({ port }) =>
    addresses.map(({ ip }) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)),
  );
}
