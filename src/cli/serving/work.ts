import type { Session } from '../../cluster/session.ts';

/** Takes in what others did, then does what is due, under the lock: each thing is done once. True when anything was done. */
export function workOnce(session: Session): boolean {
  const before = session.cluster.store.revision();
  session.follow();
  const hasNews = session.cluster.store.revision() !== before;
  if (!session.isDue() && !(hasNews && session.pace() === 'instant')) {
    session.tick();
    return false;
  }
  session.change(() => {});
  session.checkpoint();
  return true;
}
