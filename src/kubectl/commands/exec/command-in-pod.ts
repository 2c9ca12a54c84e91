import type { Pod } from '../../../kinds/core/pod/types.ts';
import { StatusError } from '../../../machinery/status.ts';
import { fetchObject } from '../../api.ts';
import { CommandError, type Context } from '../../command.ts';

/** What a command in a container came to. */
export interface Result {
  readonly spoken: readonly { readonly to: 'output' | 'errors'; readonly text: string }[];
  readonly code: number;
}

/** What was asked with `-t`, and cannot be. */
export const NO_TERMINAL = 'Unable to use a TTY - input is not a terminal or the right kind of file';

/** All that it printed to one of both streams. */
export const textTo = (to: 'output' | 'errors', { spoken }: Result): string =>
  spoken.map((piece) => (piece.to === to ? piece.text : '')).join('');

interface Wish {
  readonly container: string;
  readonly command: readonly string[];
  /** All that it is given to read. */
  readonly stdin: string;
}

/** Runs a command in a container of the pod, to its end. */
export async function runCommand(pod: Pod, body: Wish, context: Context): Promise<Result> {
  return await told(fetchObject<Result>(context, 'POST', `${podPath(pod)}/exec`, { body }));
}

export const podPath = ({ metadata }: Pod): string =>
  `/api/v1/namespaces/${metadata.namespace ?? ''}/pods/${encodeURIComponent(metadata.name)}`;

export function refuseCompleted({ status }: Pod): void {
  const phase = status?.phase ?? '';
  if (phase !== 'Succeeded' && phase !== 'Failed') return;
  throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
}

/** What went wrong behind the API server is told by the stream, as an internal error of its own. */
export async function told<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.reason !== 'InternalError') throw error;
    throw new CommandError(`Internal error occurred: ${error.message}`);
  }
}
