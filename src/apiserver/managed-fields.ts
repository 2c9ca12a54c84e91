import { type Instant, timeOf } from '../machinery/instant.ts';
import { compareText, equalJson, type Fields, isFields } from '../machinery/json.ts';
import type { KubeObject, ManagedFieldsEntry } from '../machinery/object-meta.ts';
import type { WriteOptions } from './backend.ts';
import type { UpdateOptions } from './update.ts';

/** Metadata that the server owns and that nobody manages. */
const UNMANAGED = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);

/** A write without a manager (our own components) leaves managedFields alone: they are told only for those who ask. */
export function managedByCreate(object: KubeObject, options: WriteOptions, now: Instant): KubeObject {
  if (options.manager === undefined) return object;
  return withEntry(object, undefined, fieldsOf(object), options.manager, undefined, now);
}

export function managedByUpdate(
  object: KubeObject,
  before: KubeObject,
  options: UpdateOptions,
  now: Instant,
): KubeObject {
  if (options.manager === undefined) return object;
  const changed = changedFields(object, { ...before });
  if (Object.keys(changed).length === 0) return object;
  return withEntry(object, before, changed, options.manager, options.subresource, now);
}

type FieldSet = { [key: string]: FieldSet };

function fieldsOf(object: KubeObject): FieldSet {
  return changedFields(object, {});
}

function changedFields(object: KubeObject, before: Fields): FieldSet {
  const fields: FieldSet = {};
  for (const [key, value] of Object.entries(object)) {
    if (key === 'apiVersion' || key === 'kind') continue;
    const old = before[key];
    const sub =
      key === 'metadata' ? differing(withoutUnmanaged(value), withoutUnmanaged(old)) : differing(value, old);
    if (sub !== undefined) fields[`f:${key}`] = sub;
  }
  return fields;
}

function withoutUnmanaged(metadata: unknown): unknown {
  if (!isFields(metadata)) return metadata;
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !UNMANAGED.has(key)));
}

/** The set of fields of `value` that differ from `old`; undefined when none does. */
function differing(value: unknown, old: unknown): FieldSet | undefined {
  if (equalJson(value, old)) return undefined;
  if (isFields(value)) {
    const fields: FieldSet = {};
    for (const key of Object.keys(value).sort(compareText)) {
      const sub = differing(value[key], isFields(old) ? old[key] : undefined);
      if (sub !== undefined) fields[`f:${key}`] = sub;
    }
    return isFields(old) && Object.keys(fields).length === 0 ? undefined : fields;
  }
  if (Array.isArray(value)) return differingItems(value, Array.isArray(old) ? old : []);
  return {};
}

/** Lists of things with a name are keyed by it; other lists are one value. */
function differingItems(items: readonly unknown[], old: readonly unknown[]): FieldSet {
  if (!items.every((item) => isFields(item) && typeof item['name'] === 'string')) return {};
  const fields: FieldSet = {};
  for (const item of items as readonly Readonly<Record<string, unknown>>[]) {
    const was = old.find((other) => isFields(other) && other['name'] === item['name']);
    const sub = differing(item, was);
    if (sub !== undefined)
      fields[`k:${JSON.stringify({ name: item['name'] })}`] = was === undefined ? { '.': {}, ...sub } : sub;
  }
  return fields;
}

function withEntry(
  object: KubeObject,
  before: KubeObject | undefined,
  fields: FieldSet,
  manager: string,
  subresource: string | undefined,
  now: Instant,
): KubeObject {
  const entries = before?.metadata.managedFields ?? [];
  const isMine = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === manager &&
    entry.operation === 'Update' &&
    (entry.subresource ?? '') === (subresource ?? '');
  const mine = entries.find(isMine);
  const entry: ManagedFieldsEntry = {
    manager,
    operation: 'Update',
    apiVersion: object.apiVersion,
    time: timeOf(now),
    fieldsType: 'FieldsV1',
    fieldsV1: merged(mine?.fieldsV1, fields),
    ...(subresource === undefined ? {} : { subresource }),
  };
  const managedFields = [...entries.filter((other) => !isMine(other)), entry];
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

function merged(a: unknown, b: FieldSet): FieldSet {
  if (!isFields(a)) return b;
  const result: FieldSet = { ...(a as FieldSet) };
  for (const [key, sub] of Object.entries(b)) result[key] = merged(result[key], sub);
  return result;
}
