import type { Backstage } from '../../apiserver/http/backstage.ts';
import type { Session } from '../../cluster/session.ts';
import { workOnce } from './work.ts';

/** A session behind a listener: what is asked in one turn of the event loop is saved together, and answered then. */
export function backstageOf(session: Session): Backstage {
  let saving: Promise<void> | undefined;
  const saved = (): Promise<void> => {
    saving ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        saving = undefined;
        try {
          session.checkpoint();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return saving;
  };
  return {
    handle: async (request) => {
      if (saving === undefined) workOnce(session);
      const response = session.handle(request);
      if (request.method !== 'GET') await saved();
      return response;
    },
    watch: (request, onEvent) => {
      if (saving === undefined) workOnce(session);
      return session.subscribe(request, onEvent);
    },
    bookmark: (request) => session.cluster.api.bookmark(request),
    now: session.now,
  };
}
