import type { Instant } from '../machinery/instant.ts';
import type { KubeObject } from '../machinery/object-meta.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request as HTTP would carry it, the body already parsed. */
export interface ApiRequest {
  readonly method: Method;
  /** `/apis/apps/v1/namespaces/default/deployments/web/scale`; no query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /**
   * `table` asks for meta.k8s.io/v1 Table; objects that know no Table answer as JSON. The discoveries ask for all groups
   * at once, where the path is one of discovery.
   */
  readonly accept: 'json' | 'table' | 'aggregated-discovery' | 'aggregated-discovery-beta';
  /** `application/json` unless a patch says otherwise. */
  readonly contentType?: string;
  readonly body?: unknown;
  /** Keys that stood twice in the text of the body, in the words of strict decoding. */
  readonly duplicates?: readonly string[];
  /** Why what was sent as a body could not be read at all. */
  readonly fault?: string;
  /** The program that asks, the first word of its User-Agent: the manager of fields that name none. */
  readonly agent?: string;
  /** Of a server behind the API server: its page as it wrote it, and not as a proxy shows it. */
  readonly asWritten?: true;
  /** In whose name it is sent, where it is not the administrator's own. */
  readonly impersonate?: Impersonation;
}

/** What the Impersonate headers carry. */
export interface Impersonation {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface ApiResponse {
  readonly code: number;
  /** An object, a List, a Table or a Status; a string for text answers (logs). */
  readonly body: unknown;
  /** Texts of Warning headers, in order. */
  readonly warnings: readonly string[];
  /** Header fields of whom the answer comes from, where that is a server of a pod. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The cluster's clock, sent as the Date header: kubectl/ has no clock of its own. */
  readonly date: Instant;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  /** An object, a Table with one row, or a Status. */
  readonly object: KubeObject | unknown;
  readonly date: Instant;
}

/**
 * How a watcher stands to time. `wait`: a command that ends when something has come about; where the pace lets time
 * jump, it jumps. `follow`: somebody looks on; time moves as the pace says and never because of the onlooker.
 */
export type Patience = 'wait' | 'follow';

/** What kubectl/ holds: the same in-process or over a socket. Answers of code >= 400 are returned, not thrown. */
export interface Transport {
  send(request: ApiRequest): Promise<ApiResponse>;
  /** Ends when query.timeoutSeconds of the cluster's time have passed. */
  watch(request: ApiRequest, patience: Patience): AsyncIterable<WatchEvent>;
  /** Lets the cluster's time pass (kubectl's own pauses between polls). */
  pause(milliseconds: number): Promise<void>;
  /** The cluster's clock, as the newest answer told it. */
  now(): Instant;
}
