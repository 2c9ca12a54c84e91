import type { KubeObject, ObjectMeta } from '../../../machinery/object-meta.ts';
import { column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';

export interface ComponentCondition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
  readonly error?: string;
}

export interface ComponentStatus extends KubeObject {
  readonly conditions?: readonly ComponentCondition[];
}

/** Whom the API server asks how they are. Here they run as long as it does. */
const COMPONENTS = ['controller-manager', 'etcd-0', 'scheduler'];

export const ComponentStatus = defineKind<ComponentStatus>({
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  singular: 'componentstatus',
  shortNames: ['cs'],
  scope: 'Cluster',
  verbs: ['get', 'list'],
  computed: () => COMPONENTS.map(healthy),
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: [
    nameColumn,
    column('Status', statusCell),
    column('Message', (status) => healthOf(status)?.message ?? ''),
    column('Error', (status) => healthOf(status)?.error ?? ''),
  ],
});

function healthy(name: string): ComponentStatus {
  const metadata: Pick<ObjectMeta, 'name'> = { name };
  return {
    apiVersion: 'v1',
    kind: 'ComponentStatus',
    metadata: metadata as ObjectMeta,
    conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
  };
}

const healthOf = ({ conditions }: ComponentStatus): ComponentCondition | undefined =>
  conditions?.find(({ type }) => type === 'Healthy');

function statusCell(status: ComponentStatus): string {
  const health = healthOf(status);
  if (health === undefined) return 'Unknown';
  return health.status === 'True' ? 'Healthy' : 'Unhealthy';
}
