import type { Passed, Served } from '../apiserver/local-transport.ts';
import type { News, Speaker } from '../apiserver/subresources/converse.ts';
import type { ApiRequest, Patience } from '../client/transport.ts';
import { hours, type Instant } from '../machinery/instant.ts';
import { anchored, jumps, type Pace, type PaceSettings, runsOn, targetNow } from '../simulation/pace.ts';
import type { Cluster } from './cluster.ts';
import { type Opened, openSaved, reopen, saveTo } from './saved.ts';
import type { SessionParts } from './session-parts.ts';
import type { Settings } from './settings.ts';

/** How far time jumps for a waiter whose object does not change: a finalizer can hold an object for ever. */
const JUMP_LONGEST = hours(1);

export type Reaction = 'now' | 'later';

/**
 * One process's view of a state. Reading computes what is due in memory and writes nothing; the first write takes the
 * lock, catches up with what others wrote, and a checkpoint saves all of it as one record.
 */
export interface Session extends Served {
  readonly cluster: Cluster;
  /** Saves what was done. `later`: nobody reacts to it yet, more of the same may follow. */
  checkpoint(reaction?: Reaction): void;
  /** Whether this process runs the controllers for all others. */
  readonly isForeground: boolean;
  pace(): Pace;
  /** Runs an action that changes the cluster beside the API (the clock, nodes, settings). */
  change<T>(action: (cluster: Cluster) => T): T;
  /** Speaks with a program in a container; what the speaker does changes the cluster beside the API. */
  converse(request: ApiRequest, onNews: (news: News) => void): Speaker;
  /** Does what fell due since the state was saved. */
  begin(): void;
  /** Takes in what others have saved, and does nothing of its own. */
  follow(): void;
  /** Whether something is due that has not been done. */
  isDue(): boolean;
  /** While nothing is due the clock goes on alone. */
  tick(): void;
  settings(): Settings;
  /** Replaces the settings; saved with the next checkpoint. */
  setSettings(settings: Settings): void;
  /** After the clock was moved by hand: at pace realtime the wall counts from here. */
  keepTime(): void;
  close(): void;
}

const isWrite = ({ method }: ApiRequest): boolean => method !== 'GET';

export function openSession(parts: SessionParts): Session {
  const opened: Opened = openSaved(parts);
  const { cluster } = opened;
  let writing = opened.isNew;
  let lastProgress = cluster.clock.now();
  let lastRevision = cluster.store.revision();

  const pace = (): Pace => parts.pace ?? opened.settings.pace;
  const paced = (): PaceSettings => ({ ...opened.settings, pace: pace() });
  const reached = (): Instant => targetNow(paced(), cluster.clock.now(), parts.wall());
  const catchUp = (): void => cluster.advanceTo(reached());
  let hasForeground = false;
  const settle = (): void => {
    if (!hasForeground) cluster.settle();
  };
  const beginWrite = (reaction: Reaction = 'now'): void => {
    if (writing) return;
    parts.file.lock();
    writing = true;
    hasForeground = isLeftToForeground();
    reopen(opened, parts);
    if (reaction === 'now') catchUp();
    else followTime();
  };
  // The clock shows what it has to; what is due by then is done when this process next acts.
  const followTime = (): void => {
    const at = reached();
    if (at > cluster.clock.now()) cluster.clock.set(at);
  };
  // Elsewhere than at pace realtime nobody in the foreground would know when.
  const isLeftToForeground = (): boolean =>
    parts.role !== 'foreground' && pace() === 'realtime' && parts.foreground?.isTaken() === true;
  const checkpoint = (reaction: Reaction = 'now'): void => {
    if (writing) {
      if (runsOn(paced())) cluster.runUntilSettled();
      else if (reaction === 'now') settle();
      saveTo(opened, parts);
      parts.file.unlock();
      writing = false;
    }
    parts.onCheckpoint();
  };
  const jump = (until: Instant | undefined): Passed => {
    beginWrite();
    if (cluster.store.revision() !== lastRevision) {
      lastRevision = cluster.store.revision();
      lastProgress = cluster.clock.now();
    }
    const next = cluster.agenda.next();
    if (next !== undefined && next.at <= (until ?? lastProgress + JUMP_LONGEST)) {
      while (cluster.step(next.at));
      return 'moved';
    }
    if (until === undefined) return 'idle';
    cluster.advanceTo(until);
    return 'moved';
  };
  const isForeground = parts.role === 'foreground' && parts.foreground?.take() === true;
  let begun = false;
  // What fell due before is done when somebody first asks: until then it is known whether anything is due at all.
  const begin = (): void => {
    if (begun) return;
    begun = true;
    if (parts.role === 'foreground') beginWrite();
    else catchUp();
    if (opened.isNew) checkpoint();
  };
  const isDue = (): boolean => {
    const next = cluster.agenda.next();
    return next !== undefined && next.at <= reached();
  };
  const close = (): void => {
    if (writing) parts.file.unlock();
    writing = false;
    if (isForeground) parts.foreground?.leave();
    opened.shelf.flush();
  };
  try {
    parts.onOpen?.(cluster);
    if (opened.isNew || parts.role === 'foreground') begin();
  } catch (error) {
    // Nobody gets the session, so nobody would close it.
    close();
    throw error;
  }
  return {
    cluster,
    isForeground,
    pace,
    // Looking at the clock does nothing that is due: nobody may be there yet to do it.
    now: () => (begun ? cluster.clock.now() : reached()),
    handle: (request) => {
      begin();
      if (isWrite(request)) beginWrite(parts.role === 'foreground' ? 'later' : 'now');
      return cluster.api.handle(request);
    },
    subscribe: (request, onEvent) => {
      begin();
      // Who begins to wait has seen nothing stand still yet.
      lastProgress = cluster.clock.now();
      return cluster.api.watch(request, onEvent);
    },
    pass: (patience: Patience, until) => {
      begin();
      if (patience === 'wait' && jumps(paced())) return jump(until);
      const before = cluster.store.revision();
      if (!writing) reopen(opened, parts);
      catchUp();
      return cluster.store.revision() === before ? 'idle' : 'moved';
    },
    begin,
    converse: (request, onNews) => {
      begin();
      beginWrite('later');
      return cluster.api.converse(request, jumps(paced()), onNews);
    },
    change: (action) => {
      begin();
      beginWrite();
      return action(cluster);
    },
    follow: () => {
      if (!writing) reopen(opened, parts);
    },
    isDue,
    tick: () => {
      if (pace() === 'realtime' && !isDue()) cluster.advanceTo(reached());
    },
    settings: () => opened.settings,
    setSettings: (settings) => {
      opened.settings = settings;
    },
    keepTime: () => {
      opened.settings = anchored(opened.settings, parts.wall(), cluster.clock.now());
    },
    checkpoint,
    close,
  };
}
