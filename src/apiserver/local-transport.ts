import type { ApiRequest, ApiResponse, Patience, Transport, WatchEvent } from '../client/transport.ts';
import { after, type Instant, seconds } from '../machinery/instant.ts';
import { StatusError } from '../machinery/status.ts';

/** What became of time when a waiter asked for more. */
export type Passed =
  /** Something may have happened: look again at once. */
  | 'moved'
  /** Nothing is due: only somebody else, or the wall clock, can bring news. */
  | 'idle';

/** A cluster that stands behind a transport: it answers, tells of changes and lets time pass as its pace says. */
export interface Served {
  /** Makes ready what a request needs: readers of a quiet cluster need nobody who acts in it. */
  ready?(need: 'read' | 'act'): Promise<void>;
  handle(request: ApiRequest): ApiResponse;
  subscribe(request: ApiRequest, onEvent: (event: WatchEvent) => void): () => void;
  now(): Instant;
  /** Lets time pass for a waiter, never beyond `until`. */
  pass(patience: Patience, until: Instant | undefined): Passed;
  /** What has been answered so far is made durable and shown before anybody waits. */
  checkpoint(): void;
}

/** What a waiter does until it looks again: where time has moved there may be news already. */
export type Rest = (passed: Passed) => Promise<void>;

/** How often a follower looks for what others wrote. */
const LOOK_AGAIN_MILLISECONDS = 50;

/** The transport of a command that runs in the cluster's own process. `sleep` waits by the wall clock. */
export function createLocalTransport(
  served: Served,
  sleep: (milliseconds: number) => Promise<void>,
): Transport {
  const rest: Rest = async (passed) => {
    if (passed === 'idle') await sleep(LOOK_AGAIN_MILLISECONDS);
  };
  return {
    send: async (request) => {
      await served.ready?.(request.method === 'GET' ? 'read' : 'act');
      return served.handle(request);
    },
    now: served.now,
    pause: (length) => passTime(served, rest, length),
    watch: async function* (request, patience) {
      for await (const events of eventBatches(served, rest, request, patience)) yield* events;
    },
  };
}

/** Lets so much time pass for somebody who waits. */
export async function passTime(served: Served, rest: Rest, length: number): Promise<void> {
  await served.ready?.('act');
  const until = (served.now() + length) as Instant;
  served.checkpoint();
  while (served.now() < until) await rest(served.pass('wait', until));
}

/** The events of a watch as they come; none at all when the watcher is going to rest: whatever was said so far is saved. */
export async function* eventBatches(
  served: Served,
  rest: Rest,
  request: ApiRequest,
  patience: Patience,
): AsyncGenerator<readonly WatchEvent[], void> {
  await served.ready?.('act');
  const queue: WatchEvent[] = [];
  let stop: () => void;
  try {
    stop = served.subscribe(request, (event) => queue.push(event));
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    yield [{ type: 'ERROR', object: error.status, date: served.now() }];
    return;
  }
  const limit = request.query['timeoutSeconds'];
  const until = limit === undefined ? undefined : after(served.now(), seconds(Number(limit)));
  try {
    for (;;) {
      while (queue.length > 0) yield queue.splice(0);
      if (until !== undefined && served.now() >= until) return;
      const passed = served.pass(patience, until);
      if (passed === 'moved' || queue.length > 0) {
        await rest('moved');
        continue;
      }
      served.checkpoint();
      yield [];
      await rest('idle');
    }
  } finally {
    stop();
  }
}
