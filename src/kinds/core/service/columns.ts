import { ageColumn, column, labelsCell, nameColumn, wideColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { LoadBalancerStatus, Service, ServicePort } from './types.ts';

export const columns: readonly Column<Service>[] = [
  nameColumn,
  column('Type', ({ spec }) => spec.type ?? ''),
  column('Cluster-IP', ({ spec }) => spec.clusterIPs?.[0] ?? '<none>'),
  column('External-IP', externalAddressCell),
  column('Port(s)', ({ spec }) => spec.ports?.map(portText).join(',') || '<none>'),
  ageColumn,
  wideColumn('Selector', ({ spec }) => labelsCell(spec.selector)),
];

const portText = ({ port, nodePort, protocol }: ServicePort): string =>
  nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;

/** The addresses a load balancer has given, sorted; those with neither address nor name do not count. */
export function loadBalancerText(status: LoadBalancerStatus | undefined): string {
  const places = (status?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(places.filter((place) => place !== ''))].sort().join(',');
}

function externalAddressCell({ spec, status }: Service): string {
  const externalIps = (spec.externalIPs ?? []).join(',');
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return externalIps || '<none>';
    case 'LoadBalancer': {
      const places = [loadBalancerText(status?.loadBalancer), externalIps].filter((text) => text !== '');
      return places.join(',') || '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}
