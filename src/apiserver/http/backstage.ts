import type { ApiRequest, ApiResponse, WatchEvent } from '../../client/transport.ts';
import type { Instant } from '../../machinery/instant.ts';
import type { Served } from '../local-transport.ts';
import type { News, Speaker } from '../subresources/converse.ts';

/** A cluster as commands of ours need it: they let its time pass, and say when they have ended. */
export interface ServedCommands extends Served {
  /** The pace of its time. */
  pace(): string;
}

/** What stands behind a listener. */
export interface Backstage {
  /** Settles once what the request changed is durable. */
  handle(request: ApiRequest): Promise<ApiResponse>;
  /** Calls back for each matching change, the first ones before it returns. Throws StatusError. */
  watch(request: ApiRequest, onEvent: (event: WatchEvent) => void): () => void;
  /** Speaks with a program in a container; at its end it is left. Throws StatusError. */
  converse(request: ApiRequest, onNews: (news: News) => void): Speaker;
  /** What tells a watcher how far it has got. */
  bookmark(request: ApiRequest): WatchEvent;
  /** The cluster's clock. */
  now(): Instant;
  /** The same for commands of ours, where they are served. */
  readonly commands?: ServedCommands;
}
