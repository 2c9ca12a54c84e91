import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { ipWarnings } from '../../validation/addresses.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type Endpoints = types.Endpoints;
export const Endpoints = defineKind<Endpoints>({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  scope: 'Namespaced',
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings: (endpoints) => warnings(endpoints),
  columns,
});

/** SetDefaults_Endpoints. */
function defaults(endpoints: Endpoints): Endpoints {
  if (endpoints.subsets === undefined) return endpoints;
  const subsets = endpoints.subsets.map((subset) =>
    subset.ports === undefined
      ? subset
      : { ...subset, ports: subset.ports.map((port) => ({ ...port, protocol: port.protocol || 'TCP' })) },
  );
  return { ...endpoints, subsets };
}

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

/** The controller's own objects are known to be well-formed. */
function warnings({ metadata, subsets = [] }: Endpoints): readonly string[] {
  if (metadata.labels?.[MANAGED_BY] === 'endpoint-controller') return [];
  return subsets.flatMap((subset, i) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, j) => ipWarnings(ip, `subsets[${i}].${list}[${j}].ip`)),
    ),
  );
}
