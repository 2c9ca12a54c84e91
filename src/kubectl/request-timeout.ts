import { parseGoDuration } from '../machinery/duration.ts';
import { type Duration, seconds } from '../machinery/instant.ts';

/** How long a request may take by `--request-timeout`; undefined where that is no time. */
export function requestTimeout(text: string): Duration | undefined {
  if (/^\+?\d+$/.test(text)) return seconds(Number(text));
  try {
    return parseGoDuration(text);
  } catch {
    return undefined;
  }
}

/** Refuses a `--request-timeout` that is no time, as client-go does once a request is to be sent. */
export function refuseTimeout(text: string): void {
  if (requestTimeout(text) !== undefined) return;
  throw new Error(
    'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
  );
}

/** What is told when the time is over before the answer is. */
export const CUT_OFF =
  'net/http: request canceled (Client.Timeout or context cancellation while reading body)';
