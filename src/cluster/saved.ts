import { settled } from '../apiserver/managed-fields/deferred.ts';
import { type ShelfAtHand, shelfAtHand } from '../containers/kept-scenes.ts';
import type { Instant } from '../machinery/instant.ts';
import { createAgenda } from '../simulation/agenda.ts';
import type { SavedState, SavedStep } from '../store/disk/saved-state.ts';
import { byInvolved, byLabel, byNode, byOwned, byOwner } from '../store/indexes.ts';
import { createStore, type MemoryStore, type StoreOptions } from '../store/memory-store.ts';
import { collectUnsaved, type Unsaved } from '../store/unsaved.ts';
import { bootstrapObjects } from './bootstrap-objects/tables.ts';
import { bootstrapPolicy } from './bootstrap-policy/tables.ts';
import { type Cluster, createCluster, extraIndexes } from './cluster.ts';
import { createInitialObjects } from './initial-objects.ts';
import type { SessionParts } from './session-parts.ts';
import type { Settings } from './settings.ts';

export interface Opened {
  readonly cluster: Cluster;
  readonly store: MemoryStore;
  settings: Settings;
  savedSettings: Settings | undefined;
  /** Made just now: nothing is on the disk yet. */
  readonly isNew: boolean;
  /** Changes that are not on the disk. */
  readonly unsaved: Unsaved;
  /** How far scripts of containers were played. */
  readonly shelf: ShelfAtHand;
  /** Taking in what others wrote: nobody here reacts to it. */
  following: boolean;
}

const indexes = [byOwner, byOwned, byNode, byLabel, byInvolved, ...extraIndexes];

/** Loads the state, or makes a new one under the lock. */
export function openSaved(parts: SessionParts): Opened {
  const saved = parts.file.load();
  if (saved !== undefined) return fromSaved(saved, parts);
  parts.file.lock();
  let isMade = false;
  try {
    const byOther = parts.file.load();
    if (byOther !== undefined) return fromSaved(byOther, parts);
    const made = fresh(parts);
    isMade = true;
    return made;
  } finally {
    // Who made it goes on holding the lock until it is saved.
    if (!isMade) parts.file.unlock();
  }
}

function fromSaved(saved: SavedState, parts: SessionParts): Opened {
  const settings = saved.settings as Settings;
  const opened = assemble(settings, saved.now, parts, saved.revision);
  opened.savedSettings = settings;
  opened.store.load(saved.objects);
  opened.store.memory.load(saved.memory);
  opened.cluster.agenda.load(saved.agenda, saved.sequence);
  return opened;
}

function fresh(parts: SessionParts): Opened {
  const settings = parts.fresh();
  const opened = assemble(settings, settings.anchor.cluster, parts, undefined);
  opened.store.load(bootstrapPolicy(settings));
  opened.store.load(bootstrapObjects(settings));
  createInitialObjects(opened.cluster.client, settings);
  return opened;
}

function assemble(
  settings: Settings,
  now: Instant,
  parts: SessionParts,
  revision: number | undefined,
): Opened {
  const store = createStore({
    indexes,
    asSaved: settled,
    ...historyOf(parts),
    ...(revision === undefined ? {} : { revision }),
  });
  const state = { following: false };
  const agenda = createAgenda({ tracked: true });
  const shelf = shelfAtHand(parts.shelf);
  const cluster = createCluster({
    settings,
    store,
    agenda,
    now,
    actors: () => parts.actors(settings, { agenda, memory: store.memory, shelf }),
    isFollowing: () => state.following,
    shelf,
    ...(parts.extensions === undefined ? {} : { extensions: parts.extensions }),
    ...(parts.flags === undefined ? {} : { flags: parts.flags }),
    ...(parts.onReconcile === undefined ? {} : { onReconcile: parts.onReconcile }),
  });
  const isNew = revision === undefined;
  return Object.assign(state, {
    cluster,
    store,
    settings,
    savedSettings: undefined,
    isNew,
    unsaved: collectUnsaved(store, settled),
    shelf,
  });
}

/** Who serves no clients has nobody who comes back with an old revision, but for its own pages and watches. */
const HISTORY_OF_A_COMMAND = 200;

function historyOf({ role, history }: SessionParts): Pick<StoreOptions, 'history'> {
  if (history !== undefined) return { history };
  return role === 'foreground' ? {} : { history: HISTORY_OF_A_COMMAND };
}

/** Becomes the saved state, whatever was computed here. */
function takeIn({ cluster, store }: Opened, saved: SavedState): void {
  const { agenda } = cluster;
  store.become(saved.objects, saved.revision);
  store.memory.load([...store.memory.entries('')].map(([key]) => [key] as const));
  store.memory.load(saved.memory);
  agenda.load(agenda.list().map(({ actor, namespace, name }) => [actor, namespace, name] as const));
  agenda.load(saved.agenda, saved.sequence);
  cluster.clock.set(saved.now);
}

/** Catches up with what others wrote. What was computed here is thrown away then: it is computed again from theirs. */
export function reopen(opened: Opened, parts: SessionParts): void {
  const followed = parts.file.readSince();
  if (!followed.replaced && followed.steps.length === 0) return;
  opened.following = true;
  try {
    if (!followed.replaced && !isAhead(opened)) for (const step of followed.steps) takeStep(opened, step);
    else {
      const saved = parts.file.load();
      if (saved === undefined) return;
      takeIn(opened, saved);
      opened.settings = saved.settings as Settings;
    }
  } finally {
    opened.following = false;
    opened.unsaved.take();
    opened.savedSettings = opened.settings;
    opened.cluster.renew();
  }
}

/** Whether something was computed here that is not on the disk: objects, or only wakes and rows. */
function isAhead({ cluster, store, unsaved }: Opened): boolean {
  return unsaved.any() || store.memory.changed() || cluster.agenda.changed();
}

function takeStep(opened: Opened, step: SavedStep): void {
  const { cluster, store } = opened;
  // First the time: who looks on is told of the changes as they are replayed.
  cluster.clock.set(step.now);
  store.replay(step.changes, step.revision);
  store.memory.load(step.memory);
  cluster.agenda.load(step.agenda, step.sequence);
  if (step.settings !== undefined) opened.settings = step.settings as Settings;
}

/** Makes everything that was computed or changed here durable. Needs the lock. */
export function saveTo(opened: Opened, parts: SessionParts): void {
  const { cluster, store, settings } = opened;
  const step: SavedStep = {
    now: cluster.clock.now(),
    revision: store.revision(),
    sequence: cluster.agenda.sequence(),
    ...(settings === opened.savedSettings ? {} : { settings }),
    changes: opened.unsaved.take(),
    memory: store.memory.takeChanges(),
    agenda: cluster.agenda.takeChanges(),
  };
  const isFollowed = (): boolean => parts.role !== 'foreground' && parts.foreground?.isTaken() === true;
  if (parts.file.position() === undefined) parts.file.rewrite(wholeState(opened));
  else parts.file.save(step, () => wholeState(opened), isFollowed);
  opened.savedSettings = settings;
}

function wholeState({ cluster, store, settings }: Opened): SavedState {
  return {
    now: cluster.clock.now(),
    revision: store.revision(),
    sequence: cluster.agenda.sequence(),
    settings,
    objects: store.tables(),
    memory: store.memory.entries(''),
    agenda: cluster.agenda.rows(),
  };
}
