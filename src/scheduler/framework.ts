import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { View } from './view.ts';

/** Why a node will not do. */
export interface Verdict {
  readonly plugin: string;
  readonly reasons: readonly string[];
  /** Whether taking pods away could help (upstream: Unschedulable, not UnschedulableAndUnresolvable). */
  readonly resolvable: boolean;
}

/** Why no node will do, known before any is looked at (PreFilter). */
export interface Rejection {
  readonly plugin: string;
  readonly message: string;
}

/**
 * `node`: the answer depends on the pod's words and on one node with its pods alone, so it is kept until that node changes.
 * `cluster`: it depends on other objects too, so it is asked anew for each attempt.
 */
export type Scope = 'node' | 'cluster';

/** What a filter asks of a node for one pod. */
export type Check = (node: NodeInfo) => Verdict | undefined;

export const isRejection = (answer: Check | Rejection | undefined): answer is Rejection =>
  typeof answer === 'object';

export interface Filter {
  readonly name: string;
  readonly scope: Scope;
  /** undefined: the filter has nothing to say about this pod (Skip). */
  readonly prepare: (pod: PodInfo, view: View) => Check | Rejection | undefined;
}

/** Nodes, and their indexes beside them: loops over thousands read the latter. */
export interface NodeSet {
  readonly nodes: readonly NodeInfo[];
  readonly indexes: Int32Array;
}

export function nodeSet(nodes: readonly NodeInfo[]): NodeSet {
  return { nodes, indexes: Int32Array.from(nodes, ({ index }) => index) };
}

export interface Scoring {
  readonly score: (node: NodeInfo) => number;
  /** As `score` for all of them at once, where that is much faster. */
  readonly fill?: (scores: Float64Array, feasible: NodeSet) => void;
  /** Turns the raw scores of the nodes that will do into 0..100, in place; absent: they already are. */
  readonly normalize?: (scores: Float64Array) => void;
}

export interface Score {
  readonly name: string;
  readonly weight: number;
  readonly scope: Scope;
  /** `feasible`: the nodes that will do; only scores of scope `cluster` may look at them. */
  readonly prepare: (pod: PodInfo, view: View, feasible: NodeSet) => Scoring | undefined;
}

export const SCORE_MOST = 100;

/** helper.DefaultNormalizeScore: the largest becomes 100, the rest in proportion; `reversed` counts down from 100. */
export function proportional(scores: Float64Array, order: 'largest first' | 'smallest first'): void {
  let most = 0;
  for (let i = 0; i < scores.length; i++) most = Math.max(most, scores[i] ?? 0);
  for (let i = 0; i < scores.length; i++) {
    const share = most === 0 ? 0 : Math.trunc((SCORE_MOST * (scores[i] ?? 0)) / most);
    scores[i] = order === 'largest first' ? share : SCORE_MOST - share;
  }
}
