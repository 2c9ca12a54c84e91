import type { Pod } from '../../kinds/core/pod/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import { isFields } from '../../machinery/json.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { badRequest, failure, type StatusError } from '../../machinery/status.ts';
import type { Backend } from '../backend.ts';
import type { Conversation, Piece } from '../containers.ts';
import { storedObject } from '../stored.ts';
import { chosenContainer, statusOf } from './log.ts';

/** What a command in a container came to. */
export interface ExecAnswer {
  /** What it printed, in the order in which it did. */
  readonly spoken: readonly Piece[];
  readonly code: number;
}

/** What PodExecOptions and PodAttachOptions ask for. */
export interface StreamOptions {
  readonly container: string;
  /** Absent: to be attached. */
  readonly command?: readonly string[];
  readonly hasTerminal: boolean;
  readonly isAhead: boolean;
}

/** `timeout` says so of what it had to end. */
const TIMED_OUT = 124;

/** POST pods/NAME/exec and attach, told whole: `{ container, command, stdin }` in, what was printed and the exit code out. */
export function execIn(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  body: unknown,
  isAttached: boolean,
): ExecAnswer {
  const { stdin } = isFields(body) ? body : {};
  // Who only looks on sees what there is; whoever else asks waits for what comes of it.
  const isAhead = !isAttached || stdin !== undefined;
  const options = { ...optionsFrom(body, isAttached), hasTerminal: false, isAhead };
  const conversation = conversationIn(backend, kind, ref, options);
  const now = backend.now();
  const text = typeof stdin === 'string' ? stdin : '';
  if (text !== '') conversation.say(text, now);
  // Who is attached without anything to say leaves the program what it reads from.
  if (!isAttached || stdin !== undefined) conversation.close(now);
  const { spoken, code = TIMED_OUT } = conversation.hear(now);
  conversation.leave(now);
  return { spoken, code };
}

export function optionsFrom(
  body: unknown,
  isAttached: boolean,
): Pick<StreamOptions, 'container' | 'command' | 'hasTerminal'> {
  const { container = '', command = [], tty } = isFields(body) ? body : {};
  const words = Array.isArray(command) ? command.map(String) : [];
  return {
    container: String(container),
    hasTerminal: tty === true,
    ...(isAttached ? {} : { command: words }),
  };
}

/** Begins to speak with a container. Throws what the API server, or the kubelet behind it, answers instead. */
export function conversationIn(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  { container, command, hasTerminal, isAhead }: StreamOptions,
): Conversation {
  const pod = storedObject(backend, kind, ref) as Pod;
  const name = chosenContainer(pod, { container });
  if (command?.length === 0) throw badRequest('you must specify at least one command for the container');
  if ((pod.spec.nodeName ?? '') === '')
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  const isUp = statusOf(pod, name)?.state?.running !== undefined;
  const talk = { hasTerminal, isAhead, ...(command === undefined ? {} : { words: command }) };
  const found = isUp ? backend.containers?.converse(pod, name, talk, backend.now()) : undefined;
  if (found === undefined) throw notConnected(pod, name, command === undefined);
  if (found === 'not found') throw notStarted(backend, pod, command?.[0] ?? '');
  return found;
}

/** The kubelet will not open a stream. */
function notConnected({ metadata }: Pod, container: string, isAttached: boolean): StatusError {
  const why = isAttached
    ? `container ${container} not found in pod ${metadata.name}_${metadata.namespace}`
    : `container not found ("${container}")`;
  return failure(500, 'InternalError', `unable to upgrade connection: ${why}`, {});
}

/** Whether that is what is wrong: it is told before there is a stream, all else by the stream. */
export const isNotConnected = ({ message }: StatusError): boolean =>
  message.startsWith('unable to upgrade connection');

/** containerd's words. */
function notStarted({ rng }: Backend, { metadata }: Pod, program: string): StatusError {
  const id = rng.fork(`exec ${metadata.uid} ${program}`).hex(64);
  const why = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  const message = `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: exec: ${JSON.stringify(program)}: ${why}: unknown`;
  return failure(500, 'InternalError', message, {});
}
