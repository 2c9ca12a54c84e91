import type { Impersonation } from '../../client/transport.ts';
import type { Session } from '../../cluster/session.ts';
import type { Context, ExitCode, Talk } from '../../kubectl/command.ts';
import { CharacterReader } from '../../machinery/bytes.ts';
import type { Host } from '../host.ts';
import { backstageInNameOf } from '../impersonating.ts';
import { served } from '../serving/backstage.ts';

/** How often the clock is looked at, and what other processes did. */
const LOOK_MILLISECONDS = 15;

interface Surroundings extends Pick<Context, 'out' | 'err'> {
  readonly host: Host;
  readonly session: () => Session;
  readonly impersonation: () => Impersonation | undefined;
  /** Whoever is interrupted leaves first. Returns what takes that back. */
  readonly onInterrupt: (leave: () => void) => () => void;
}

/** Speaks with a program in a container as the cluster's time passes, until one of both has ended. Throws StatusError. */
export async function talk(
  { path, body, hears }: Talk,
  { host, session: open, impersonation, onInterrupt, out, err }: Surroundings,
): Promise<ExitCode> {
  const session = open();
  const all = served(session, host.wall);
  const backstage = backstageInNameOf(all, impersonation());
  // A terminal of ours that tells each key begins new lines at the left all the same.
  const isKeyed = hears === 'keys' && host.isTerminal;
  const shown = (text: string): string => (isKeyed ? text.replaceAll('\r\n', '\n') : text);
  let code: ExitCode | undefined;
  let hasNews = false;
  const asked = { method: 'POST', path, query: {}, accept: 'json', body } as const;
  const speaker = backstage.converse(asked, ({ spoken, code: ended }) => {
    for (const { to, text } of spoken) (to === 'output' ? out : err).write(shown(text));
    code = ended ?? code;
    hasNews = true;
  });
  const stay = onInterrupt(() => {
    speaker.leave();
    session.checkpoint();
  });
  const reader = new CharacterReader();
  const rest =
    hears === 'nothing'
      ? undefined
      : host.keyboard?.listen(hears, {
          hear: (bytes) => speaker.say(reader.read(bytes)),
          close: () => speaker.close(),
        });
  try {
    while (code === undefined) {
      if (hasNews) session.checkpoint('later');
      hasNews = false;
      await host.sleep(LOOK_MILLISECONDS);
      all.work();
    }
  } finally {
    rest?.();
    stay();
    speaker.leave();
  }
  return code;
}
