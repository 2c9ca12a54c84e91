import { type FieldError, invalid } from '../../../machinery/field-path.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { nonNegative } from '../../validation/numbers.ts';
import { columns } from './columns.ts';
import { asRead, asWritten } from './heartbeat.ts';
import type * as types from './types.ts';

export type Lease = types.Lease;
export const Lease = defineKind<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  scope: 'Namespaced',
  unconditionalUpdate: false,
  prepareForCreate: withoutCoordination,
  prepareForUpdate: withoutCoordination,
  validate,
  nameRule: nameIsDnsSubdomain,
  columns,
  asRead,
  asWritten,
});

/** Coordinated leader election is behind a gate that is off in 1.33. */
function withoutCoordination(lease: Lease): Lease {
  const { strategy: _, preferredHolder: __, ...spec } = lease.spec ?? {};
  return { ...lease, spec };
}

function validate({ spec }: Lease): readonly FieldError[] {
  const duration = spec?.leaseDurationSeconds;
  const field = 'spec.leaseDurationSeconds';
  return [
    ...(duration === undefined || duration > 0 ? [] : [invalid(field, duration, 'must be greater than 0')]),
    ...nonNegative(spec?.leaseTransitions, 'spec.leaseTransitions'),
  ];
}
