import type { Instant } from '../../machinery/instant.ts';
import { equalJson, type Fields } from '../../machinery/json.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../machinery/object-meta.ts';
import { asWritten, type Entries, isReset, type Tracked, usableEntries } from './entries.ts';
import { entriesAfter, type Write } from './taken.ts';

/** What a write says about who owns its fields. Whoever gives no name is not written down. */
interface Ownership {
  readonly manager?: string | undefined;
  readonly subresource?: string | undefined;
  /** Settled already. */
  readonly entries?: Entries | undefined;
}

/** The object to be created, with who owns it. `object` is as it was sent, before the server adds its own. */
export function ownedByCreator(
  kind: Tracked,
  object: KubeObject,
  { manager, subresource, entries }: Ownership,
  now: Instant,
): KubeObject {
  if (entries !== undefined) return withEntries(object, entries);
  return manager === undefined ? object : managedByCreate(kind, object, { manager, subresource, now });
}

/** The object that comes in the place of another, with who owns it. */
export function ownedByWriter(
  kind: Tracked,
  object: KubeObject,
  before: KubeObject,
  { manager, subresource, entries }: Ownership,
  now: Instant,
): KubeObject {
  if (entries !== undefined) return withEntries(object, entries);
  return manager === undefined
    ? object
    : managedByUpdate(kind, object, before, { manager, subresource, now });
}

/** The object with its creator as the owner of all that it says. */
export function managedByCreate(kind: Tracked, object: KubeObject, write: Write): KubeObject {
  const entries = isReset(object.metadata.managedFields)
    ? []
    : asWritten(usableEntries(object.metadata.managedFields) ?? []);
  return withEntries(object, entriesAfter(kind, undefined, object, entries, write));
}

/** The object with its changes put down as the writer's. */
function managedByUpdate(kind: Tracked, object: KubeObject, before: KubeObject, write: Write): KubeObject {
  const sent = object.metadata.managedFields;
  const live = before.metadata.managedFields;
  const given = write.subresource === undefined && sent !== live ? sent : live;
  const entries = isReset(given) ? [] : readEntries(usableEntries(given) ?? live ?? [], live);
  // An object nobody has tracked from its creation is not tracked.
  if (entries.length === 0) return withEntries(object, entries);
  return withEntries(object, entriesAfter(kind, before, object, entries, write));
}

/** What a client left alone is what is stored. */
function readEntries(entries: Entries, live: Entries | undefined): Entries {
  if (entries === live) return entries;
  return live !== undefined && equalJson(entries, live) ? live : asWritten(entries);
}

/** Whether the objects are the same but for the times at which fields were taken. */
export function isSameButForTimes(object: KubeObject, before: KubeObject): boolean {
  const entries = object.metadata.managedFields;
  const earlier = before.metadata.managedFields;
  if (entries === earlier || entries === undefined || entries.length !== earlier?.length)
    return equalJson(object, before);
  for (let i = 0; i < entries.length; i++) if (!isSameEntry(entries[i] ?? {}, earlier[i] ?? {})) return false;
  return (
    isSameBut('metadata', object, before) && isSameBut('managedFields', object.metadata, before.metadata)
  );
}

const isSameEntry = (entry: ManagedFieldsEntry, earlier: ManagedFieldsEntry): boolean =>
  isSameBut('time', entry, earlier);

/** Whether all fields are the same but for one that is not looked at. */
function isSameBut(field: string, a: object, b: object): boolean {
  const [left, right] = [a as Fields, b as Fields];
  let count = 0;
  for (const key in left) {
    if (key === field || left[key] === undefined) continue;
    if (!equalJson(left[key], right[key])) return false;
    count++;
  }
  for (const key in right) if (key !== field && right[key] !== undefined) count--;
  return count === 0;
}

/** The object with these entries; none are absent. */
export function withEntries(object: KubeObject, entries: Entries): KubeObject {
  if (object.metadata.managedFields === entries) return object;
  if (entries.length > 0) return { ...object, metadata: { ...object.metadata, managedFields: entries } };
  const { managedFields, ...metadata } = object.metadata;
  return managedFields === undefined ? object : { ...object, metadata: metadata as KubeObject['metadata'] };
}
