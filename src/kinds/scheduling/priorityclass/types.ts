import type { KubeObject } from '../../../machinery/object-meta.ts';

export interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy: 'PreemptLowerPriority' | 'Never';
}
