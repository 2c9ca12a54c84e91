import type { Actor } from '../client/client.ts';
import { fastKubelet } from './fast/controller.ts';

export interface KubeletSettings {
  readonly kubelet: 'realistic' | 'fast';
}

/** The kubelets of all nodes. */
export function kubelet(_settings: KubeletSettings): readonly Actor[] {
  return [fastKubelet];
}
