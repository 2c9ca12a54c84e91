import type { PodInfo } from './pod-info.ts';
import type { View } from './view.ts';

/** Counts pods node by node; after a change only the nodes it touched are counted again. */
export class PodCounter {
  /** By the node's index. */
  values = new Int32Array(0);
  private readonly view: View;
  private readonly counts: (pod: PodInfo) => number;
  private epoch = -1;
  private read = 0;

  constructor(view: View, counts: (pod: PodInfo) => number) {
    this.view = view;
    this.counts = counts;
  }

  refresh(): void {
    const { nodes, log, epoch } = this.view;
    if (this.epoch !== epoch) {
      this.epoch = epoch;
      this.read = log.length;
      this.values = new Int32Array(nodes.length);
      for (let index = 0; index < nodes.length; index++) this.recount(index);
      return;
    }
    for (; this.read < log.length; this.read++) this.recount(log[this.read] ?? 0);
  }

  private recount(index: number): void {
    let count = 0;
    for (const pod of this.view.nodes[index]?.pods.values() ?? []) count += this.counts(pod);
    this.values[index] = count;
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
