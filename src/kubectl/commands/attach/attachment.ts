import type { Container, Pod } from '../../../kinds/core/pod/types.ts';
import { fetchObject, watch } from '../../api.ts';
import { CommandError, type Context } from '../../command.ts';
import { NO_TERMINAL, podPath, type Result, told } from '../exec/command-in-pod.ts';
import { containersOf } from '../logs/sources.ts';

export interface Attachment {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  /** Who only looks on: whether he waits for the end, or follows as long as he likes. */
  readonly patience?: 'wait' | 'follow';
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

/**
 * Attaches somebody to a container's own program: shows what it prints, and gives it what there is to read. `over`: until
 * its end. Throws where nobody can be attached.
 */
export async function attachTo(
  pod: Pod,
  container: Container,
  { stdin, tty, quiet, patience = 'wait' }: Attachment,
  context: Context,
): Promise<'over' | 'going on'> {
  const { out, err, talk, isTyped } = context;
  const { name } = container;
  const hasTerminal = container.tty === true;
  if (!quiet && tty && !hasTerminal)
    err.line(`error: Unable to use a TTY - container ${name} did not allocate one`);
  if (!quiet && stdin && hasTerminal && !isTyped) err.line(NO_TERMINAL);
  if (!quiet) err.line(PROMPT_HINT);
  const path = `${podPath(pod)}/attach`;
  if (talk !== undefined && (stdin ? isTyped : patience === 'follow')) {
    const hears = !stdin ? 'nothing' : hasTerminal ? 'keys' : 'lines';
    await told(talk({ path, body: { container: name, tty: hears === 'keys', isHeard: stdin }, hears }));
    if (!quiet && hears === 'keys' && pod.spec.restartPolicy === 'Always') out.line(farewell(pod, name));
    return 'over';
  }
  const body = { container: name, ...(stdin ? { stdin: await context.stdin() } : {}) };
  const { spoken } = await told(fetchObject<Result>(context, 'POST', path, { body }));
  for (const { to, text } of spoken) (to === 'output' ? out : err).write(text);
  return stdin ? 'over' : 'going on';
}

function farewell({ metadata, spec }: Pod, container: string): string {
  const command = `'kubectl attach ${metadata.name} -c ${container} -i -t'`;
  return spec.ephemeralContainers?.some(({ name }) => name === container) === true
    ? `Session ended, the ephemeral container will not be restarted but may be reattached using ${command} if it is still running`
    : `Session ended, resume using ${command} command when the pod is running`;
}

/** Shows what a container prints from now on, until it ends. `wait`: where the pace lets time jump to that, it jumps. */
export async function lookOn(
  pod: Pod,
  container: string,
  patience: 'wait' | 'follow',
  context: Context,
): Promise<void> {
  const query = { container, follow: 'true', tailLines: '0' };
  for await (const { type, object } of watch(context.transport, `${podPath(pod)}/log`, { query }, patience)) {
    if (typeof object === 'string') context.out.write(object);
    if (type === 'DELETED') break;
  }
}

/** Shows all that the container has printed. */
export async function showLog(pod: Pod, container: string, context: Context): Promise<void> {
  const log = await fetchObject<unknown>(context, 'GET', `${podPath(pod)}/log`, { query: { container } });
  context.out.write(typeof log === 'string' ? log : '');
}

/** What is told when nobody can be attached, and the log is shown instead. */
export const fallingBack = (pod: Pod, { message }: Error): string =>
  `warning: couldn't attach to pod/${pod.metadata.name}, falling back to streaming logs: ${message}`;
