import type { Backend } from './backend.ts';
import { metricsText } from './metrics.ts';

const CHECKS = ['/healthz', '/livez', '/readyz'];
const METRICS = '/metrics';

const isCheck = (path: string): boolean =>
  CHECKS.some((check) => path === check || path.startsWith(`${check}/`));

/** Whether a path is answered with plain text, whatever is asked for. */
export const isPlainPage = (path: string): boolean => path === METRICS || isCheck(path);

/** Health checks, which a server that answers has passed, and measures; undefined for any other path. */
export function plainPage(path: string, backend: Backend): string | undefined {
  if (path === METRICS) return metricsText(backend);
  return isCheck(path) ? 'ok' : undefined;
}
