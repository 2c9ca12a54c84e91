import { type FieldError, invalid, invalidShown, required } from '../../../machinery/field-path.ts';
import type { Time } from '../../../machinery/instant.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { parseCidr, validCidr } from '../../validation/addresses.ts';
import { showStrings } from '../../validation/go-values.ts';
import { IMMUTABLE } from '../../validation/immutable.ts';

export interface ServiceCIDR extends KubeObject {
  readonly spec?: { readonly cidrs?: readonly string[] };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime?: Time;
      readonly reason: string;
      readonly message: string;
    }[];
  };
}

export const ServiceCIDR = defineKind<ServiceCIDR>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  scope: 'Cluster',
  subresources: ['status'],
  prepareForCreate: (range) => ({ ...range, status: {} }),
  raisesGeneration: undefined,
  validate: ({ spec }) => validateRanges(spec?.cidrs ?? [], 'spec.cidrs'),
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns: [nameColumn, column('CIDRs', ({ spec }) => (spec?.cidrs ?? []).join(',')), ageColumn],
});

function validateRanges(ranges: readonly string[], field: string): readonly FieldError[] {
  if (ranges.length === 0) return [required(field, 'at least one CIDR required')];
  const shown = showStrings(ranges);
  if (ranges.length > 2) return [invalidShown(field, shown, 'may only hold up to 2 values')];
  const [first, second] = ranges.map((range) => parseCidr(range)?.address.family);
  const alike = ranges.length === 2 && first !== undefined && first === second;
  return [
    ...ranges.flatMap((range, i) => validCidr(range, `${field}[${i}]`)),
    ...(alike
      ? [
          invalidShown(
            field,
            shown,
            'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
          ),
        ]
      : []),
  ];
}

/** A range stays; one of the other family may come beside it. */
function validateUpdate({ spec }: ServiceCIDR, before: ServiceCIDR): readonly FieldError[] {
  const [now, then] = [spec?.cidrs ?? [], before.spec?.cidrs ?? []];
  const grows = then.length === 1 && now.length === 2;
  if (!grows && now.length !== then.length) return [invalidShown('spec.cidrs', showStrings(now), IMMUTABLE)];
  const changed = then.flatMap((range, i) =>
    range === now[i] ? [] : [invalid(`spec.cidrs[${i}]`, now[i] ?? '', IMMUTABLE)],
  );
  return grows ? [...changed, ...validateRanges(now, 'spec.cidrs')] : changed;
}
