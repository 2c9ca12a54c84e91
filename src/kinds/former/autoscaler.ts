import { type Fields, isFields } from '../../machinery/json.ts';
import { readAnnotations, withoutOurs } from '../autoscaling/horizontalpodautoscaler/v1/annotations.ts';
import { metricFromV1, statusFromV1 } from '../autoscaling/horizontalpodautoscaler/v1/metrics.ts';
import { partOf, withItems, withPart } from './parts.ts';

/** autoscaling/v2beta1: metrics had the form that annotations of v1 still carry, and so had the behaviour. */
export function renewedAutoscaler(object: Fields): Fields {
  const annotations = partOf(partOf(object, 'metadata'), 'annotations');
  const texts = Object.fromEntries(
    Object.entries(annotations).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const { behavior } = readAnnotations(texts);
  const bare = isFields(partOf(object, 'metadata')['annotations'])
    ? withPart(object, 'metadata', (metadata) => ({ ...metadata, annotations: withoutOurs(texts) }))
    : object;
  const specified = withPart(bare, 'spec', (spec) => ({
    ...withItems(spec, 'metrics', (metric) => ({ ...metricFromV1(metric) })),
    ...(behavior === undefined ? {} : { behavior }),
  }));
  if (!isFields(object['status'])) return specified;
  return withPart(specified, 'status', (status) =>
    withItems(status, 'currentMetrics', (metric) => ({ ...statusFromV1(metric) })),
  );
}
