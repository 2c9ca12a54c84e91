import type { Container, Pod } from '../../../kinds/core/pod/types.ts';
import { fetchObject, watch } from '../../api.ts';
import { CommandError, type Context } from '../../command.ts';
import { NO_TERMINAL, type Result, told } from '../exec/command-in-pod.ts';
import { containersOf } from '../logs/sources.ts';

export interface Attachment {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
}

/** What is told to everybody who attaches himself. */
export const PROMPT_HINT = "If you don't see a command prompt, try pressing enter.";

/** The container of the name, whichever sort it is of. */
export function containerNamed(pod: Pod, name: string): Container {
  const found = containersOf(pod).find((container) => container.name === name);
  if (found !== undefined) return found;
  throw new CommandError(
    `cannot attach to the container: container ${name} not found in pod ${pod.metadata.name}`,
  );
}

/** Gives a container's own program what there is to read, and shows what it prints. Throws where nobody can be attached. */
export async function attachTo(
  pod: Pod,
  container: Container,
  { stdin, tty, quiet }: Attachment,
  context: Context,
): Promise<void> {
  const { err } = context;
  const hasTerminal = container.tty === true;
  if (!quiet && tty && !hasTerminal)
    err.line(`error: Unable to use a TTY - container ${container.name} did not allocate one`);
  if (!quiet && stdin && hasTerminal && !context.isTerminal) err.line(NO_TERMINAL);
  if (!quiet) err.line(PROMPT_HINT);
  const body = { container: container.name, ...(stdin ? { stdin: await context.stdin() } : {}) };
  const { spoken } = await told(fetchObject<Result>(context, 'POST', `${pathOf(pod)}/attach`, { body }));
  for (const { to, text } of spoken) (to === 'output' ? context.out : err).write(text);
}

/** Shows what a container prints from now on, until it ends. `wait`: where the pace lets time jump to that, it jumps. */
export async function lookOn(
  pod: Pod,
  container: string,
  patience: 'wait' | 'follow',
  context: Context,
): Promise<void> {
  const query = { container, follow: 'true', tailLines: '0' };
  for await (const { type, object } of watch(context.transport, `${pathOf(pod)}/log`, { query }, patience)) {
    if (typeof object === 'string') context.out.write(object);
    if (type === 'DELETED') break;
  }
}

/** Shows all that the container has printed. */
export async function showLog(pod: Pod, container: string, context: Context): Promise<void> {
  const log = await fetchObject<unknown>(context, 'GET', `${pathOf(pod)}/log`, { query: { container } });
  context.out.write(typeof log === 'string' ? log : '');
}

/** What is told when nobody can be attached, and the log is shown instead. */
export const fallingBack = (pod: Pod, { message }: Error): string =>
  `warning: couldn't attach to pod/${pod.metadata.name}, falling back to streaming logs: ${message}`;

const pathOf = ({ metadata }: Pod): string =>
  `/api/v1/namespaces/${metadata.namespace ?? ''}/pods/${encodeURIComponent(metadata.name)}`;
