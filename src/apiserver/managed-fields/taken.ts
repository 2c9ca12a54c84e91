import { type Instant, timeOf } from '../../machinery/instant.ts';
import { type Comparison, compareValues } from '../../machinery/managed-fields/compare.ts';
import { difference, union } from '../../machinery/managed-fields/field-set.ts';
import type { MergeSchema } from '../../machinery/managed-fields/merge-schema.ts';
import { remembered } from '../../machinery/managed-fields/remembered.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../machinery/object-meta.ts';
import { apiVersionOf } from '../registry.ts';
import { capped } from './cap.ts';
import {
  type Entries,
  inOrder,
  isOf,
  mergeSchemaFor,
  setOf,
  type Tracked,
  type Writer,
  withSet,
} from './entries.ts';
import { ignoredFields } from './ignored.ts';

/** Who writes, by which path. */
export interface Write {
  readonly manager: string;
  readonly subresource?: string | undefined;
  readonly now: Instant;
}

/** What an object is compared with that is new: the schema knows what a typed object holds even so. */
const NOTHING = {};

/** Who owns what once the object is written in the place of another, or of nothing. */
export function entriesAfter(
  kind: Tracked,
  before: KubeObject | undefined,
  object: KubeObject,
  entries: Entries,
  { manager, subresource, now }: Write,
): Entries {
  const schema: MergeSchema = mergeSchemaFor(kind);
  const seen = (value: object): object =>
    kind.face === undefined ? value : kind.face.shown(value as KubeObject);
  const comparison = compareValues(
    schema,
    before === undefined ? NOTHING : seen(before),
    seen(object),
    ignoredFields(kind, subresource),
  );
  const writer: Writer = {
    manager: manager === '' ? 'unknown' : manager,
    operation: 'Update',
    apiVersion: apiVersionOf(kind),
    ...(subresource === undefined ? {} : { subresource }),
  };
  return takenBy(writer, comparison, ofVersions(entries, kind), now);
}

/** Entries of a version that is not served any more go. */
function ofVersions(entries: Entries, kind: Tracked): Entries {
  const own = apiVersionOf(kind);
  const isServed = ({ apiVersion = '' }: ManagedFieldsEntry): boolean =>
    apiVersion === own || kind.apiVersions?.includes(apiVersion) === true;
  return entries.every(isServed) ? entries : entries.filter(isServed);
}

/** Written out member by member: this is on the way of every write. */
function entryOf(
  { manager, operation, apiVersion, subresource }: Writer,
  fieldsV1: unknown,
  now: Instant,
): ManagedFieldsEntry {
  const time = timeOf(now);
  const fieldsType = 'FieldsV1';
  const entry =
    subresource === undefined
      ? { manager, operation, apiVersion, time, fieldsType, fieldsV1 }
      : { manager, operation, apiVersion, time, fieldsType, fieldsV1, subresource };
  return entry as ManagedFieldsEntry;
}

const together = remembered(union);
const without = remembered(difference);

/** Gives the writer what it has added and changed, and takes from everybody what was changed or is gone. */
export function takenBy(writer: Writer, comparison: Comparison, entries: Entries, now: Instant): Entries {
  const taken = together(comparison.modified, comparison.added);
  const lost = together(taken, comparison.removed);
  if (lost === undefined) return entries;
  let mine: ManagedFieldsEntry | undefined;
  const result: ManagedFieldsEntry[] = [];
  for (const entry of entries) {
    const set = setOf(entry);
    if (taken !== undefined && isOf(entry, writer)) {
      mine = withSet(entry, together(without(set, comparison.removed), taken));
      continue;
    }
    const left = without(set, lost);
    if (left !== undefined) result.push(withSet(entry, left));
  }
  if (taken === undefined) return result;
  result.push(entryOf(writer, mine?.fieldsV1 ?? taken, now));
  return inOrder(capped(result));
}
