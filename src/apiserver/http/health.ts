import type { Instant } from '../../machinery/instant.ts';
import type { HttpAnswer } from './answer.ts';

const CHECKS = ['/healthz', '/livez', '/readyz'];

/** Answers the health checks; undefined for any other path. */
export function healthAnswer(path: string, now: Instant): HttpAnswer | undefined {
  if (!CHECKS.some((check) => path === check || path.startsWith(`${check}/`))) return undefined;
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    Date: new Date(now).toUTCString(),
  };
  return { code: 200, headers, body: 'ok' };
}
