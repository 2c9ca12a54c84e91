import type { ApiRequest, ApiResponse, WatchEvent } from '../../client/transport.ts';
import type { Instant } from '../../machinery/instant.ts';
import type { News, Speaker } from '../subresources/converse.ts';

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
}
