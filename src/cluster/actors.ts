import type { Actor } from '../client/client.ts';
import { controllers } from '../controllers/index.ts';
import { kubelet } from '../kubelet/kubelet.ts';
import { scheduler } from '../scheduler/scheduler.ts';
import type { Settings } from './settings.ts';

/** Everyone who acts in a cluster: the order settles who goes first when several are woken at once. */
export function actorsFor(settings: Settings): readonly Actor[] {
  return [...controllers(settings), scheduler(settings), ...kubelet(settings)];
}
