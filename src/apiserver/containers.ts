import type { Pod } from '../kinds/core/pod/types.ts';
import type { Instant } from '../machinery/instant.ts';

/** What the server asks kubelets for: it passes such requests on and knows nothing of containers itself. */
export interface Containers {
  /** Lines that a run of the container printed up to now; undefined where nobody knows of such a run. */
  log(
    pod: Pod,
    container: string,
    which: 'current' | 'previous',
    now: Instant,
  ): readonly { readonly at: number; readonly text: string }[] | undefined;
  /**
   * Runs a command in the container, or speaks to its own program; undefined where that does not run, `not found` where it
   * has no such program.
   */
  converse(pod: Pod, container: string, talk: Talk, now: Instant): Conversation | 'not found' | undefined;
  /** Asks a port of the pod for a page: nobody may be there, or somebody who speaks no HTTP. */
  visit(
    pod: Pod,
    request: {
      readonly method: string;
      readonly port: number;
      readonly path: string;
      readonly host: string;
      readonly client: string;
    },
    now: Instant,
  ): { readonly status: number; readonly body: string } | 'refused' | 'silent';
}

export interface Talk {
  /** Absent: the container's own program. */
  readonly words?: readonly string[];
  readonly hasTerminal: boolean;
  /** Nobody waits for the cluster's clock: what is run goes on until it is done, or has nothing to read. */
  readonly isAhead: boolean;
}

export interface Conversation {
  say(text: string, now: Instant): void;
  /** There is nothing more to read. */
  close(now: Instant): void;
  /** Nobody listens any more. */
  leave(now: Instant): void;
  /** All that was printed so far, and how it ended. */
  hear(now: Instant): { readonly spoken: readonly Piece[]; readonly code?: number };
}

/** Something that a program printed. */
export interface Piece {
  readonly to: 'output' | 'errors';
  readonly text: string;
}
