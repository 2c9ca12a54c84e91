import type { Node, Taint } from '../kinds/core/node/types.ts';
import { amounts, type Requests } from '../kinds/core/pod/requests.ts';
import { equalJson } from '../machinery/json.ts';
import type { Labels } from '../machinery/labels.ts';
import { parseQuantity, value } from '../machinery/quantity.ts';
import type { PodInfo } from './pod-info.ts';

const NO_LABELS: Labels = {};
const NO_TAINTS: readonly Taint[] = [];
const NOTHING: Requests = { cpu: 0, memory: 0, ephemeralStorage: 0 };

/** One node with running totals of what its pods ask for: nothing is ever summed over pods again. */
export class NodeInfo {
  readonly name: string;
  /** Its place in {@link View.nodes}. */
  index = -1;
  /** Absent while pods name a node that does not exist. */
  node: Node | undefined;
  labels: Labels = NO_LABELS;
  taints: readonly Taint[] = NO_TAINTS;
  unschedulable = false;
  allocatable: Requests = NOTHING;
  allowedPods = 0;
  /** Bytes by image name, as the node reports them. */
  images: ReadonlyMap<string, number> = new Map();

  cpu = 0;
  memory = 0;
  ephemeralStorage = 0;
  scoredCpu = 0;
  scoredMemory = 0;
  scalars: Record<string, number> | undefined;
  readonly pods = new Map<string, PodInfo>();

  constructor(name: string) {
    this.name = name;
  }

  /** Takes the node's newest state; tells whether anything changed that scheduling looks at. */
  setNode(node: Node | undefined): boolean {
    const before = this.node;
    this.node = node;
    if (before !== undefined && node !== undefined && looksAlike(before, node)) return false;
    this.labels = node?.metadata.labels ?? NO_LABELS;
    this.taints = node?.spec?.taints ?? NO_TAINTS;
    this.unschedulable = node?.spec?.unschedulable ?? false;
    this.allocatable = amounts(node?.status?.allocatable);
    this.allowedPods = value(parseQuantity(node?.status?.allocatable?.['pods'] ?? '0'));
    this.images = imagesOf(node);
    return true;
  }

  add(info: PodInfo): void {
    this.pods.set(info.key, info);
    this.count(info, 1);
  }

  remove(info: PodInfo): void {
    this.pods.delete(info.key);
    this.count(info, -1);
  }

  private count({ requests, scored }: PodInfo, times: 1 | -1): void {
    this.cpu += times * requests.cpu;
    this.memory += times * requests.memory;
    this.ephemeralStorage += times * requests.ephemeralStorage;
    this.scoredCpu += times * scored.cpu;
    this.scoredMemory += times * scored.memory;
    if (requests.scalars === undefined) return;
    this.scalars ??= {};
    for (const name in requests.scalars) {
      this.scalars[name] = (this.scalars[name] ?? 0) + times * (requests.scalars[name] ?? 0);
    }
  }
}

function looksAlike(a: Node, b: Node): boolean {
  return (
    equalJson(a.metadata.labels, b.metadata.labels) &&
    equalJson(a.spec, b.spec) &&
    equalJson(a.status?.allocatable, b.status?.allocatable) &&
    equalJson(a.status?.images, b.status?.images)
  );
}

function imagesOf(node: Node | undefined): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { names, sizeBytes = 0 } of node?.status?.images ?? []) {
    for (const name of names ?? []) sizes.set(name, sizeBytes);
  }
  return sizes;
}
