import { encodeGoJson } from '../../machinery/go-json.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import { appliedSet } from '../../machinery/managed-fields/applied-set.ts';
import { compareValues } from '../../machinery/managed-fields/compare.ts';
import { difference } from '../../machinery/managed-fields/field-set.ts';
import type { MaybeSet } from '../../machinery/managed-fields/field-tree.ts';
import type { MergeSchema } from '../../machinery/managed-fields/merge-schema.ts';
import { configFaults } from '../../machinery/managed-fields/validate.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** kubectl's own manager name: only it goes on with what client-side apply wrote down. */
export const KUBECTL = 'kubectl';

const lastAppliedOf = (object: KubeObject): string => object.metadata.annotations?.[LAST_APPLIED] ?? '';

/** The fields that client-side apply has set and nobody has changed since: kubectl may take them over unasked. */
export function setByClientSideApply(schema: MergeSchema, live: KubeObject): MaybeSet {
  const config = parsed(lastAppliedOf(live));
  if (config === undefined || config['apiVersion'] !== live.apiVersion) return undefined;
  if (configFaults(schema, config) !== undefined) return undefined;
  const { added, modified, removed } = compareValues(schema, config, live);
  return [modified, added, removed].reduce(difference, appliedSet(schema, config));
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps client-side apply's record up to date where there is one, so that either way of applying can go on. */
export function withLastAppliedInStep(object: KubeObject, config: Fields): KubeObject {
  if (lastAppliedOf(object) === '') return object;
  const value = `${encodeGoJson(withoutRecord(config))}\n`;
  const annotations = { ...object.metadata.annotations, [LAST_APPLIED]: value };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function withoutRecord(config: Fields): Fields {
  const metadata = config['metadata'];
  if (!isFields(metadata) || !isFields(metadata['annotations'])) return config;
  const { [LAST_APPLIED]: _, ...annotations } = metadata['annotations'];
  return { ...config, metadata: { ...metadata, annotations } };
}
