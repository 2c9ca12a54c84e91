import type { Pod } from '../kinds/core/pod/types.ts';
import { listenerAt } from '../network/listening.ts';
import type { Page } from '../shell/network.ts';
import { type FilesOf, pageOf, type Request } from './pages.ts';

/** What somebody comes to who asks a port of a pod for a page: `silent` is who speaks no HTTP. */
export type Visit = Page | 'refused' | 'silent';

export function visit(pod: Pod, request: Request, filesOf: FilesOf): Visit {
  const listener = listenerAt(pod, request.port);
  if (listener === 'http') return pageOf(pod, request, filesOf);
  return listener === 'nothing' ? 'refused' : 'silent';
}
