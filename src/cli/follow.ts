import type { Ours } from './ours.ts';

/** How often a follower looks for what others wrote. */
export const LOOK_AGAIN_MILLISECONDS = 50;

/** Draws, and again whenever the cluster has changed or a second has passed; ends when `draw` says so. */
export async function redraw(ours: Ours, draw: () => Promise<'go on' | 'end'>): Promise<void> {
  const session = ours.session();
  const { store, clock } = session.cluster;
  for (;;) {
    const next = await draw();
    session.checkpoint();
    if (next === 'end') return;
    const revision = store.revision();
    const second = Math.floor(clock.now() / 1000);
    do {
      await ours.host.sleep(LOOK_AGAIN_MILLISECONDS);
      session.pass('follow', undefined);
    } while (store.revision() === revision && Math.floor(clock.now() / 1000) === second);
  }
}
