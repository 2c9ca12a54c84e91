import { namedNodes } from '../kinds/core/node/affinity.ts';
import type { Rng } from '../simulation/rng.ts';
import type { Diagnosis } from './diagnosis.ts';
import { filters } from './filters/index.ts';
import {
  type Check,
  isRejection,
  type NodeSet,
  nodeSet,
  type Rejection,
  type Scoring,
  type Verdict,
} from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { classText, firstObjection, nodeChecks, PodClass } from './pod-class.ts';
import type { PodInfo } from './pod-info.ts';
import { scores } from './scores/index.ts';
import type { View } from './view.ts';

export type Placement = { readonly node: NodeInfo } | { readonly diagnosis: Diagnosis };

/** So many sets of words are kept; a cluster has few. */
const CLASSES_MOST = 512;

/** Finds the best node for a pod: filters, scores, and a draw between equals. */
export class Placer {
  readonly view: View;
  private readonly scratches = { totals: new Float64Array(0), values: new Float64Array(0) };
  private readonly classes = new Map<string, PodClass>();

  constructor(view: View) {
    this.view = view;
  }

  place(pod: PodInfo, rng: Rng): Placement {
    const { view } = this;
    const prepared = clusterChecks(pod, view);
    if ('rejection' in prepared) {
      return { diagnosis: { nodes: view.nodes.length, verdicts: new Map(), rejection: prepared.rejection } };
    }
    const { checks } = prepared;
    const named = namedNodes(pod.pod);
    if (named !== undefined) return this.placeAmong(named, pod, checks, rng);
    const podClass = this.classOf(pod);
    const feasible = this.suitable(podClass.feasible(), pod, checks);
    if (feasible.nodes.length === 0) {
      const verdicts = new Map<string, Verdict>();
      for (const node of view.nodes) {
        const verdict =
          podClass.verdicts[node.index] ??
          firstObjection(checks, node) ??
          this.objectionOfPromised(node, pod);
        if (verdict !== undefined) verdicts.set(node.name, verdict);
      }
      return { diagnosis: { nodes: view.nodes.length, verdicts } };
    }
    return { node: this.choose(feasible, pod, podClass, rng) };
  }

  /** Whether every filter accepts the node as it stands now. */
  fits(pod: PodInfo, node: NodeInfo): Verdict | undefined {
    const prepared = clusterChecks(pod, this.view);
    if ('rejection' in prepared)
      return { ...prepared.rejection, reasons: [prepared.rejection.message], resolvable: false };
    return firstObjection([...nodeChecks(pod, this.view), ...prepared.checks], node);
  }

  /** A required affinity that names nodes: no other node is looked at (S-7), which is what keeps DaemonSets cheap. */
  private placeAmong(names: readonly string[], pod: PodInfo, checks: readonly Check[], rng: Rng): Placement {
    const all = [...nodeChecks(pod, this.view), ...checks];
    const verdicts = new Map<string, Verdict>();
    const feasible: NodeInfo[] = [];
    for (const name of names) {
      const node = this.view.nodeNamed(name);
      if (node === undefined) continue;
      const verdict = firstObjection(all, node);
      if (verdict === undefined) feasible.push(node);
      else verdicts.set(name, verdict);
    }
    const [only] = feasible;
    if (only !== undefined) {
      return {
        node: feasible.length === 1 ? only : this.choose(nodeSet(feasible), pod, this.classOf(pod), rng),
      };
    }
    const rest = "node(s) didn't satisfy plugin(s) [NodeAffinity]";
    return { diagnosis: { nodes: this.view.nodes.length, verdicts, rest } };
  }

  private classOf(pod: PodInfo): PodClass {
    const text = classText(pod);
    let podClass = this.classes.get(text);
    if (podClass === undefined) {
      if (this.classes.size >= CLASSES_MOST) this.classes.clear();
      podClass = new PodClass(pod, this.view);
      this.classes.set(text, podClass);
    }
    podClass.refresh();
    return podClass;
  }

  private suitable(feasible: NodeSet, pod: PodInfo, checks: readonly Check[]): NodeSet {
    if (checks.length === 0 && this.view.nominated.size === 0) return feasible;
    const suits = (node: NodeInfo): boolean =>
      firstObjection(checks, node) === undefined && this.objectionOfPromised(node, pod) === undefined;
    return nodeSet(feasible.nodes.filter(suits));
  }

  /** Room that was made for pods of at least the same priority is theirs: what objects when they are counted in. */
  private objectionOfPromised(node: NodeInfo, pod: PodInfo): Verdict | undefined {
    const promised = (this.view.nominated.get(node.name) ?? []).filter(
      (other) => other.key !== pod.key && other.priority >= pod.priority,
    );
    if (promised.length === 0) return undefined;
    for (const other of promised) node.add(other);
    const objection = firstObjection(nodeChecks(pod, this.view), node);
    for (const other of promised) node.remove(other);
    return objection;
  }

  /** The node with the highest weighted sum; equals are drawn from by the pod's own label (S-28). */
  private choose(feasible: NodeSet, pod: PodInfo, podClass: PodClass, rng: Rng): NodeInfo {
    const { nodes } = feasible;
    if (nodes.length === 1) return nodes[0] as NodeInfo;
    const nominated = pod.pod.status?.nominatedNodeName;
    const own = nominated ? nodes.find(({ name }) => name === nominated) : undefined;
    if (own !== undefined) return own;
    const totals = this.totals(feasible, pod, podClass);
    let best = Number.NEGATIVE_INFINITY;
    let equals = 0;
    for (let place = 0; place < totals.length; place++) {
      const total = totals[place] as number;
      if (total === best) equals++;
      if (total <= best) continue;
      best = total;
      equals = 1;
    }
    let draw = equals === 1 ? 0 : rng.fork(`tie ${pod.pod.metadata.uid}`).integer(equals);
    let place = totals.indexOf(best);
    for (; draw > 0; draw--) place = totals.indexOf(best, place + 1);
    return nodes[place] as NodeInfo;
  }

  /** Weighted sums in the order of the nodes; good until the next call. */
  totals(feasible: NodeSet, pod: PodInfo, podClass = this.classOf(pod)): Float64Array {
    const { indexes } = feasible;
    const totals = this.scratch('totals', indexes.length);
    const { fixed } = podClass;
    for (let place = 0; place < totals.length; place++)
      totals[place] = fixed[indexes[place] as number] as number;
    for (const { weight, raw, told, normalize } of podClass.relative) {
      // Equal scores for all decide nothing.
      if (told === 0) continue;
      const values = this.scratch('values', indexes.length);
      for (let place = 0; place < values.length; place++)
        values[place] = raw[indexes[place] as number] as number;
      normalize(values);
      addWeighted(totals, values, weight);
    }
    for (const { scope, weight, prepare } of scores) {
      const scoring = scope === 'cluster' ? prepare(pod, this.view, feasible) : undefined;
      if (scoring === undefined) continue;
      const values = rawScores(scoring, feasible, this.scratch('values', indexes.length));
      scoring.normalize?.(values);
      addWeighted(totals, values, weight);
    }
    return totals;
  }

  /** Arrays of thousands of numbers for every pod would be mostly waste to collect. */
  private scratch(name: 'totals' | 'values', length: number): Float64Array {
    if (this.scratches[name].length !== length) this.scratches[name] = new Float64Array(length);
    return this.scratches[name];
  }
}

function rawScores({ score, fill }: Scoring, feasible: NodeSet, values: Float64Array): Float64Array {
  const { nodes } = feasible;
  if (fill !== undefined) fill(values, feasible);
  else for (let place = 0; place < nodes.length; place++) values[place] = score(nodes[place] as NodeInfo);
  return values;
}

function addWeighted(totals: Float64Array, values: Float64Array, weight: number): void {
  for (let place = 0; place < totals.length; place++) {
    totals[place] = (totals[place] as number) + weight * (values[place] as number);
  }
}

/** What the filters of scope `cluster` ask, or the first that rejects the pod everywhere. */
function clusterChecks(
  pod: PodInfo,
  view: View,
): { readonly checks: readonly Check[] } | { readonly rejection: Rejection } {
  const checks: Check[] = [];
  for (const { scope, prepare } of filters) {
    const answer = scope === 'cluster' ? prepare(pod, view) : undefined;
    if (isRejection(answer)) return { rejection: answer };
    if (answer !== undefined) checks.push(answer);
  }
  return { checks };
}
