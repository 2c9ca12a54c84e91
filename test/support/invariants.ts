import type { Cluster } from '../../src/cluster/cluster.ts';
import type { Change } from '../../src/store/store.ts';
import { forbidNeverOverlaps, neverAboveParallelism, neverAfterCompletion } from './invariants/jobs.ts';
import { oneNodePerPod, requestsFit } from './invariants/nodes.ts';
import { statusIsARecount } from './invariants/recount.ts';
import { noneOutlivesItsOwner, replicaSetsConverge } from './invariants/settled.ts';
import {
  everyWatchSeesAll,
  finalizersHold,
  generationFollowsSpec,
  revisionsGrowByOne,
} from './invariants/store.ts';
import { claimsAndVolumesAgree } from './invariants/volumes.ts';
import {
  enoughAvailable,
  notTooMany,
  oneDaemonPerNode,
  oneStatefulPodPerOrdinal,
} from './invariants/workloads.ts';

/** Says that a promise is broken, and how. */
export type Complain = (what: string) => void;

/** What looks after one promise in one cluster. */
export interface Guard {
  /** Called with each change, once the wake is over that it was made in: may cost what has changed. */
  readonly after?: (change: Change, complain: Complain) => void;
  /** Called when nothing is about to happen: may count everything anew. */
  readonly settled?: (complain: Complain) => void;
}

export type Invariant = (cluster: Cluster) => Guard;

/** What holds in every cluster, whatever users do and whatever breaks. */
export const invariants: Readonly<Record<string, Invariant>> = {
  'one node per pod, for ever': oneNodePerPod,
  'requests on a node never exceed what is allocatable': requestsFit,
  'at most one pod per ordinal of a StatefulSet': oneStatefulPodPerOrdinal,
  'at most one running daemon pod per node outside of surge': oneDaemonPerNode,
  'a rolling update keeps enough pods available': enoughAvailable,
  'a rolling update makes no more pods than it may': notTooMany,
  'a ReplicaSet converges when left alone': replicaSetsConverge,
  'a Job never exceeds its parallelism': neverAboveParallelism,
  'a Job starts nothing after its completion': neverAfterCompletion,
  'Forbid never overlaps': forbidNeverOverlaps,
  'a claim and a volume are bound to each other and to nobody else': claimsAndVolumesAgree,
  'no object outlives its controlling owner, once settled': noneOutlivesItsOwner,
  'a finalizer holds its object': finalizersHold,
  'resourceVersion grows by one per commit': revisionsGrowByOne,
  'a watch sees every later change once, in order': everyWatchSeesAll,
  'generation changes exactly when spec does': generationFollowsSpec,
  'every status equals what a recount gives, once settled': statusIsARecount,
};

export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
  /** The promise. */
  readonly promise: string;
  constructor(promise: string, what: string) {
    super(`${promise}: ${what}`);
    this.promise = promise;
  }
}

export interface Keeper {
  /** To be called after every wake. Throws {@link BrokenInvariant}. */
  check(): void;
  /** To be called when nothing is about to happen. Throws {@link BrokenInvariant}. */
  recount(): void;
}

/** Looks after all promises in a cluster from now on. */
export function keepInvariants(cluster: Cluster): Keeper {
  const guards = Object.entries(invariants).map(([promise, invariant]) => ({
    ...invariant(cluster),
    complain: (what: string): void => {
      throw new BrokenInvariant(promise, what);
    },
  }));
  const watching = guards.filter(({ after }) => after !== undefined);
  let changes: Change[] = [];
  cluster.store.watch('', (change) => changes.push(change));
  const check = (): void => {
    const seen = changes;
    changes = [];
    for (const change of seen) for (const { after, complain } of watching) after?.(change, complain);
  };
  return {
    check,
    recount: () => {
      check();
      for (const { settled, complain } of guards) settled?.(complain);
    },
  };
}
