import type { Backstage } from '../../apiserver/http/backstage.ts';
import type { Session } from '../../cluster/session.ts';

/** A conversation behind a listener: what is said is saved with what else is asked in the same turn of the event loop. */
export function conversed(
  session: Session,
  saved: () => Promise<void>,
  request: Parameters<Backstage['converse']>[0],
  onNews: Parameters<Backstage['converse']>[1],
): ReturnType<Backstage['converse']> {
  const act = (action: () => void): void => {
    session.change(action);
    void saved();
  };
  let isLeft = false;
  const leave = (): void => {
    if (isLeft) return;
    isLeft = true;
    act(() => speaker.leave());
  };
  // Who is refused has begun to write, too: the state is not to stay his.
  void saved();
  const speaker = session.converse(request, (news) => {
    onNews(news);
    // News may come while the clock is being moved: then nothing may be changed.
    if (news.code !== undefined) setImmediate(leave);
  });
  return {
    say: (text) => act(() => speaker.say(text)),
    close: () => act(() => speaker.close()),
    leave,
  };
}
