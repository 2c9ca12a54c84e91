import type { PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { CommandError } from '../command.ts';
import type { RelatedQuery } from './describer.ts';

/** How far a rollout is, in kubectl's words. */
export interface Progress {
  readonly text: string;
  readonly done: boolean;
}

/** One state a workload has had. */
export interface Revision {
  readonly number: number;
  readonly cause: string;
  readonly template: PodTemplateSpec;
  /** What `rollout history -o` prints for it. */
  readonly object: KubeObject;
}

/** What going back to a revision means. */
export type Rollback =
  | { readonly type: 'already there' }
  | { readonly type: 'patch'; readonly format: 'json' | 'strategic'; readonly patch: unknown };

/** What `rollout` knows of a kind; kinds without one have no rollouts. Everything is pure and throws CommandError. */
export interface RolloutFace<T extends KubeObject = KubeObject> {
  readonly status: (object: T, revision: number) => Progress;
  /** Where the states it has had are kept. */
  readonly historyQuery: (object: T) => RelatedQuery;
  /** Oldest first; `kept` is what the query found. */
  readonly revisions: (object: T, kept: readonly KubeObject[]) => readonly Revision[];
  /** The revision to go back to; 0 asks for the one before. */
  readonly target: (object: T, kept: readonly KubeObject[], revision: number) => Revision;
  /** Words before the template in a client-side dry run. */
  readonly dryRunPrefix: string;
  readonly rollback: (object: T, target: Revision) => Rollback;
  /** Only what has spec.paused can be paused. */
  readonly pausable: boolean;
}

/** Types of the kind are the face's own business: the list holds them erased. */
export function defineRollout<T extends KubeObject>(face: RolloutFace<T>): RolloutFace {
  return {
    ...face,
    status: (object, revision) => face.status(object as T, revision),
    historyQuery: (object) => face.historyQuery(object as T),
    revisions: (object, kept) => face.revisions(object as T, kept),
    target: (object, kept, revision) => face.target(object as T, kept, revision),
    rollback: (object, target) => face.rollback(object as T, target),
  };
}

export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

export const revisionNotFound = (revision: number): CommandError =>
  new CommandError(`unable to find specified revision ${revision} in history`);

/** K-2, K-3: other strategies have nothing to wait for. */
export const noRollingUpdate = (): CommandError =>
  new CommandError('rollout status is only available for RollingUpdate strategy type');
