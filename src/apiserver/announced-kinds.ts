import { APIService } from '../kinds/apiregistration/apiservice/kind.ts';
import { erased, type Kind } from '../kinds/kind.ts';
import { NodeMetrics } from '../kinds/metrics/nodemetrics/kind.ts';
import { PodMetrics } from '../kinds/metrics/podmetrics/kind.ts';
import { METRICS_SERVICE, metricsApi } from '../kinds/metrics/scrape.ts';
import type { Store } from '../store/store.ts';
import { apiVersionOf, type DefinedKinds, keyOf } from './registry.ts';

/** The metrics API: nobody stores what it serves. */
const METRICS: readonly Kind[] = [erased(NodeMetrics), erased(PodMetrics)];

/** Kinds that an aggregated API server would serve: they are there while their APIService is available. */
export function announcedKinds(store: Store): DefinedKinds {
  const service = keyOf(APIService, '', METRICS_SERVICE);
  const served = (): readonly Kind[] =>
    metricsApi(store.get(service)?.value as APIService | undefined) === 'served' ? METRICS : [];
  return {
    byPath: (group, version, plural) =>
      METRICS.some((kind) => kind.group === group)
        ? served().find((kind) => kind.version === version && kind.plural === plural)
        : undefined,
    byKind: (apiVersion, name) =>
      METRICS.some((kind) => apiVersionOf(kind) === apiVersion)
        ? served().find(({ kind }) => kind === name)
        : undefined,
    stored: () => [],
    served,
  };
}
