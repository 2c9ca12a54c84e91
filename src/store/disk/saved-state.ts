import type { Instant } from '../../machinery/instant.ts';
import type { MemoryRow } from '../memory-rows.ts';
import type { SavedChange, SavedTables } from '../saved.ts';
import type { Revision } from '../store.ts';

/** A pending wake as it is saved; one that is no longer pending has no time. Shaped like the agenda's own rows. */
export type WakeRow =
  | readonly [
      actor: string,
      namespace: string,
      name: string,
      at: Instant,
      sequence: number,
      because: 'progress' | 'standing',
    ]
  | readonly [actor: string, namespace: string, name: string];

/** Everything a cluster is, between two commands. */
export interface SavedState {
  /** The cluster's clock. */
  readonly now: Instant;
  readonly revision: Revision;
  /** The last sequence the agenda gave. */
  readonly sequence: number;
  /** Plain JSON whose meaning the composition root knows. */
  readonly settings: unknown;
  readonly objects: SavedTables;
  readonly memory: Iterable<MemoryRow>;
  readonly agenda: Iterable<WakeRow>;
}

/** What one command changed: one record of the journal. */
export interface SavedStep {
  readonly now: Instant;
  readonly revision: Revision;
  readonly sequence: number;
  /** Only where the command changed them. */
  readonly settings?: unknown;
  readonly changes: readonly SavedChange[];
  readonly memory: readonly MemoryRow[];
  readonly agenda: readonly WakeRow[];
}

/** Where in the life of a state a snapshot stands: it equals that of `follows` after so many records. */
export interface SnapshotMark {
  readonly generation: number;
  readonly follows?: readonly [generation: number, records: number];
}
