import type { ApiServerFlags } from '../apiserver/flags.ts';
import type { Extensions } from '../apiserver/server.ts';
import type { Actor } from '../client/client.ts';
import type { Shelf } from '../containers/kept-scenes.ts';
import type { Ref } from '../machinery/object-meta.ts';
import type { Foreground } from '../store/disk/foreground.ts';
import type { StateFile } from '../store/disk/state-file.ts';
import type { ActorWorld } from './actors.ts';
import type { Cluster } from './cluster.ts';
import type { Settings } from './settings.ts';

/** Who acts in a cluster of these settings. */
export type ActorsOf = (settings: Settings, world: ActorWorld) => readonly Actor[];

export interface SessionParts {
  readonly file: StateFile;
  /** The wall's time in milliseconds since 1970. */
  readonly wall: () => number;
  /** What a state is made with when there is none yet. */
  readonly fresh: () => Settings;
  /** The pace this process asks for, whatever the state says (SIM_PACE). */
  readonly pace?: Settings['pace'] | undefined;
  /** Called after each save: what was said until now may be shown. */
  readonly onCheckpoint: () => void;
  /** Everyone who acts; asked for when something first happens. */
  readonly actors: ActorsOf;
  /** Where what containers did is kept, so that the next process need not play it from its beginning. */
  readonly shelf?: Shelf | undefined;
  readonly extensions?: Extensions | undefined;
  readonly flags?: ApiServerFlags | undefined;
  readonly onReconcile?: ((actor: string, ref: Ref) => void) | undefined;
  /** Shown the cluster before anything is done in it. */
  readonly onOpen?: ((cluster: Cluster) => void) | undefined;
  /** How many changes can be asked for again; by default as many as the role needs. */
  readonly history?: number;
  /** `foreground`: this process runs the controllers for all, and saves what they do as they do it. */
  readonly role?: 'command' | 'foreground';
  /** Who runs the controllers when somebody does so in the foreground. */
  readonly foreground?: Foreground | undefined;
}
