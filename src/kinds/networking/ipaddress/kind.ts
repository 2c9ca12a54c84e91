import { type FieldError, invalid, required } from '../../../machinery/field-path.ts';
import { dns1123Subdomain, pathSegmentName } from '../../../machinery/names.ts';
import type { KubeObject, ObjectMeta } from '../../../machinery/object-meta.ts';
import { qualified } from '../../../machinery/status.ts';
import { column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { validIp } from '../../validation/addresses.ts';
import { immutableStruct } from '../../validation/immutable.ts';

export interface ParentReference {
  readonly group?: string;
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface IPAddress extends KubeObject {
  readonly spec?: { readonly parentRef?: ParentReference };
}

export const IPAddress = defineKind<IPAddress>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  shortNames: ['ip'],
  scope: 'Cluster',
  validate: ({ spec }) =>
    spec?.parentRef === undefined
      ? [required('spec.parentRef')]
      : validateParent(spec.parentRef, 'spec.parentRef'),
  validateUpdate: ({ spec }, before) =>
    immutableStruct(spec?.parentRef ?? null, before.spec?.parentRef ?? null, 'spec.parentRef', () =>
      goDumpInternal('networking.k8s.io/v1.ParentReference', spec?.parentRef),
    ),
  nameRule: (name) => validIp(name, '').map(({ detail }) => detail),
  columns: [nameColumn, column('ParentRef', parentCell)],
});

const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by';
/** Who hands out cluster IPs. */
const ALLOCATOR = 'ipallocator.k8s.io';

/** The object that stands for a cluster IP of a Service. */
export const addressOf = (
  address: string,
  { namespace = '', name }: Pick<ObjectMeta, 'namespace' | 'name'>,
) => ({
  metadata: {
    name: address,
    labels: { 'ipaddress.kubernetes.io/ip-family': 'IPv4', [MANAGED_BY]: ALLOCATOR },
  },
  spec: { parentRef: { resource: 'services', namespace, name } },
});

/** Whether it stands for a cluster IP, and was not made by somebody else. */
export const isAllocated = ({ metadata }: IPAddress): boolean => metadata.labels?.[MANAGED_BY] === ALLOCATOR;

function validateParent(parent: ParentReference, field: string): readonly FieldError[] {
  const { group = '', resource = '', name = '', namespace = '' } = parent;
  const segment = (part: string, value: string): readonly FieldError[] =>
    pathSegmentName(value, false).map((text) => invalid(`${field}.${part}`, value, text));
  return [
    ...(group === '' ? [] : dns1123Subdomain(group).map((text) => invalid(`${field}.group`, group, text))),
    ...(resource === '' ? [required(`${field}.resource`)] : segment('resource', resource)),
    ...(name === '' ? [required(`${field}.name`)] : segment('name', name)),
    ...(namespace === '' ? [] : segment('namespace', namespace)),
  ];
}

function parentCell({ spec }: IPAddress): string {
  if (spec?.parentRef === undefined) return '<none>';
  const { group = '', resource = '', namespace, name = '' } = spec.parentRef;
  const place = namespace ? `/${namespace}` : '';
  return `${qualified(group, resource).toLowerCase()}${place}/${name}`;
}
