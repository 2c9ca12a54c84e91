import type { ObjectReference } from '../kinds/core/common-types.ts';
import { Event } from '../kinds/core/event/kind.ts';
import {
  type Instant,
  instant,
  instantOf,
  microTimeOf,
  minutes,
  seconds,
  timeOf,
} from '../machinery/instant.ts';
import type { Writable } from '../machinery/json.ts';
import type { Draft, KubeObject, Uid } from '../machinery/object-meta.ts';
import { StatusError } from '../machinery/status.ts';
import type { Memory } from '../store/store.ts';
import type { Client, EventOptions, EventType } from './client.ts';

/** The 10th distinct message of a group becomes one combined event (C-13, EventAggregator's maxEvents). */
const DISTINCT_MESSAGES = 10;
const AGGREGATION_WINDOW = minutes(10);
/** EventSourceObjectSpamFilter: 25 at once per source, object and type, then one each five minutes. */
const BURST = 25;
const REFILL = seconds(300);
/** events.k8s.io: an identical event within this time becomes a series. */
const SERIES_WINDOW = minutes(6);
const COMBINED = '(combined from similar events): ';

export interface Recorder {
  record(about: KubeObject, type: EventType, reason: string, message: string, options?: EventOptions): void;
}

/** What one event is, before it is known whether it is a new object. */
interface Said {
  readonly about: KubeObject;
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
  readonly source: string;
  readonly options: EventOptions;
}

/**
 * Correlates events as client-go's recorders do. Groups and counts are read off the stored events, so a recorder has
 * nothing to remember between commands; only an exhausted spam bucket is a row of memory.
 */
export function createRecorder(source: string, client: Client, memory: Memory, now: () => Instant): Recorder {
  return {
    record: (about, type, reason, message, options = {}) => {
      const said: Said = { about, type, reason, message, source: options.source ?? source, options };
      const earlier = client
        .list(Event, { involved: involvedWord(about) })
        .filter((event) => isFrom(event, said));
      try {
        if (options.action === undefined) recordLegacy(client, memory, said, earlier, now());
        else recordSeries(client, said, earlier, now());
      } catch (error) {
        // A recorder gives up on an event that cannot be written (its namespace is going): it never fails its controller.
        if (!(error instanceof StatusError)) throw error;
      }
    },
  };
}

/** What events about the object are found by: its uid, or its name where the reference has no uid. */
function involvedWord({ kind, metadata: { namespace = '', name, uid } }: KubeObject): Uid {
  return (uid as string) === '' ? (`${kind} ${namespace}/${name}` as Uid) : uid;
}

function isFrom(event: Event, { source, options }: Said): boolean {
  return event.reportingComponent === source && (event.source?.host ?? '') === (options.host ?? '');
}

function recordLegacy(
  client: Client,
  memory: Memory,
  said: Said,
  earlier: readonly Event[],
  now: Instant,
): void {
  const told = aggregated(said, earlier, now);
  const known = earlier.find((event) => isSame(event, told));
  const repeated = known ?? (told === said ? undefined : earlier.find((event) => isCombined(event, said)));
  if (!passesSpamFilter(memory, told, earlier, now)) return;
  if (repeated === undefined) {
    client.create(Event, legacyEvent(client, told, now));
    return;
  }
  const count = (repeated.count ?? 1) + 1;
  client.update(Event, { ...repeated, message: told.message, count, lastTimestamp: timeOf(now) });
}

/** Step 1 of C-13: from the 10th distinct message on, everything new is told in one combined event. */
function aggregated(said: Said, earlier: readonly Event[], now: Instant): Said {
  const group = earlier.filter((event) => event.type === said.type && event.reason === said.reason);
  if (group.length < DISTINCT_MESSAGES - 1 || group.some((event) => isSame(event, said))) return said;
  const newest = Math.max(...group.map((event) => instantOf(event.lastTimestamp ?? '')));
  if (now - newest > AGGREGATION_WINDOW) return said;
  return { ...said, message: `${COMBINED}${said.message}` };
}

function isSame(event: Event, { type, reason, message, options }: Said): boolean {
  return (
    event.message === message &&
    event.reason === reason &&
    event.type === type &&
    (event.involvedObject.fieldPath ?? '') === (options.fieldPath ?? '')
  );
}

function isCombined(event: Event, { type, reason }: Said): boolean {
  return event.reason === reason && event.type === type && (event.message ?? '').startsWith(COMBINED);
}

function passesSpamFilter(
  memory: Memory,
  { about, type, source }: Said,
  earlier: readonly Event[],
  now: Instant,
): boolean {
  const sameType = earlier.filter((event) => event.type === type);
  const spent = sameType.reduce((sum, event) => sum + (event.count ?? 1), 0);
  if (spent < BURST) return true;
  const row = `spam/${source}/${involvedWord(about)}/${type}`;
  const kept = memory.get(row) as { readonly tokens: number; readonly at: Instant } | undefined;
  const start = kept ?? { tokens: 0, at: firstTime(sameType) };
  const tokens = Math.min(BURST, start.tokens + (now - start.at) / REFILL);
  const passes = tokens >= 1;
  memory.set(row, { tokens: passes ? tokens - 1 : tokens, at: now });
  return passes;
}

function firstTime(events: readonly Event[]): Instant {
  return instant(Math.min(...events.map((event) => instantOf(event.firstTimestamp ?? ''))));
}

function legacyEvent(client: Client, said: Said, now: Instant): Draft<Event> {
  const { type, reason, message, source, options } = said;
  const time = timeOf(now);
  return {
    metadata: newMeta(client, said, now),
    involvedObject: referenceTo(said),
    reason,
    message,
    source: options.host === undefined ? { component: source } : { component: source, host: options.host },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: source,
    reportingInstance: options.host ?? '',
  };
}

/** events.k8s.io sources: a repeat within six minutes raises the series, later it is a new event (EV-3). */
function recordSeries(client: Client, said: Said, earlier: readonly Event[], now: Instant): void {
  const known = earlier.findLast((event) => isSame(event, said) && now - seenAt(event) <= SERIES_WINDOW);
  if (known === undefined) {
    const { type, reason, message, source, options } = said;
    client.create(Event, {
      metadata: newMeta(client, said, now),
      involvedObject: referenceTo(said),
      reason,
      message,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      type,
      eventTime: microTimeOf(now),
      action: options.action ?? '',
      reportingComponent: source,
      reportingInstance: `${source}-control-plane`,
    });
    return;
  }
  const series = { count: (known.series?.count ?? 1) + 1, lastObservedTime: microTimeOf(now) };
  client.update(Event, { ...known, series });
}

function seenAt(event: Event): Instant {
  return instantOf(event.series?.lastObservedTime ?? event.eventTime ?? '');
}

function newMeta(client: Client, said: Said, now: Instant) {
  return { name: freeName(client, said, now), namespace: said.about.metadata.namespace ?? 'default' };
}

/** Written field by field: most of what a cluster writes is events, and spreading costs more than all of this. */
function referenceTo({ about, options: { fieldPath } }: Said): ObjectReference {
  const { namespace, name, uid, resourceVersion } = about.metadata;
  const reference: Writable<ObjectReference> = {};
  reference.kind = about.kind;
  if (namespace !== undefined) reference.namespace = namespace;
  reference.name = name;
  if ((uid as string) !== '') reference.uid = uid;
  if (about.apiVersion !== '') reference.apiVersion = about.apiVersion;
  if (resourceVersion !== '') reference.resourceVersion = resourceVersion;
  if (fieldPath !== undefined) reference.fieldPath = fieldPath;
  return reference;
}

/**
 * `<object>.<nanoseconds in hex>` (EV-1). Virtual time has milliseconds: the object's version fills the rest, and a
 * name that is taken moves on by one nanosecond, as two events of one instant would.
 */
function freeName(client: Client, { about }: Said, now: Instant): string {
  const namespace = about.metadata.namespace ?? 'default';
  for (let offset = Number(about.metadata.resourceVersion) % 1_000_000; ; offset++) {
    const name = `${about.metadata.name}.${nanosecondsText(now, offset)}`;
    if (client.find(Event, { namespace, name }) === undefined) return name;
  }
}

/** Bits of a nanosecond count that are added to as a plain number: a million fits in many times over. */
const LOW_BITS = 28;
const LOW_DIGITS = LOW_BITS / 4;
let split = { at: -1, high: '', low: 0 };

/** The instant and so many nanoseconds, in hexadecimal; the instant's share is only computed when it changes. */
function nanosecondsText(at: Instant, offset: number): string {
  if (split.at !== at) split = splitNanoseconds(at);
  const low = split.low + offset;
  if (low < 2 ** LOW_BITS) return split.high + low.toString(16).padStart(LOW_DIGITS, '0');
  return (BigInt(Math.floor(at)) * 1_000_000n + BigInt(offset)).toString(16);
}

function splitNanoseconds(at: Instant): typeof split {
  const nanoseconds = BigInt(Math.floor(at)) * 1_000_000n;
  const high = (nanoseconds >> BigInt(LOW_BITS)).toString(16);
  return { at, high, low: Number(nanoseconds & BigInt(2 ** LOW_BITS - 1)) };
}
