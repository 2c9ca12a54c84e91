import { type Fields, isFields } from '../../machinery/json.ts';

const API_VERSION = 'meta.k8s.io/v1';

/** An object, or a list of them, reduced to PartialObjectMetadata; a Status stays as it is. */
export function partialMetadata(answer: unknown): unknown {
  if (!isFields(answer) || answer['kind'] === 'Status') return answer;
  const { items } = answer;
  if (!Array.isArray(items)) return partial(answer);
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion: API_VERSION,
    metadata: answer['metadata'],
    items: items.map(partial),
  };
}

const partial = ({ metadata }: Fields): unknown => ({
  kind: 'PartialObjectMetadata',
  apiVersion: API_VERSION,
  metadata,
});
