import { microTimeOf } from '../machinery/instant.ts';
import type { Context } from './command.ts';

type Logged = Pick<Context, 'err' | 'transport'>;

/** A line as klog writes it: level, month and day, time with microseconds, process id, then `text` (`file.go:12] words`). */
export function logLine({ err, transport }: Logged, level: 'I' | 'W' | 'E' | 'F', text: string): void {
  const at = microTimeOf(transport.now());
  err.line(`${level}${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 26)} ${'1'.padStart(7)} ${text}`);
}

export const logWarning = (context: Logged, text: string): void => logLine(context, 'W', text);

/** What Go's runtime.HandleError writes of an error that ends nothing. */
export const logUnhandled = (context: Logged, place: string, error: string): void =>
  logLine(context, 'E', `${place}] "Unhandled Error" err=${JSON.stringify(error)}`);
