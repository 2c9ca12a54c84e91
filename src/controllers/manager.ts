import type { Actor, Client, Context, LookAgain, Trigger } from '../client/client.ts';
import { createRecorder } from '../client/event-recorder.ts';
import type { Kind } from '../kinds/kind.ts';
import { after, type Instant, milliseconds } from '../machinery/instant.ts';
import type { Ref } from '../machinery/object-meta.ts';
import { StatusError } from '../machinery/status.ts';
import type { Agenda, Wake } from '../simulation/agenda.ts';
import type { Rng } from '../simulation/rng.ts';
import type { Change, Memory } from '../store/store.ts';

/** client-go's per-item back-off (C-1): 5 ms, doubled each time, at most 1000 s. */
const RETRY_FIRST = 5;
const RETRY_LONGEST = 1_000_000;
/** A retry this near is part of what is going on; a later one is only waited for by those who wait for it. */
const RETRY_SOON = 1000;

export interface ManagerParts {
  readonly actors: () => readonly Actor[];
  readonly agenda: Agenda;
  readonly client: Client;
  readonly memory: Memory;
  readonly rng: Rng;
  readonly now: () => Instant;
  /** Told before each reconcile: what `sim reconcile` prints. */
  readonly onReconcile?: ((actor: string, ref: Ref) => void) | undefined;
}

/** Turns changes into wakes, and wakes into reconciles with back-off. */
export interface Manager {
  dispatch(change: Change): void;
  run(wake: Wake): void;
  /** Seats new actors: the old ones remember a state that is not there any more. */
  renew(): void;
}

interface Seat {
  readonly actor: Actor;
  readonly context: Context;
}

interface Office {
  readonly seats: ReadonlyMap<string, Seat>;
  /** Who looks at changes of the object of a key. */
  readonly triggersOf: (key: string) => readonly TriggerRow[];
  /** Retries that are counted: most syncs go well, and have none to forget. */
  readonly failing: Set<string>;
}

export function createManager(parts: ManagerParts): Manager {
  // A reader of a quiet cluster never needs anybody seated.
  let seatedOffice: Office | undefined;
  const office = (): Office => {
    seatedOffice ??= seated(parts);
    return seatedOffice;
  };
  return {
    dispatch: (change) => {
      const key: string = change.entry.key;
      const rows = office().triggersOf(key);
      const now = parts.now();
      for (const { actor, trigger } of rows) {
        for (const ref of trigger.refs(change, parts.client)) {
          const { at, because } = lookAt(trigger, change, now);
          parts.agenda.wake(actor, ref, at, because);
        }
      }
    },
    run: (wake) => {
      const { seats, failing } = office();
      const seat = seats.get(wake.actor);
      if (seat !== undefined) reconcile(seat, wake, parts, failing);
    },
    renew: () => {
      seatedOffice = undefined;
    },
  };
}

function lookAt({ delay, when }: Trigger, change: Change, now: Instant): LookAgain {
  if (when !== undefined) return when(change, now);
  return { at: delay === undefined ? now : after(now, delay), because: 'progress' };
}

function seated(parts: ManagerParts): Office {
  const actors = parts.actors();
  const seats = new Map(
    actors.map((actor): [string, Seat] => [actor.name, { actor, context: contextFor(actor, parts) }]),
  );
  const failing = new Set([...parts.memory.entries('retry/')].map(([row]) => row));
  return { seats, triggersOf: triggersByPrefix(actors), failing };
}

interface TriggerRow {
  readonly actor: string;
  readonly trigger: Trigger;
}

function triggersByPrefix(actors: readonly Actor[]): Office['triggersOf'] {
  const all = actors.flatMap(({ name, triggers }) => triggers.map((trigger) => ({ actor: name, trigger })));
  // Asked for with each change; kinds come and go with their definitions.
  const known = new Map<string, readonly TriggerRow[]>();
  // Changes of one kind come one after another.
  let last: readonly [prefix: string, rows: readonly TriggerRow[]] | undefined;
  return (key) => {
    if (last !== undefined && key.startsWith(last[0])) return last[1];
    const prefix = key.slice(0, key.indexOf('/', key.indexOf('/') + 1) + 1);
    const rows =
      known.get(prefix) ??
      all.filter(({ trigger: { kind } }) => kind === 'every' || prefixOf(kind) === prefix);
    known.set(prefix, rows);
    last = [prefix, rows];
    return rows;
  };
}

const prefixOf = ({ group, plural }: Kind): string => `${group === '' ? 'core' : group}/${plural}/`;

function contextFor({ name, component }: Actor, parts: ManagerParts): Context {
  const { memory, rng, now } = parts;
  const client = parts.client.as(component ?? 'kube-controller-manager');
  const own = ownRows(name, memory);
  const recorder = createRecorder(name, client, own, now);
  const actorRng = rng.fork(name);
  return {
    client,
    memory: own,
    rng: actorRng,
    get now() {
      return now();
    },
    event: recorder.record,
  };
}

/** The part of the memory that belongs to one actor. */
function ownRows(name: string, memory: Memory): Memory {
  const prefix = `${name}/`;
  return {
    get: (key) => memory.get(prefix + key),
    set: (key, value) => memory.set(prefix + key, value),
    *entries(inner) {
      for (const [key, value] of memory.entries(prefix + inner))
        yield [key.slice(prefix.length), value] as const;
    },
  };
}

function reconcile(
  { actor, context }: Seat,
  { namespace, name }: Wake,
  parts: ManagerParts,
  failing: Set<string>,
): void {
  const ref: Ref = { namespace, name };
  parts.onReconcile?.(actor.name, ref);
  const row = failing.size === 0 ? undefined : retryRow(actor, ref);
  try {
    const again = actor.reconcile(ref, context);
    if (row !== undefined && failing.delete(row)) parts.memory.set(row, undefined);
    if (again !== undefined) parts.agenda.wake(actor.name, ref, again.at, again.because);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    tryAgain(actor, ref, parts, failing);
  }
}

const retryRow = ({ name }: Actor, ref: Ref): string => `retry/${name}/${ref.namespace}/${ref.name}`;

function tryAgain(actor: Actor, ref: Ref, { memory, agenda, now }: ManagerParts, failing: Set<string>): void {
  const row = retryRow(actor, ref);
  const failures = (memory.get(row) as number | undefined) ?? 0;
  if (failures === actor.retries) {
    failing.delete(row);
    memory.set(row, undefined);
    return;
  }
  failing.add(row);
  memory.set(row, failures + 1);
  const delay = Math.min(RETRY_FIRST * 2 ** failures, RETRY_LONGEST);
  const at = after(now(), milliseconds(delay));
  agenda.wake(actor.name, ref, at, delay < RETRY_SOON ? 'progress' : 'standing');
}
