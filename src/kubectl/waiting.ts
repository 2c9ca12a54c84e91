import type { Instant } from '../machinery/instant.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { fetchObject, watch } from './api.ts';
import type { Context } from './command.ts';
import { type ObjectList, withType } from './related.ts';

/** What kubectl says when time is up. */
export const TIMED_OUT = 'timed out waiting for the condition';

/** One object, followed by a list of it and then a watch, as kubectl's informers do. */
export interface Followed {
  /** Path of its collection. */
  readonly path: string;
  readonly name: string;
  /** Undefined knows no end. */
  readonly deadline: Instant | undefined;
}

export interface Follower {
  /** The object as it is now, at the start and after each change; true ends the wait. */
  readonly seen: (object: KubeObject) => boolean;
  /** It is gone; true ends the wait. */
  readonly gone: (object: KubeObject) => boolean;
  /** It was not there at the start; true ends the wait. */
  readonly absent: () => boolean;
}

/** Waits until the follower has seen enough; false when time is up. */
export async function follow(context: Context, followed: Followed, follower: Follower): Promise<boolean> {
  const query = { fieldSelector: `metadata.name=${followed.name}` };
  let first = true;
  for (;;) {
    const list = await fetchObject<ObjectList>(context, 'GET', followed.path, { query });
    const object = list.items?.map((item) => withType(item, list))[0];
    if (object !== undefined && follower.seen(object)) return true;
    if (object === undefined && first && follower.absent()) return true;
    first = false;
    const { resourceVersion } = list.metadata;
    if (await changes(context, followed, { ...query, resourceVersion }, follower)) return true;
    if (followed.deadline !== undefined && context.transport.now() >= followed.deadline) return false;
  }
}

async function changes(
  context: Context,
  { path, deadline }: Followed,
  query: Readonly<Record<string, string>>,
  follower: Follower,
): Promise<boolean> {
  const left = deadline === undefined ? undefined : deadline - context.transport.now();
  if (left !== undefined && left <= 0) return false;
  // A watch counts whole seconds and none is endless: at least one.
  const timeout = left === undefined ? {} : { timeoutSeconds: String(Math.max(1, Math.ceil(left / 1000))) };
  for await (const event of watch(context.transport, path, { query: { ...query, ...timeout } }, 'wait')) {
    const object = event.object as KubeObject;
    if (event.type === 'DELETED' && follower.gone(object)) return true;
    if ((event.type === 'ADDED' || event.type === 'MODIFIED') && follower.seen(object)) return true;
  }
  return false;
}
