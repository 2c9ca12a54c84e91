import { microTimeOf } from '../machinery/instant.ts';
import type { Context } from './command.ts';

/** A warning as klog writes it: month and day, time with microseconds, process id, then `text` (`file.go:12] words`). */
export function logWarning({ err, transport }: Pick<Context, 'err' | 'transport'>, text: string): void {
  const at = microTimeOf(transport.now());
  err.line(`W${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 26)} ${'1'.padStart(7)} ${text}`);
}
