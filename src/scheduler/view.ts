import type { Reader } from '../client/client.ts';
import { Namespace } from '../kinds/core/namespace/kind.ts';
import { Node } from '../kinds/core/node/kind.ts';
import { isFinished, isScheduled } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { compareText } from '../machinery/json.ts';
import type { LabelSelector, Selector } from '../machinery/labels.ts';
import { ChangeLog } from './change-log.ts';
import { PodCounter, type Question } from './counter.ts';
import { NodeInfo } from './node-info.ts';
import { type AffinityTerm, type PodInfo, type PodTerms, podInfo, podKey } from './pod-info.ts';

/** So many selectors and terms are counted at once. */
const COUNTERS_MOST = 4096;

/**
 * What the scheduler knows of the cluster, kept up to date change by change. It holds nothing that the objects do not
 * say: a new view over the same objects answers the same.
 */
export class View {
  readonly reader: Reader;
  /** Every existing node, by name; a node's place is its index. */
  nodes: readonly NodeInfo[] = [];
  /** Pods that wait for a node. */
  readonly waiting = new Map<string, Pod>();
  /** Waiting pods that room was made for, by node. */
  readonly nominated = new Map<string, readonly PodInfo[]>();
  readonly log = new ChangeLog();
  /** Selectors that Services and workloads give their pods; void when one of those changes. */
  readonly selectors = new Map<string, Selector>();
  private readonly infos = new Map<string, NodeInfo>();
  private readonly placed = new Map<string, NodeInfo>();
  private readonly labelled = new Map<string, number>();
  private readonly imageNodes = new Map<string, number>();
  private readonly counters = new Map<string, PodCounter>();
  /** Terms of pods that have a node, with how many pods hold each. */
  private readonly heldTerms = new Map<
    string,
    { readonly term: AffinityTerm; readonly role: Role; holders: number }
  >();

  constructor(reader: Reader) {
    this.reader = reader;
    for (const node of reader.list(Node)) this.replaceNode(this.info(node.metadata.name), node);
    this.arrange();
    for (const pod of reader.list(Pod)) this.setPod(pod);
  }

  setNode(node: Node): void {
    const info = this.info(node.metadata.name);
    const isNew = info.node === undefined;
    if (!this.replaceNode(info, node)) return;
    if (isNew) this.arrange();
    else this.note(info);
  }

  removeNode(name: string): void {
    const info = this.infos.get(name);
    if (info?.node === undefined) return;
    this.replaceNode(info, undefined);
    if (info.pods.size === 0) this.infos.delete(name);
    this.arrange();
  }

  /** Takes the pod's newest state; tells whether it took a place or gave one up. */
  setPod(pod: Pod): boolean {
    const key = podKey(pod);
    const before = this.placed.get(key);
    const known = before?.pods.get(key);
    this.setWaiting(key, pod);
    // Terminated pods hold nothing on their node any more (S-12).
    const holds = isScheduled(pod) && !isFinished(pod);
    if (known !== undefined && holds && isUnchanged(known, pod)) return false;
    if (before !== undefined && known !== undefined) this.takeAway(before, known);
    if (holds) this.put(this.info(pod.spec.nodeName ?? ''), podInfo(pod));
    return known !== undefined || holds;
  }

  removePod(key: string): boolean {
    this.setNominated(key, undefined);
    this.waiting.delete(key);
    const info = this.placed.get(key);
    const known = info?.pods.get(key);
    if (info === undefined || known === undefined) return false;
    this.takeAway(info, known);
    return true;
  }

  /** Takes a pod off its node to see what would be without it. */
  lift(pod: PodInfo, node: NodeInfo): void {
    node.remove(pod);
    this.note(node, pod, -1);
  }

  /** Undoes {@link lift}. */
  putBack(pod: PodInfo, node: NodeInfo): void {
    node.add(pod);
    this.note(node, pod, 1);
  }

  /** The index of the pod's node; -1 where that node does not exist. */
  indexOf({ key }: PodInfo): number {
    return this.placed.get(key)?.index ?? -1;
  }

  *placedPods(): Iterable<PodInfo> {
    for (const { pods } of this.nodes) yield* pods.values();
  }

  /** Pods with a node among those of a namespace that carry the labels. */
  *placedWith(namespace: string, labels: LabelSelector): Iterable<PodInfo> {
    for (const pod of this.reader.list(Pod, { namespace, labels })) {
      const key = podKey(pod);
      const info = this.placed.get(key)?.pods.get(key);
      if (info !== undefined) yield info;
    }
  }

  nodeNamed(name: string): NodeInfo | undefined {
    const info = this.infos.get(name);
    return info?.node === undefined ? undefined : info;
  }

  /** How many nodes hold the image. */
  nodesWithImage(image: string): number {
    return this.imageNodes.get(image) ?? 0;
  }

  /** How many nodes carry the label at all. */
  nodesWithLabel(key: string): number {
    let count = this.labelled.get(key);
    if (count === undefined) {
      count = 0;
      for (const { labels } of this.nodes) if (labels[key] !== undefined) count++;
      this.labelled.set(key, count);
    }
    return count;
  }

  namespaceLabels = (name: string): Readonly<Record<string, string>> | undefined =>
    this.reader.find(Namespace, { namespace: '', name })?.metadata.labels;

  /** How many pods of each node the question is about; equal texts must mean equal questions. */
  counter(text: string, question: Question): PodCounter {
    let counter = this.counters.get(text);
    if (counter === undefined) {
      if (this.counters.size >= COUNTERS_MOST) this.counters.clear();
      counter = new PodCounter(this, question);
      this.counters.set(text, counter);
    }
    counter.refresh();
    return counter;
  }

  /** Counts afresh when asked again. */
  forgetCounts(): void {
    this.counters.clear();
  }

  /** The distinct terms of one role that pods with a node hold. */
  *termsHeld(role: Role): Iterable<AffinityTerm> {
    for (const held of this.heldTerms.values()) if (held.role === role) yield held.term;
  }

  private setWaiting(key: string, pod: Pod): void {
    const waits = !isScheduled(pod) && !isFinished(pod);
    if (waits) this.waiting.set(key, pod);
    else if (!this.waiting.delete(key)) return;
    this.setNominated(key, waits ? pod : undefined);
  }

  private setNominated(key: string, pod: Pod | undefined): void {
    for (const [node, pods] of this.nominated) {
      const others = pods.filter((other) => other.key !== key);
      if (others.length === 0) this.nominated.delete(node);
      else if (others.length < pods.length) this.nominated.set(node, others);
    }
    const node = pod?.status?.nominatedNodeName;
    if (pod !== undefined && node)
      this.nominated.set(node, [...(this.nominated.get(node) ?? []), podInfo(pod)]);
  }

  private info(name: string): NodeInfo {
    let info = this.infos.get(name);
    if (info === undefined) {
      info = new NodeInfo(name);
      this.infos.set(name, info);
    }
    return info;
  }

  private replaceNode(info: NodeInfo, node: Node | undefined): boolean {
    const before = info.images;
    if (!info.setNode(node)) return false;
    this.labelled.clear();
    for (const image of before.keys()) this.imageNodes.set(image, (this.imageNodes.get(image) ?? 0) - 1);
    for (const image of info.images.keys()) this.imageNodes.set(image, (this.imageNodes.get(image) ?? 0) + 1);
    return true;
  }

  private arrange(): void {
    this.nodes = [...this.infos.values()]
      .filter(({ node }) => node !== undefined)
      .sort((a, b) => compareText(a.name, b.name));
    for (const info of this.infos.values()) info.index = -1;
    this.nodes.forEach((info, index) => {
      info.index = index;
    });
    this.labelled.clear();
    this.log.restart();
  }

  private put(info: NodeInfo, pod: PodInfo): void {
    info.add(pod);
    this.placed.set(pod.key, info);
    this.holdTerms(pod.terms, 1);
    this.note(info, pod, 1);
  }

  private takeAway(info: NodeInfo, pod: PodInfo): void {
    info.remove(pod);
    this.placed.delete(pod.key);
    this.holdTerms(pod.terms, -1);
    this.note(info, pod, -1);
    if (info.node === undefined && info.pods.size === 0) this.infos.delete(info.name);
  }

  private note({ index }: NodeInfo, pod?: PodInfo, times?: 1 | -1): void {
    if (index < 0) return;
    this.log.add(
      pod === undefined || times === undefined ? { index } : { index, pod, times },
      this.placed.size,
    );
  }

  private holdTerms(terms: PodTerms | undefined, times: 1 | -1): void {
    if (terms === undefined) return;
    for (const role of ROLES) {
      for (const term of terms[role]) {
        const text = `${role} ${term.text}`;
        const held = this.heldTerms.get(text) ?? { term, role, holders: 0 };
        held.holders += times;
        if (held.holders === 0) this.heldTerms.delete(text);
        else this.heldTerms.set(text, held);
      }
    }
  }
}

export type Role = keyof PodTerms;
const ROLES: readonly Role[] = [
  'requiredAffinity',
  'requiredAntiAffinity',
  'preferredAffinity',
  'preferredAntiAffinity',
];

function isUnchanged({ pod, terminating }: PodInfo, now: Pod): boolean {
  return (
    pod.metadata.uid === now.metadata.uid &&
    pod.spec === now.spec &&
    pod.metadata.labels === now.metadata.labels &&
    terminating === (now.metadata.deletionTimestamp !== undefined)
  );
}
