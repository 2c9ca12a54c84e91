import type { Client } from '../../client/client.ts';
import { workloadsOf } from '../../client/workloads.ts';
import { APIService } from '../../kinds/apiregistration/apiservice/kind.ts';
import { Namespace } from '../../kinds/core/namespace/kind.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { isMeasured, METRICS_SERVICE, metricsApi, SCRAPE, scrapedAt } from '../../kinds/metrics/scrape.ts';
import { measuredAt, usageOf } from '../../kinds/metrics/usage.ts';
import type { Instant } from '../../machinery/instant.ts';
import type { Fault } from './fault.ts';
import type { Sample, Samples } from './groups.ts';

const NO_RESOURCE_METRICS = {
  'not there': 'the server could not find the requested resource',
  unavailable: 'the server is currently unable to handle the request',
} as const;
const NO_CUSTOM_METRICS =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';
const noExternalMetrics = (metric: string): string =>
  `unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${metric}.external.metrics.k8s.io)`;

/** What the metrics API tells of the pods' use of a resource; of one container where it is named. */
export function resourceSamples(
  client: Client,
  pods: readonly Pod[],
  resource: string,
  container: string,
  now: Instant,
): Samples | Fault {
  const api = metricsApi(client.find(APIService, { namespace: '', name: METRICS_SERVICE }));
  if (api !== 'served') {
    const why = `${NO_RESOURCE_METRICS[api]} (get pods.metrics.k8s.io)`;
    return { fault: `unable to fetch metrics from resource metrics API: ${why}` };
  }
  const measured = pods.filter((pod) => isMeasured(pod, now));
  if (measured.length === 0) return { fault: 'no metrics returned from resource metrics API' };
  return samplesOf(client, measured, resource, container, now);
}

/** A metric that the pods have beside what they use of resources. */
export function podSamples(
  client: Client,
  pods: readonly Pod[],
  metric: string,
  now: Instant,
): Samples | Fault {
  const measured = pods.filter((pod) => isMeasured(pod, now));
  const samples = samplesOf(client, measured, metric, '', now);
  return samples.size === 0 ? { fault: NO_CUSTOM_METRICS } : samples;
}

function samplesOf(
  client: Client,
  pods: readonly Pod[],
  name: string,
  container: string,
  now: Instant,
): Samples {
  const workloads = workloadsOf(client);
  const samples = new Map<string, Sample>();
  for (const pod of pods) {
    const usage = usageOf(pod, workloads);
    const amounts = container === '' ? [...usage.values()] : [usage.get(container)];
    const known = amounts.flatMap((one) => one?.get(name) ?? []);
    if (known.length < amounts.length) continue;
    const value = known.reduce((sum, amount) => sum + amount, 0);
    samples.set(pod.metadata.name, { value, at: scrapedAt(now), window: SCRAPE });
  }
  return samples;
}

/** What is measured at one object. */
export function objectValue(
  client: Client,
  {
    apiVersion = '',
    kind,
    name,
  }: { readonly apiVersion?: string; readonly kind: string; readonly name: string },
  namespace: string,
  metric: string,
): number | Fault {
  const known = client.kindFor(apiVersion || 'v1', kind);
  const object = known === undefined ? undefined : client.find(known, { namespace, name });
  return (object && measuredAt(object).get(metric)) ?? { fault: NO_CUSTOM_METRICS };
}

/** What comes from outside of the cluster is told by the namespace. */
export function externalValue(client: Client, namespace: string, metric: string): number | Fault {
  const found = client.find(Namespace, { namespace: '', name: namespace });
  return (found && measuredAt(found).get(metric)) ?? { fault: noExternalMetrics(metric) };
}
