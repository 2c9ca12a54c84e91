import type { Actor } from '../client/client.ts';
import { onChange } from '../client/triggers.ts';
import { Event } from '../kinds/core/event/kind.ts';
import { after, instantOf, seconds, timeOf } from '../machinery/instant.ts';
import { lastWriteOf } from '../machinery/managed-fields/last-write.ts';
import { type KubeObject, type Ref, refOf } from '../machinery/object-meta.ts';
import type { Index } from '../store/store.ts';
import { prefixOf } from './registry.ts';

/** --event-ttl, and the minute that the API server lets events share one lease of etcd's for (EV-1). */
const LEASE = seconds(3600 + 60);

/** Length of a time as far as its minutes: `2026-01-01T12:00`. */
const TO_THE_MINUTE = 16;

const prefix = prefixOf(Event);

/** Events by the minute in which they were last written: one lease each. */
export const eventLeaseIndex: Index = {
  name: 'event-lease',
  words: (key, value) => (key.startsWith(prefix) ? [leaseOf(value as Event)] : []),
  same: (before, after) => leaseOf(before as Event) === leaseOf(after as Event),
  table: () => prefix.slice(0, -1),
};

/** Forgets events when their lease is over, all of one minute at once. Whoever writes an event again renews it. */
export const eventLeases: Actor = {
  name: 'event-lease',
  triggers: [onChange(Event, ({ type, object }) => (type === 'DELETED' ? [] : [leaseRef(object)]))],
  reconcile: ({ name }, { client, now }) => {
    const at = after(instantOf(`${name}Z`), LEASE);
    if (at > now) return { at, because: 'standing' };
    for (const event of client.list(Event, { under: { index: 'event-lease', word: name } }))
      client.delete(Event, refOf(event));
    return undefined;
  },
};

const leaseRef = (event: Event): Ref => ({ namespace: '', name: leaseOf(event) });

/** When our own components wrote last is known; who else writes is told in managedFields. */
function leaseOf({ metadata }: Event): string {
  const { creationTimestamp: created, managedFields = [] } = metadata as KubeObject['metadata'];
  const write = lastWriteOf(metadata as KubeObject['metadata']);
  const times = write === undefined ? managedFields.map(({ time }) => time) : [timeOf(write.now)];
  const last = times.reduce<string>((latest, time) => (time && time > latest ? time : latest), created);
  return last.slice(0, TO_THE_MINUTE);
}
