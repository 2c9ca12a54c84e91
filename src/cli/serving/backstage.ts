import type { Backstage, ServedCommands } from '../../apiserver/http/backstage.ts';
import type { Session } from '../../cluster/session.ts';
import { conversed } from './conversed.ts';
import { createHold, type Hold } from './hold.ts';
import { workOnce } from './work.ts';

export interface ServedSession extends Backstage {
  /** Does what is due; to be called again and again. */
  work(): void;
}

/** A session behind a listener: what is asked in one turn of the event loop is saved together, and answered then. */
export function served(session: Session, wall: () => number): ServedSession {
  let saving: Promise<void> | undefined;
  const hold = createHold(wall);
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
  const work = (): void => {
    if (saving !== undefined || hold.isOn()) return;
    if (hold.end()) session.checkpoint();
    workOnce(session);
  };
  return {
    work,
    handle: async (request) => {
      work();
      const response = session.handle(request);
      if (request.method === 'GET') {
        hold.read();
        return response;
      }
      hold.wrote();
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
    commands: servedCommands(session, hold, work),
  };
}

/** For commands of ours the session is as it is for one in its own process: nothing is saved until they say so. */
function servedCommands(session: Session, hold: Hold, work: () => void): ServedCommands {
  return {
    handle: (request) => {
      work();
      if (request.method !== 'GET') hold.commandActed();
      return session.handle(request);
    },
    subscribe: (request, onEvent) => {
      work();
      return session.subscribe(request, onEvent);
    },
    now: session.now,
    pass: (patience, until) => {
      if (patience === 'wait' && session.pace() !== 'realtime') {
        hold.commandActed();
        return session.pass(patience, until);
      }
      const before = session.cluster.store.revision();
      work();
      return session.cluster.store.revision() === before ? 'idle' : 'moved';
    },
    checkpoint: () => {
      hold.end();
      session.checkpoint();
    },
    pace: session.pace,
  };
}
