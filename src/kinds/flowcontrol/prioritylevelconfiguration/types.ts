import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { FlowControlCondition } from '../flowschema/types.ts';

export interface Queuing {
  readonly queues?: number;
  readonly handSize?: number;
  readonly queueLengthLimit?: number;
}

export interface Limited {
  readonly nominalConcurrencyShares?: number;
  readonly limitResponse?: { readonly type?: string; readonly queuing?: Queuing };
  readonly lendablePercent?: number;
  readonly borrowingLimitPercent?: number;
}

export interface Exempt {
  readonly nominalConcurrencyShares?: number;
  readonly lendablePercent?: number;
}

export interface PriorityLevelConfiguration extends KubeObject {
  readonly spec?: { readonly type?: string; readonly limited?: Limited; readonly exempt?: Exempt };
  readonly status?: { readonly conditions?: readonly FlowControlCondition[] };
}
