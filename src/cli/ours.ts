import type { Impersonation } from '../client/transport.ts';
import type { Session } from '../cluster/session.ts';
import type { ActorsOf, SessionParts } from '../cluster/session-parts.ts';
import type { Host } from './host.ts';

/** What a session may be opened with beside its state. */
export interface Onlooker extends Pick<SessionParts, 'onReconcile' | 'onOpen' | 'role' | 'pace' | 'flags'> {
  /** Who does not act. */
  readonly without?: readonly string[];
}

/** What our own commands reach beside kubectl's context. */
export interface Ours {
  readonly host: Host;
  /** Opens the state, making it when there is none. Who looks on says so when it is first opened. */
  readonly session: (onlooker?: Onlooker) => Session;
  readonly statePath: () => string;
  readonly actors: ActorsOf;
  /** In whose name --as asks, once the command line is read. */
  readonly impersonation?: () => Impersonation | undefined;
}
