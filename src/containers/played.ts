import type { Folder } from '../shell/entries.ts';
import { Machine } from '../shell/machine.ts';
import type { Exchange } from './exchange.ts';
import { type Instance, instanceKey } from './instance.ts';
import type { Performance } from './performance.ts';

/** What has become of a scene: data, but for the outside of its worlds. */
export interface Played {
  readonly machine: Machine;
  /** By instance. */
  readonly performances: Map<string, Performance>;
  /** What somebody ran in a container or said to it. */
  readonly exchanges: Map<string, Exchange>;
  /** Behind volumes. */
  readonly folders: Map<string, Folder>;
  readonly ended: Set<string>;
  /** Until when changes of ConfigMaps and Secrets were laid out, and which, by instance. */
  readonly refreshed: Map<string, { readonly at: number; readonly notes: string }>;
}

export const unplayed = (start: number): Played => ({
  machine: new Machine(start),
  performances: new Map(),
  exchanges: new Map(),
  folders: new Map(),
  ended: new Set(),
  refreshed: new Map(),
});

/** What an exchange is called that goes on in the instance. */
export const exchangeKey = (instance: Instance, id: number): string => `${instanceKey(instance)}#${id}`;
