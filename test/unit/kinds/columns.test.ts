import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../../src/kinds/index.ts';
import type { AnyKind } from '../../../src/kinds/kind.ts';
import { type Instant, instantOf } from '../../../src/machinery/instant.ts';

interface ColumnVector {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly priority: number;
}
interface PrinterCase {
  readonly test: string;
  readonly n: number;
  readonly rows: readonly (readonly unknown[])[];
  readonly objects: readonly unknown[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(`${import.meta.dirname}/../../vectors/${name}`, 'utf8'));
const definitions = read('columns-1.33.json') as Readonly<Record<string, readonly ColumnVector[]>>;
/** Upstream's tables name groups by their first word. */
const vectorName = (kind: AnyKind): string =>
  `${kind.group === '' ? 'core' : kind.group.split('.')[0]}.${kind.kind}`;

const TESTED: readonly string[] = [
  'ClusterRoleBinding',
  'ConfigMap',
  'ControllerRevision',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'EndpointSlice',
  'Endpoints',
  'Event',
  'HorizontalPodAutoscaler',
  'Ingress',
  'IngressClass',
  'Job',
  'Lease',
  'Namespace',
  'NetworkPolicy',
  'Node',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'PodTemplate',
  'PriorityClass',
  'ReplicaSet',
  'ReplicationController',
  'ResourceQuota',
  'RoleBinding',
  'RuntimeClass',
  'Secret',
  'Service',
  'ServiceAccount',
  'StatefulSet',
  'StorageClass',
];

describe('the columns of the Table (printers 4)', () => {
  test.each(
    kinds.filter((kind) => vectorName(kind) in definitions).map((kind) => [vectorName(kind), kind] as const),
  )('%s', (name, kind) => {
    const columns = kind.columns.map(({ name, type, format = '', wide }) => ({
      name,
      type,
      format,
      priority: wide ? 1 : 0,
    }));
    expect(columns).toEqual(definitions[name]);
  });
});

/** Not what a server meets: a cell cut because the table is narrow (it always renders all), a template without a pod, a bookmark. */
const OUT_OF_REACH = [
  'TestPrintServiceLoadBalancer 3',
  'TestPrintDaemonSetList 0',
  'TestPrintReplicationController 3',
];

describe.each(TESTED)('cells of %s (printers 5)', (name) => {
  const kind = kinds.find((one) => one.kind === name) as AnyKind;
  const { now, cases } = read(`printers-${name}.json`) as { now: string; cases: readonly PrinterCase[] };
  const told = cases.map((one) => [`${one.test} ${one.n}`, one] as const);
  test.each(told.filter(([title]) => !OUT_OF_REACH.includes(title)))('%s', (_, { rows, objects }) => {
    const count = rows[0]?.length ?? 0;
    const isWhole = count === kind.columns.length;
    const shown = kind.columns.filter((column) => isWhole || !column.wide).slice(0, count);
    const cells = objects.map((object) => shown.map(({ cell }) => cell(object, instantOf(now) as Instant)));
    expect(cells).toEqual(rows);
  });
});
