import { type Duration, milliseconds, seconds } from '../../machinery/instant.ts';

export type { Duration } from '../../machinery/instant.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `10s`, `1m30s`, `500ms`, plain seconds; `fallback` where it is no length. */
export function parseGoDurationOr<T>(text: string | undefined, fallback: T): Duration | T {
  if (text === undefined) return fallback;
  if (/^\d+(?:\.\d+)?$/.test(text)) return seconds(Number(text));
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(text)) return fallback;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    sum += Number(count) * (UNITS[unit ?? ''] ?? 0);
  }
  return milliseconds(Math.round(sum));
}
