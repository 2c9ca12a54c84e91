import type { Instant } from '../../machinery/instant.ts';
import type { Writable } from '../../machinery/json.ts';
import { LAST_WRITE, type LastWrite, lastWriteOf } from '../../machinery/managed-fields/last-write.ts';
import type { KubeObject, ObjectMeta } from '../../machinery/object-meta.ts';
import type { WriteOptions } from '../backend.ts';
import type { Entries, Tracked } from './entries.ts';
import { entriesAfter } from './taken.ts';

/**
 * So many writes of one object wait to be worked out. Most objects of a busy cluster come and go without anybody ever
 * asking who owns their fields; of the others no more old versions are kept than this.
 */
const WAITING_MOST = 16;

/** What was written, and what was there before it; nothing for a new object. */
interface Written {
  readonly object: KubeObject;
  readonly before: KubeObject | undefined;
}

/** A write of which it is only worked out when somebody asks what it gave to whom. */
export interface Deferred extends LastWrite {
  readonly kind: Tracked;
  readonly subresource: string | undefined;
  /** How many writes, with this one, wait. */
  readonly waiting: number;
  /** Forgotten once it is worked out. */
  written: Written | undefined;
  /** What has been worked out. */
  entries: Entries | undefined;
}

/** What a write of our own components says about owners; nothing where nobody has tracked the object from its creation. */
export function deferredFor(
  kind: Tracked,
  object: KubeObject,
  before: KubeObject | undefined,
  { trusted, manager, subresource }: WriteOptions & { readonly subresource?: string },
  now: Instant,
): Deferred | undefined {
  if (!trusted || manager === undefined) return undefined;
  const last = before && deferredOf(before.metadata);
  if (before !== undefined && last === undefined && before.metadata.managedFields === undefined)
    return undefined;
  if (last !== undefined && last.waiting >= WAITING_MOST) workOut(last);
  const earlier = last?.written === undefined ? 0 : last.waiting;
  const written = { object, before };
  return { manager, now, kind, subresource, waiting: earlier + 1, written, entries: undefined };
}

/** Has metadata that is being made carry what waits to be worked out about it. */
export function defer(metadata: object, write: Deferred | undefined): void {
  (metadata as Carrier)[LAST_WRITE] = write;
}

type Carrier = ObjectMeta & { [LAST_WRITE]?: Deferred | undefined };

/** Every write of the API server's that is known is a deferred one. */
export const deferredOf = (metadata: ObjectMeta): Deferred | undefined =>
  lastWriteOf(metadata) as Deferred | undefined;

/** Who owns what of the object; nothing where nobody has tracked it. */
export function ownersOf({ metadata }: KubeObject): Entries {
  const last = deferredOf(metadata);
  return last === undefined ? (metadata.managedFields ?? []) : workOut(last);
}

/** The object as it is told and saved: with its managedFields. */
export function settled(object: KubeObject): KubeObject {
  const last = deferredOf(object.metadata);
  if (last === undefined) return object;
  const { managedFields: _, [LAST_WRITE]: __, ...rest } = object.metadata as Carrier;
  const metadata: Writable<ObjectMeta> = rest;
  const owners = workOut(last);
  if (owners.length > 0) metadata.managedFields = owners;
  return { ...object, metadata };
}

/** Works out what waits, the earliest write first. */
function workOut(last: Deferred): Entries {
  const waiting: Deferred[] = [];
  for (let each: Deferred | undefined = last; each?.written !== undefined; ) {
    waiting.push(each);
    each = each.written.before && deferredOf(each.written.before.metadata);
  }
  for (const each of waiting.reverse()) {
    const { object, before } = each.written as Written;
    const owners = before === undefined ? [] : ownersOf(before);
    each.entries =
      before !== undefined && owners.length === 0
        ? []
        : entriesAfter(each.kind, before, object, owners, each);
    each.written = undefined;
  }
  return last.entries ?? [];
}
