import { Pod } from '../kinds/core/pod/kind.ts';
import { PodDisruptionBudget } from '../kinds/policy/poddisruptionbudget/kind.ts';
import { compareText } from '../machinery/json.ts';
import { isTerminating } from '../machinery/object-meta.ts';
import type { Rng } from '../simulation/rng.ts';
import { violatingPods } from './budgets.ts';
import { type Diagnosis, preemptionMessage } from './diagnosis.ts';
import type { NodeInfo } from './node-info.ts';
import type { Placer } from './placement.ts';
import type { PodInfo } from './pod-info.ts';
import type { View } from './view.ts';

/** Candidates that are worked out: a tenth of the nodes, at least a hundred (S-35). */
const CANDIDATES_LEAST = 100;
const CANDIDATES_SHARE = 0.1;

/** Pods that have to go so that another fits on the node. */
export interface Candidate {
  readonly node: NodeInfo;
  /** Most important first. */
  readonly victims: readonly Lesser[];
  /** How many of them a disruption budget would keep. */
  readonly violations: number;
}

/** A pod that may have to go, with when it started; one that did not yet is the newest (GetPodStartTime). */
interface Lesser {
  readonly info: PodInfo;
  readonly start: string;
}

/** Room that can be made, or why it cannot, in upstream's words; a pod without any candidate loses what it was promised. */
export type Preemption =
  | { readonly candidate: Candidate }
  | { readonly message: string; readonly nominated?: '' };

/** Looks for the node where the least important pods would have to go. */
export function preempt(pod: PodInfo, diagnosis: Diagnosis, placer: Placer, rng: Rng): Preemption {
  const refusal = whyNotEligible(pod, diagnosis, placer);
  if (refusal !== undefined) return { message: `preemption: ${refusal}` };
  const potential = placer.view.nodes.filter(({ name }) => diagnosis.verdicts.get(name)?.resolvable === true);
  const budgets = placer.view.reader.list(PodDisruptionBudget);
  const tried = new Map<string, readonly string[]>();
  const candidates: Candidate[] = [];
  const enough = Math.max(CANDIDATES_LEAST, Math.floor(potential.length * CANDIDATES_SHARE));
  const offset =
    potential.length === 0 ? 0 : rng.fork(`preemption ${pod.pod.metadata.uid}`).integer(potential.length);
  for (let step = 0; step < potential.length && candidates.length < enough; step++) {
    const node = potential[(offset + step) % potential.length] as NodeInfo;
    const found = victimsOn(node, pod, placer, budgets);
    if ('victims' in found) candidates.push(found);
    else tried.set(node.name, found.reasons);
  }
  const [first] = candidates;
  if (first === undefined)
    return { message: preemptionMessage(placer.view.nodes.length, tried), nominated: '' };
  return { candidate: candidates.reduce((best, next) => (isBetter(next, best) ? next : best), first) };
}

function whyNotEligible(
  { pod, priority }: PodInfo,
  { verdicts }: Diagnosis,
  { view }: Placer,
): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = pod.status?.nominatedNodeName;
  if (!nominated || verdicts.get(nominated)?.resolvable === false) return undefined;
  for (const other of view.nodeNamed(nominated)?.pods.values() ?? []) {
    if (other.priority >= priority || !other.terminating) continue;
    if (isPreempted(newest(other, view)))
      return 'not eligible due to a terminating pod on the nominated node.';
  }
  return undefined;
}

function isPreempted(pod: Pod | undefined): boolean {
  if (pod === undefined) return false;
  const condition = pod.status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return isTerminating(pod) && condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}

/** Takes all less important pods away, sees whether the pod fits, and gives back all that it can, first those that a budget keeps (reprieve). */
function victimsOn(
  node: NodeInfo,
  pod: PodInfo,
  placer: Placer,
  budgets: readonly PodDisruptionBudget[],
): Candidate | { readonly reasons: readonly string[] } {
  const { view } = placer;
  const lesser = lesserPods(node, pod, view);
  if (lesser.length === 0) return { reasons: ['No preemption victims found for incoming pod'] };
  for (const { info } of lesser) view.lift(info, node);
  const objection = placer.fits(pod, node);
  const violating = violatingPods(
    lesser.map(({ info }) => info),
    budgets,
  );
  const isKept = ({ info }: Lesser): boolean => violating.has(info);
  const victims: Lesser[] = [];
  for (const other of [...lesser.filter(isKept), ...lesser.filter((each) => !isKept(each))]) {
    view.putBack(other.info, node);
    if (objection !== undefined || placer.fits(pod, node) === undefined) continue;
    view.lift(other.info, node);
    victims.push(other);
  }
  for (const { info } of victims) view.putBack(info, node);
  if (objection !== undefined) return { reasons: objection.reasons };
  const violations = victims.filter(isKept).length;
  return { node, victims: victims.sort(byImportance), violations };
}

function lesserPods(node: NodeInfo, { priority }: PodInfo, view: View): Lesser[] {
  const lesser: Lesser[] = [];
  for (const info of node.pods.values()) {
    if (info.priority < priority)
      lesser.push({ info, start: newest(info, view)?.status?.startTime ?? '9999' });
  }
  return lesser.sort(byImportance);
}

/** The view keeps no status. */
const newest = ({ namespace, pod }: PodInfo, { reader }: View): Pod | undefined =>
  reader.find(Pod, { namespace, name: pod.metadata.name });

/** Higher priority first, then the one that has run longer. */
function byImportance(a: Lesser, b: Lesser): number {
  return (
    b.info.priority - a.info.priority || compareText(a.start, b.start) || compareText(a.info.key, b.info.key)
  );
}

/** pickOneNodeForPreemption: the fewest broken budgets, the least important head, the smallest sum, the fewest, the latest start; then the first. */
function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.violations !== b.violations) return a.violations < b.violations;
  const head = ({ victims: [victim] }: Candidate): number =>
    victim?.info.priority ?? Number.NEGATIVE_INFINITY;
  if (head(a) !== head(b)) return head(a) < head(b);
  const [sumOfA, sumOfB] = [sumOfPriorities(a), sumOfPriorities(b)];
  if (sumOfA !== sumOfB) return sumOfA < sumOfB;
  if (a.victims.length !== b.victims.length) return a.victims.length < b.victims.length;
  return compareText(earliestStart(a), earliestStart(b)) > 0;
}

/** Upstream shifts priorities above zero so that more victims always weigh more. */
const sumOfPriorities = ({ victims }: Candidate): number =>
  victims.reduce((sum, { info }) => sum + info.priority + 2 ** 31, 0);

function earliestStart({ victims }: Candidate): string {
  const highest = victims[0]?.info.priority;
  const starts = victims.filter(({ info }) => info.priority === highest).map(({ start }) => start);
  return starts.sort(compareText)[0] ?? '';
}
