import type { ApiRequest } from '../../client/transport.ts';
import type { Pod } from '../../kinds/core/pod/kind.ts';
import { isFields } from '../../machinery/json.ts';
import type { Backend } from '../backend.ts';
import type { Piece } from '../containers.ts';
import { keyOf } from '../registry.ts';
import type { ResourceRoute } from '../routes.ts';
import { conversationIn, optionsFrom } from './exec.ts';
import { onlyContainer, statusOf } from './log.ts';

/** What a program in a container has printed since the last time, and how it ended. */
export interface News {
  readonly spoken: readonly Piece[];
  readonly code?: number;
}

/** The exit code of what SIGKILL ended. */
const KILLED = 137;

/** Somebody's side of a conversation with a program in a container. */
export interface Speaker {
  say(text: string): void;
  /** There is nothing more to read. */
  close(): void;
  /** Nobody listens any more; to be called at the end, too. */
  leave(): void;
}

/** pods/NAME/exec and attach, told as it happens: `{ container, command, tty, isHeard }` in; calls back until it has ended. */
export function converse(
  backend: Backend,
  { kind, namespace, name = '', subresource }: ResourceRoute,
  { body }: ApiRequest,
  isAhead: boolean,
  onNews: (news: News) => void,
): Speaker {
  const ref = { namespace, name };
  const isAttached = subresource === 'attach';
  const isSilent = isFields(body) && body['isHeard'] === false;
  // Who only looks on waits for the clock as everybody does.
  const options = { ...optionsFrom(body, isAttached), isAhead: isAhead && !(isAttached && isSilent) };
  const conversation = conversationIn(backend, kind, ref, options);
  if (isSilent && !isAttached) conversation.close(backend.now());
  const runOfIt = (): string | undefined => {
    const pod = backend.store.get(keyOf(kind, namespace, name))?.value as Pod | undefined;
    const status = pod === undefined ? undefined : statusOf(pod, options.container || onlyContainer(pod));
    return status?.state?.running === undefined ? undefined : (status.containerID ?? '');
  };
  const run = runOfIt();
  let told = 0;
  const stops: (() => void)[] = [];
  const stop = (): void => {
    for (const each of stops.splice(0)) each();
  };
  let last = backend.now();
  let isOver = false;
  const look = (): void => {
    // Who takes in what others did goes back for a moment.
    if (isOver || backend.now() < last) return;
    last = backend.now();
    const { spoken: all, code: ownCode } = conversation.hear(last);
    // Nothing outlives its container, known program or not.
    const code = ownCode ?? (runOfIt() === run ? undefined : KILLED);
    const spoken = all.slice(told);
    told = all.length;
    isOver = code !== undefined;
    if (isOver) stop();
    if (code !== undefined) onNews({ spoken, code });
    else if (spoken.length > 0) onNews({ spoken });
  };
  const act = (action: () => void): void => {
    if (isOver) return;
    action();
    look();
  };
  stops.push(backend.onTime?.(look) ?? (() => {}), backend.store.watch(keyOf(kind, namespace, name), look));
  look();
  return {
    say: (text) => act(() => conversation.say(text, backend.now())),
    close: () => act(() => conversation.close(backend.now())),
    leave: () => {
      isOver = true;
      stop();
      conversation.leave(backend.now());
    },
  };
}
