import type { ChangeLog } from './change-log.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** Whose pods are counted. */
export interface Counted {
  readonly log: ChangeLog;
  readonly nodes: readonly NodeInfo[];
  /** Every pod with a node. */
  placedPods(): Iterable<PodInfo>;
  /** The place of the pod's node; negative where it has none. */
  indexOf(pod: PodInfo): number;
}

/** Which pods a counter is about. */
export interface Question {
  /** How often the pod counts. */
  readonly counts: (pod: PodInfo) => number;
  /** All pods that can count; absent: every pod with a node. */
  readonly among?: () => Iterable<PodInfo>;
}

/** Counts pods node by node; a change to a pod costs one look at that pod. */
export class PodCounter {
  /** By the node's index. */
  values = new Int32Array(0);
  private readonly view: Counted;
  private readonly question: Question;
  private read = -1;

  constructor(view: Counted, question: Question) {
    this.view = view;
    this.question = question;
  }

  refresh(): void {
    const { log } = this.view;
    const end = log.end();
    if (!log.reaches(this.read)) {
      this.countAll();
    } else {
      for (let place = this.read; place < end; place++) {
        const { index, pod, times = 1 } = log.at(place);
        if (pod !== undefined)
          this.values[index] = (this.values[index] ?? 0) + times * this.question.counts(pod);
      }
    }
    this.read = end;
  }

  private countAll(): void {
    const { view, question } = this;
    this.values = new Int32Array(view.nodes.length);
    for (const pod of question.among?.() ?? view.placedPods()) {
      const index = view.indexOf(pod);
      if (index >= 0) this.values[index] = (this.values[index] ?? 0) + question.counts(pod);
    }
  }

  /** Sums the nodes by their value of a label; nodes without it are left out. */
  byDomain(topologyKey: string, counts?: (index: number) => boolean): Map<string, number> {
    const sums = new Map<string, number>();
    this.view.nodes.forEach(({ labels }, index) => {
      const domain = labels[topologyKey];
      if (domain === undefined || (counts !== undefined && !counts(index))) return;
      sums.set(domain, (sums.get(domain) ?? 0) + (this.values[index] ?? 0));
    });
    return sums;
  }
}
