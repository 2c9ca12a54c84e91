import { type Time, timeOf } from '../../../machinery/instant.ts';
import type { KubeObject, ObjectMeta } from '../../../machinery/object-meta.ts';
import { column, nameColumn } from '../../columns.ts';
import { Pod } from '../../core/pod/kind.ts';
import { defineKind, type View } from '../../kind.ts';
import { resourceList, sumOf, type Usage } from '../resource-list.ts';
import { isMeasured, SCRAPE, scrapedAt } from '../scrape.ts';
import { amountsFrom, usageOf } from '../usage.ts';

export interface PodMetrics extends KubeObject {
  readonly timestamp: Time;
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: Usage }[];
}

/** What the containers of pods use, as metrics-server tells it. */
export const PodMetrics = defineKind<PodMetrics>({
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  singular: '',
  scope: 'Namespaced',
  verbs: ['get', 'list'],
  missing: { plural: 'podmetrics' },
  computed: (view, namespace) =>
    view
      .list(Pod, namespace)
      .filter((pod) => isMeasured(pod, view.now))
      .map((pod) => metricsOf(pod, view)),
  columns: [
    nameColumn,
    column('cpu', (metrics) => totalOf(metrics).cpu ?? ''),
    column('memory', (metrics) => totalOf(metrics).memory ?? ''),
    column('Window', ({ window }) => window),
  ],
});

const totalOf = ({ containers }: PodMetrics): Usage =>
  resourceList(
    sumOf(
      containers.map(({ usage: { cpu = '0', memory = '0' } }) => amountsFrom(`cpu=${cpu},memory=${memory}`)),
    ),
  );

function metricsOf(pod: Pod, { now, workloads }: View): PodMetrics {
  const { name, namespace, labels } = pod.metadata;
  const metadata: Partial<ObjectMeta> = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: timeOf(now),
    ...(labels === undefined ? {} : { labels }),
  };
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: metadata as ObjectMeta,
    timestamp: timeOf(scrapedAt(now)),
    window: `${SCRAPE / 1000}s`,
    containers: [...usageOf(pod, workloads)].map(([container, amounts]) => ({
      name: container,
      usage: resourceList(amounts),
    })),
  };
}
