import type { Durations } from '../kubelet/settings.ts';
import type { Instant } from '../machinery/instant.ts';
import type { PaceSettings } from '../simulation/pace.ts';

export interface NodeSettings {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
}

/** What a cluster was made with: saved with its state, the same for every command. */
export interface Settings extends PaceSettings {
  readonly seed: number;
  readonly kubelet: 'realistic' | 'fast';
  readonly nodes: readonly NodeSettings[];
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
  /** Whether it is made with a cloud behind it, which gives addresses to load balancers. */
  readonly cloud?: boolean;
  /** How long kubelets take for what, where that is not as usual. */
  readonly durations?: Partial<Durations>;
}

export const DEFAULT_NODES: readonly NodeSettings[] = [
  { name: 'control-plane', role: 'control-plane' },
  { name: 'worker-1', role: 'worker' },
  { name: 'worker-2', role: 'worker' },
];

export function defaultSettings(seed: number, start: Instant): Settings {
  return {
    seed,
    pace: 'realtime',
    speed: 1,
    anchor: { wall: start, cluster: start },
    kubelet: 'realistic',
    nodes: DEFAULT_NODES,
    cpu: '4',
    memory: '8Gi',
    pods: 110,
  };
}
