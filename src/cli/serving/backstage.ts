import type { Backstage } from '../../apiserver/http/backstage.ts';
import type { Session } from '../../cluster/session.ts';
import { conversed } from './conversed.ts';
import { workOnce } from './work.ts';

/**
 * The requests of one command follow each other faster than a real cluster's controllers react: they react once nothing
 * was written for a moment, and not later than after a while of writing.
 */
const QUIET_MILLISECONDS = 25;
const LONGEST_MILLISECONDS = 100;

export interface ServedSession extends Backstage {
  /** Does what is due; to be called again and again. */
  work(): void;
}

/** A session behind a listener: what is asked in one turn of the event loop is saved together, and answered then. */
export function served(session: Session, wall: () => number): ServedSession {
  let saving: Promise<void> | undefined;
  let firstWrite: number | undefined;
  let lastWrite = 0;
  const saved = (): Promise<void> => {
    saving ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        saving = undefined;
        try {
          session.checkpoint('later');
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return saving;
  };
  const isHeldBack = (): boolean => {
    const now = wall();
    return (
      firstWrite !== undefined &&
      now < lastWrite + QUIET_MILLISECONDS &&
      now < firstWrite + LONGEST_MILLISECONDS
    );
  };
  const work = (): void => {
    if (saving !== undefined || isHeldBack()) return;
    firstWrite = undefined;
    workOnce(session);
  };
  return {
    work,
    handle: async (request) => {
      work();
      const response = session.handle(request);
      if (request.method === 'GET') return response;
      lastWrite = wall();
      firstWrite ??= lastWrite;
      await saved();
      return response;
    },
    watch: (request, onEvent) => {
      work();
      return session.subscribe(request, onEvent);
    },
    converse: (request, onNews) => conversed(session, saved, request, onNews),
    bookmark: (request) => session.cluster.api.bookmark(request),
    now: session.now,
  };
}
