import { filters } from './filters/index.ts';
import { type Check, isRejection, type NodeSet, nodeSet, type Scoring, type Verdict } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { scores } from './scores/index.ts';
import type { View } from './view.ts';

/** A score of scope `node` that is compared between nodes before it counts. */
export interface RelativeScore {
  readonly weight: number;
  readonly normalize: (scores: Float64Array) => void;
  /** By node index. */
  raw: Float64Array;
  /** On how many nodes it is not 0. */
  told: number;
}

const NO_NODES = nodeSet([]);

interface NodeScore {
  readonly weight: number;
  readonly scoring: Scoring;
}

/**
 * What filters and scores of scope `node` say about pods with the same words. After a change only the nodes it touched
 * are asked again, so placing a thousand siblings costs little more than placing one.
 */
export class PodClass {
  /** By node index: the first objection of the filters of scope `node`. */
  verdicts: (Verdict | undefined)[] = [];
  /** By node index: the scores that need no comparison, weighted and summed. */
  fixed = new Float64Array(0);
  readonly relative: readonly RelativeScore[];
  private readonly view: View;
  private readonly checks: readonly Check[];
  private readonly absolute: readonly NodeScore[];
  private readonly compared: readonly NodeScore[];
  private read = -1;
  private feasibleNodes: NodeSet | undefined;

  constructor(pod: PodInfo, view: View) {
    this.view = view;
    this.checks = nodeChecks(pod, view);
    const asked: NodeScore[] = [];
    for (const { scope, weight, prepare } of scores) {
      const scoring = scope === 'node' ? prepare(pod, view, NO_NODES) : undefined;
      if (scoring !== undefined) asked.push({ weight, scoring });
    }
    this.absolute = asked.filter(({ scoring }) => scoring.normalize === undefined);
    this.compared = asked.filter(({ scoring }) => scoring.normalize !== undefined);
    this.relative = this.compared.map(({ weight, scoring }) => ({
      weight,
      normalize: scoring.normalize ?? (() => undefined),
      raw: new Float64Array(0),
      told: 0,
    }));
  }

  /** Nodes that no filter of scope `node` objects to, in index order. */
  feasible(): NodeSet {
    this.feasibleNodes ??= nodeSet(this.view.nodes.filter(({ index }) => this.verdicts[index] === undefined));
    return this.feasibleNodes;
  }

  refresh(): void {
    const { nodes, log } = this.view;
    const end = log.end();
    if (!log.reaches(this.read)) {
      this.feasibleNodes = undefined;
      this.verdicts = new Array<Verdict | undefined>(nodes.length).fill(undefined);
      this.fixed = new Float64Array(nodes.length);
      for (const score of this.relative) {
        score.raw = new Float64Array(nodes.length);
        score.told = 0;
      }
      for (const node of nodes) this.ask(node);
    } else {
      for (let place = this.read; place < end; place++) this.ask(nodes[log.at(place).index] as NodeInfo);
    }
    this.read = end;
  }

  private ask(node: NodeInfo): void {
    const { index } = node;
    const verdict = firstObjection(this.checks, node);
    if ((verdict === undefined) !== (this.verdicts[index] === undefined)) this.feasibleNodes = undefined;
    this.verdicts[index] = verdict;
    let sum = 0;
    for (const { weight, scoring } of this.absolute) sum += weight * scoring.score(node);
    this.fixed[index] = sum;
    this.compared.forEach(({ scoring }, place) => {
      const relative = this.relative[place] as RelativeScore;
      const score = scoring.score(node);
      relative.told += Number(score !== 0) - Number(relative.raw[index] !== 0);
      relative.raw[index] = score;
    });
  }
}

/** Equal texts: the filters and scores of scope `node` cannot tell the pods apart. */
export function classText({ pod, requests, scored, ports }: PodInfo): string {
  const { tolerations, nodeSelector, affinity } = pod.spec;
  return JSON.stringify([
    tolerations,
    nodeSelector,
    affinity?.nodeAffinity,
    ports,
    requests,
    scored.cpu,
    scored.memory,
  ]);
}

export function nodeChecks(pod: PodInfo, view: View): readonly Check[] {
  const checks: Check[] = [];
  for (const { scope, prepare } of filters) {
    const check = scope === 'node' ? prepare(pod, view) : undefined;
    if (check !== undefined && !isRejection(check)) checks.push(check);
  }
  return checks;
}

export function firstObjection(checks: readonly Check[], node: NodeInfo): Verdict | undefined {
  for (const check of checks) {
    const verdict = check(node);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
