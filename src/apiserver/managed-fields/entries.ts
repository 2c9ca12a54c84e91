import type { Kind } from '../../kinds/kind.ts';
import { mergeSchemaOf } from '../../kinds/schema/merge-schema.ts';
import { compareText } from '../../machinery/json.ts';
import { readSet } from '../../machinery/managed-fields/field-set.ts';
import type { MaybeSet } from '../../machinery/managed-fields/field-tree.ts';
import type { MergeSchema } from '../../machinery/managed-fields/merge-schema.ts';
import type { ManagedFieldsEntry } from '../../machinery/object-meta.ts';

export type Entries = readonly ManagedFieldsEntry[];

/** What has to be known of a kind to tell who owns what of its objects. */
export type Tracked = Pick<
  Kind,
  | 'group'
  | 'version'
  | 'kind'
  | 'schema'
  | 'subresources'
  | 'keptByStatus'
  | 'face'
  | 'apiVersions'
  | 'ownSchema'
>;

/** How server-side apply takes a kind's objects. */
export const mergeSchemaFor = ({ schema, ownSchema }: Tracked): MergeSchema =>
  ownSchema?.merge ?? mergeSchemaOf(schema);

/** Who wrote, how and where: what makes two writes the same manager's. */
export type Writer = Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>;

/** Whether the entry is this writer's. An applier is the same one in every version. */
export function isOf(entry: ManagedFieldsEntry, writer: Writer): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === writer.operation &&
    (entry.subresource ?? '') === (writer.subresource ?? '') &&
    (entry.operation === 'Apply' || entry.apiVersion === writer.apiVersion)
  );
}

/** The same as text, to find managers by. */
export function identityOf({
  manager = '',
  operation = 'Update',
  apiVersion = '',
  subresource = '',
}: Writer): string {
  return JSON.stringify([manager, operation, operation === 'Apply' ? '' : apiVersion, subresource]);
}

/** What a stored entry says is owned: what is stored is as the server writes it. */
export function setOf({ fieldsV1 }: ManagedFieldsEntry): MaybeSet {
  for (const _ in fieldsV1 as MaybeSet) return fieldsV1 as MaybeSet;
  return undefined;
}

/** Entries that a client sent, as the server writes them. */
export function asWritten(entries: Entries): Entries {
  const written = entries.flatMap((entry) => {
    const set = readSet(entry.fieldsV1);
    return set === undefined ? [] : [withSet(entry, set)];
  });
  return inOrder(written);
}

/** The entry with another set; itself when it is the same one. */
export function withSet(entry: ManagedFieldsEntry, set: MaybeSet): ManagedFieldsEntry {
  return set === entry.fieldsV1 ? entry : { ...entry, fieldsType: 'FieldsV1', fieldsV1: set ?? {} };
}

/** What a client sent as managedFields, where it can be used at all. */
export function usableEntries(entries: Entries | undefined): Entries | undefined {
  if (entries === undefined || entries.length === 0) return undefined;
  return entries.every(isUsable) ? entries : undefined;
}

const isUsable = ({ operation, apiVersion, fieldsType }: ManagedFieldsEntry): boolean =>
  (operation === 'Apply' || operation === 'Update') && Boolean(apiVersion) && fieldsType === 'FieldsV1';

/** A list with one empty entry is how a client says: forget who owns what. */
export const isReset = (entries: Entries | undefined): boolean =>
  entries?.length === 1 && Object.keys(entries[0] ?? {}).length === 0;

/**
 * Appliers first, then by time. Upstream goes on by name within a second; here a second holds what takes a real
 * cluster several, so that what was written later stands later, as it does there.
 */
export function inOrder(entries: Entries): Entries {
  for (let i = 1; i < entries.length; i++) {
    if (compareEntries(entries[i - 1] ?? {}, entries[i] ?? {}) > 0) return entries.toSorted(compareEntries);
  }
  return entries;
}

function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  const order = compareText(a.operation ?? '', b.operation ?? '') || compareText(a.time ?? '', b.time ?? '');
  return order !== 0 || a.time !== undefined ? order : compareText(a.manager ?? '', b.manager ?? '');
}
