import { type Time, timeOf } from '../../../machinery/instant.ts';
import type { KubeObject, ObjectMeta } from '../../../machinery/object-meta.ts';
import { column, nameColumn } from '../../columns.ts';
import { isReady } from '../../core/node/conditions.ts';
import { Node } from '../../core/node/kind.ts';
import { defineKind, type View } from '../../kind.ts';
import { resourceList, sumOf, type Usage } from '../resource-list.ts';
import { SCRAPE, scrapedAt } from '../scrape.ts';
import { amountsFrom, usageOf } from '../usage.ts';

export interface NodeMetrics extends KubeObject {
  readonly timestamp: Time;
  readonly window: string;
  readonly usage: Usage;
}

/** What a node needs for itself. */
const SYSTEM = amountsFrom('cpu=50m,memory=512Mi');

/** What nodes use, as metrics-server tells it: what their pods use and what they need for themselves. */
export const NodeMetrics = defineKind<NodeMetrics>({
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind: 'NodeMetrics',
  plural: 'nodes',
  singular: '',
  scope: 'Cluster',
  verbs: ['get', 'list'],
  missing: { plural: 'nodemetrics' },
  computed: (view) =>
    view
      .list(Node, '')
      .filter(isReady)
      .map((node) => metricsOf(node, view)),
  columns: [
    nameColumn,
    column('cpu', ({ usage }) => usage.cpu ?? ''),
    column('memory', ({ usage }) => usage.memory ?? ''),
    column('Window', ({ window }) => window),
  ],
});

function metricsOf({ metadata: { name, labels } }: Node, view: View): NodeMetrics {
  const running = view.podsOn(name).filter(({ status }) => status?.phase === 'Running');
  const usage = running.flatMap((pod) => [...usageOf(pod, view.workloads).values()]);
  const metadata: Partial<ObjectMeta> = {
    name,
    creationTimestamp: timeOf(view.now),
    ...(labels === undefined ? {} : { labels }),
  };
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'NodeMetrics',
    metadata: metadata as ObjectMeta,
    timestamp: timeOf(scrapedAt(view.now)),
    window: `${SCRAPE / 1000}s`,
    usage: resourceList(sumOf([SYSTEM, ...usage])),
  };
}
