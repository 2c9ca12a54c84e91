import { namedNodes } from '../kinds/core/node/affinity.ts';
import type { Rng } from '../simulation/rng.ts';
import type { Diagnosis } from './diagnosis.ts';
import { filters } from './filters/index.ts';
import { type Check, isRejection, type Rejection, type Scoring, type Verdict } from './framework.ts';
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
    if (feasible.length === 0) {
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
      return { node: feasible.length === 1 ? only : this.choose(feasible, pod, this.classOf(pod), rng) };
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

  private suitable(nodes: readonly NodeInfo[], pod: PodInfo, checks: readonly Check[]): readonly NodeInfo[] {
    const { nominated } = this.view;
    if (checks.length === 0 && nominated.size === 0) return nodes;
    return nodes.filter(
      (node) =>
        firstObjection(checks, node) === undefined && this.objectionOfPromised(node, pod) === undefined,
    );
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
  private choose(feasible: readonly NodeInfo[], pod: PodInfo, podClass: PodClass, rng: Rng): NodeInfo {
    const [first] = feasible;
    if (first !== undefined && feasible.length === 1) return first;
    const nominated = pod.pod.status?.nominatedNodeName;
    const own = nominated ? feasible.find(({ name }) => name === nominated) : undefined;
    if (own !== undefined) return own;
    const totals = this.totals(feasible, pod, podClass);
    const equals: number[] = [];
    let best = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < totals.length; place++) {
      const total = totals[place] ?? 0;
      if (total < best) continue;
      if (total > best) equals.length = 0;
      best = total;
      equals.push(place);
    }
    const draw = equals.length === 1 ? 0 : rng.fork(`tie ${pod.pod.metadata.uid}`).integer(equals.length);
    return feasible[equals[draw] ?? 0] as NodeInfo;
  }

  /** Weighted sums in the order of `feasible`. */
  totals(feasible: readonly NodeInfo[], pod: PodInfo, podClass = this.classOf(pod)): Float64Array {
    const totals = new Float64Array(feasible.length);
    for (let place = 0; place < feasible.length; place++) {
      totals[place] = podClass.fixed[(feasible[place] as NodeInfo).index] ?? 0;
    }
    for (const { weight, raw, normalize } of podClass.relative) {
      const values = new Float64Array(feasible.length);
      let differs = false;
      for (let place = 0; place < feasible.length; place++) {
        values[place] = raw[(feasible[place] as NodeInfo).index] ?? 0;
        differs ||= values[place] !== values[0];
      }
      if (differs) addWeighted(totals, values, weight, normalize);
    }
    for (const { scope, weight, prepare } of scores) {
      const scoring = scope === 'cluster' ? prepare(pod, this.view, feasible) : undefined;
      if (scoring !== undefined) addWeighted(totals, rawScores(scoring, feasible), weight, scoring.normalize);
    }
    return totals;
  }
}

function rawScores({ score }: Scoring, nodes: readonly NodeInfo[]): Float64Array {
  const values = new Float64Array(nodes.length);
  for (let place = 0; place < nodes.length; place++) values[place] = score(nodes[place] as NodeInfo);
  return values;
}

function addWeighted(
  totals: Float64Array,
  values: Float64Array,
  weight: number,
  normalize: ((scores: Float64Array) => void) | undefined,
): void {
  normalize?.(values);
  for (let place = 0; place < totals.length; place++)
    totals[place] = (totals[place] ?? 0) + weight * (values[place] ?? 0);
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
