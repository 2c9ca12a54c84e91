import type { Instance } from '../../containers/instance.ts';
import type { Sources } from '../../containers/kept-scenes.ts';
import type { Container, Pod, Probe } from '../../kinds/core/pod/types.ts';
import type { Duration, Instant } from '../../machinery/instant.ts';

/** What a simulated program does, as far as the API can see. Times count from its start. */
export interface Program {
  /** When it ends by itself; absent: it runs until it is stopped. */
  readonly length?: Duration;
  readonly exit?: Ending;
  /** What SIGTERM does, after the program has run for so long. */
  readonly stop?: Stop | ((uptime: Duration) => Stop);
  /** How a probe finds it; absent: well. */
  readonly answer?: (probe: Probe, uptime: Duration) => ProbeAnswer | undefined;
  /** It asked others in vain: what it does next, and when it ends, is another thing once they are there. */
  readonly isOpen?: boolean;
  /** When answers may change. */
  readonly turns?: readonly Duration[];
  /** A volume that then holds more than it may. */
  readonly overflow?: { readonly volume: string; readonly after: Duration };
}

/** How soon it ends (absent: within the cluster's stop time; Infinity: not at all) and with what code. */
export interface Stop {
  readonly after?: Duration;
  readonly code: number;
}

export interface Ending {
  readonly code: number;
  /** Where it is not told by the code (`OOMKilled`). */
  readonly reason?: string;
}

/** undefined: the probe passes; a text: what the failed probe says. */
export interface ProbeAnswer {
  readonly output: string;
}

/** What a behaviour is asked about. */
export interface Role {
  readonly pod: Pod;
  readonly container: Container;
  /** Whether it has to end for its pod to go on or to be done. */
  readonly mustEnd: boolean;
  /** What its script can be run with; absent: nobody asks for a container that is there. */
  readonly performer?: Performer;
}

/** One run of the container, and what it can see of the cluster. */
export interface Performer extends Sources {
  readonly instance: Instance;
  readonly now: Instant;
  /** What is looked at together: within one look the cluster stays as it is. */
  readonly look: object;
}

/** Recognizes its containers; undefined: not mine. */
export type Behaviour = (role: Role) => Program | undefined;
