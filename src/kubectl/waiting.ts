import type { Instant } from '../machinery/instant.ts';
import type { Context } from './command.ts';

/** What kubectl says when time is up. */
export const TIMED_OUT = 'timed out waiting for the condition';

/** Lets a watch end with the time that is left, in the cluster's seconds; a watch of less than one does not exist. */
export function timeoutQuery(
  { transport }: Pick<Context, 'transport'>,
  deadline: Instant | undefined,
): Readonly<Record<string, string>> {
  if (deadline === undefined) return {};
  return { timeoutSeconds: String(Math.max(1, Math.ceil((deadline - transport.now()) / 1000))) };
}
