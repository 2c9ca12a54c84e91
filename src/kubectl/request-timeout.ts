import { parseGoDuration } from '../machinery/duration.ts';

/** Refuses a `--request-timeout` that is no time, as client-go does once a request is to be sent. */
export function refuseTimeout(text: string): void {
  if (/^\+?\d+$/.test(text)) return;
  try {
    parseGoDuration(text);
  } catch {
    throw new Error(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    );
  }
}
