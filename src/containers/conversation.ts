import type { Instant } from '../machinery/instant.ts';
import type { Exchange, Piece } from './exchange.ts';
import {
  forgetCommand,
  freeId,
  type Heard,
  type RecordedCommand,
  type Rows,
  recordCommand,
} from './history.ts';
import type { Instance } from './instance.ts';

/** What somebody wants of a container. */
export interface Talk {
  /** The command; absent: he is attached to the container's own program. */
  readonly words?: readonly string[];
  readonly hasTerminal: boolean;
  /** He does not wait for the cluster's clock: it goes on at once until it is done, or has nothing to read. */
  readonly isAhead: boolean;
}

/** All that was printed so far, and how it ended. */
export interface Answer {
  readonly spoken: readonly Piece[];
  readonly code?: number;
}

/** Somebody and a program in a container. What is said is written down: the rest is played from that whenever it is asked for. */
export interface Conversation {
  say(text: string, now: Instant): void;
  /** There is nothing more for it to read. */
  close(now: Instant): void;
  /** Nobody listens any more: it ends. What it left in files stays. */
  leave(now: Instant): void;
  hear(now: Instant): Answer;
}

interface Surroundings {
  readonly rows: Rows;
  /** Plays the container to the moment; undefined where it is not known any more. */
  readonly exchange: (id: number, now: Instant) => Exchange | undefined;
  /** What was played is not how it was. */
  readonly forget: () => void;
  /** What the container does, or what is found in it, may be different from now on. */
  readonly onTold: () => void;
}

const KILLED = 137;

export function beginConversation(
  { pod, container, restarts }: Instance,
  { words, hasTerminal, isAhead }: Talk,
  now: Instant,
  { rows, exchange, forget, onTold }: Surroundings,
): Conversation {
  const { uid } = pod.metadata;
  const isAttached = words === undefined;
  let command: RecordedCommand = {
    id: freeId(rows, uid),
    container: container.name,
    restarts,
    at: now,
    ...(isAttached ? {} : { words }),
    ...(hasTerminal ? { tty: true } : {}),
    ...(isAhead ? { isAhead } : {}),
    heard: [],
  };
  recordCommand(rows, uid, command);
  const tell = (heard: Heard): void => {
    // Where the clock stands, what was answered in between says what came after it.
    command = { ...command, heard: isAhead ? [...command.heard, heard] : joined(command.heard, heard) };
    recordCommand(rows, uid, command);
    // What went ahead of the clock is played anew.
    if (isAhead) forget();
    onTold();
  };
  const isOver = (): boolean => command.heard.at(-1)?.end !== undefined;
  const close = (at: Instant): void => {
    const stays = isAttached && container.stdinOnce !== true;
    if (!isOver() && !stays) tell({ at, end: 'closed' });
  };
  return {
    say: (text, at) => {
      if (text !== '' && !isOver() && (!isAttached || container.stdin === true)) tell({ at, text });
    },
    close,
    leave: (at) => {
      const last = exchange(command.id, at);
      if (last?.process?.status === undefined && !isAttached) tell({ at, end: 'gone' });
      const isKept = isAttached ? command.heard.length > 0 : last?.hasLeftTraces() === true;
      if (!isKept) forgetCommand(rows, uid, command.id);
      forget();
      if (isKept) onTold();
    },
    hear: (at) => {
      const found = exchange(command.id, at);
      if (found === undefined) return { spoken: [], code: KILLED };
      const { spoken, process } = found;
      const code = process === undefined ? undefined : process.status;
      return { spoken, ...(code === undefined ? {} : { code }) };
    },
  };
}

/** What comes in one moment is one text. */
function joined(before: readonly Heard[], { at, text, end }: Heard): readonly Heard[] {
  const last = before.at(-1);
  if (text === undefined || last?.at !== at || last.text === undefined || last.end !== undefined)
    return [
      ...before,
      { at, ...(text === undefined ? {} : { text }), ...(end === undefined ? {} : { end }) },
    ];
  return [...before.slice(0, -1), { at, text: last.text + text }];
}
