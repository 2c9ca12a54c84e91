import { serviceAddressIndex } from '../apiserver/admission/service-addresses.ts';
import { announcedKinds } from '../apiserver/announced-kinds.ts';
import type { Backend } from '../apiserver/backend.ts';
import { definedKindIndex, definedKinds } from '../apiserver/defined-kinds.ts';
import { eventLeaseIndex } from '../apiserver/event-lease.ts';
import {
  type ApiServerFlags,
  allowsEverything,
  DEFAULT_FLAGS,
  enabledSteps,
  serviceRange,
} from '../apiserver/flags.ts';
import { askingPodIndex, finishedPodIndex, volumeIndexes } from '../apiserver/indexes.ts';
import { createLocalClient } from '../apiserver/local-client.ts';
import { createRegistry } from '../apiserver/registry.ts';
import { type ApiServer, createApiServer, type Extensions } from '../apiserver/server.ts';
import { podStandingIndex } from '../apiserver/standing-index.ts';
import type { Actor, Client } from '../client/client.ts';
import type { Shelf } from '../containers/kept-scenes.ts';
import { createContainerRuntime } from '../containers/runtime.ts';
import { createManager, type Manager } from '../controllers/manager.ts';
import { kinds } from '../kinds/index.ts';
import { hours, type Instant } from '../machinery/instant.ts';
import type { Ref } from '../machinery/object-meta.ts';
import type { Agenda } from '../simulation/agenda.ts';
import { type SettableClock, settableClock } from '../simulation/clock.ts';
import { createRng } from '../simulation/rng.ts';
import type { Index, Store } from '../store/store.ts';
import type { Settings } from './settings.ts';

/** Longest that a cluster is run on to settle: a guard for what flips for ever (a probe that comes and goes). */
const SETTLING_LONGEST = hours(2);

export const extraIndexes: readonly Index[] = [
  serviceAddressIndex,
  ...volumeIndexes,
  finishedPodIndex,
  askingPodIndex,
  podStandingIndex,
  eventLeaseIndex,
  definedKindIndex,
];

export interface ClusterParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly agenda: Agenda;
  readonly now: Instant;
  readonly actors: () => readonly Actor[];
  /** While changes are taken in that others made, nobody here reacts to them. */
  readonly isFollowing?: () => boolean;
  /** Where played containers are kept. */
  readonly shelf?: Shelf | undefined;
  readonly extensions?: Extensions | undefined;
  /** How the API server is started. */
  readonly flags?: ApiServerFlags | undefined;
  readonly onReconcile?: ((actor: string, ref: Ref) => void) | undefined;
}

/** A whole control plane around one store. The one place that knows every room. */
export interface Cluster {
  readonly settings: Settings;
  readonly clock: SettableClock;
  readonly store: Store;
  readonly agenda: Agenda;
  readonly client: Client;
  readonly api: ApiServer;
  /** The actors forget what they remember of a state that is not there any more: they read it again. */
  renew(): void;
  /** Takes every wake that is due now. */
  settle(): void;
  /** Steps from due moment to due moment until `until`; the clock then shows `until`. */
  advanceTo(until: Instant): void;
  /** Runs on until nothing is about to change any more; the clock stops where the last thing happened. */
  runUntilSettled(): void;
  /** Moves to the next due moment, if there is one not later than `until`, and takes what is due then. */
  step(until: Instant): boolean;
}

export function createCluster(parts: ClusterParts): Cluster {
  const { settings, store, agenda, flags = DEFAULT_FLAGS } = parts;
  const { clock, onTime } = watched(settableClock(parts.now));
  const rng = createRng(settings.seed);
  const backend: Backend = {
    store,
    registry: createRegistry(kinds, [definedKinds(store), announcedKinds(store)]),
    now: clock.now,
    rng: rng.fork('apiserver'),
    admission: enabledSteps(flags),
    allowsEverything: allowsEverything(flags),
    serviceRange: serviceRange(flags),
  };
  const client = createLocalClient(backend);
  const onTold = (pod: Ref): void => agenda.wake('kubelet', pod, clock.now(), 'progress');
  const sources = { reader: client, rows: rowsOf('kubelet', store.memory), shelf: parts.shelf };
  const containers = createContainerRuntime(sources, onTold);
  const manager = createManager({ ...parts, client, memory: store.memory, rng, now: clock.now });
  store.watch('', (change) => {
    if (parts.isFollowing?.() !== true) manager.dispatch(change);
  });
  const step = (until: Instant): boolean => stepOnce(agenda, clock, manager, until);
  const settle = (): void => {
    while (step(clock.now()));
  };
  return {
    settings,
    clock,
    store,
    agenda,
    client,
    renew: manager.renew,
    api: createApiServer({ ...backend, pause: settle, containers, onTime }, parts.extensions),
    settle,
    step,
    advanceTo: (until) => {
      while (step(until));
      if (until > clock.now()) clock.set(until);
    },
    runUntilSettled: () => {
      settle();
      const latest = clock.now() + SETTLING_LONGEST;
      for (
        let next = agenda.nextProgress();
        next !== undefined && next.at <= latest;
        next = agenda.nextProgress()
      ) {
        while (step(next.at));
      }
    },
  };
}

/** A clock that tells when it was set. */
function watched(clock: SettableClock) {
  const lookers = new Set<() => void>();
  const set: SettableClock['set'] = (now) => {
    clock.set(now);
    for (const look of [...lookers]) look();
  };
  const onTime = (look: () => void): (() => void) => {
    lookers.add(look);
    return () => lookers.delete(look);
  };
  return { clock: { ...clock, set }, onTime };
}

/** Rows of the memory that an actor has of its own. */
function rowsOf(actor: string, memory: Store['memory']): Pick<Store['memory'], 'get' | 'set'> {
  return {
    get: (key) => memory.get(`${actor}/${key}`),
    set: (key, value) => memory.set(`${actor}/${key}`, value),
  };
}

/** Takes one wake: time never goes back, a wake that is overdue is taken now. */
function stepOnce(agenda: Agenda, clock: SettableClock, manager: Manager, until: Instant): boolean {
  const next = agenda.next();
  if (next === undefined || next.at > until) return false;
  agenda.take();
  if (next.at > clock.now()) clock.set(next.at);
  manager.run(next);
  return true;
}
