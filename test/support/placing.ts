import { conditionOf } from '../../src/kinds/core/node/conditions.ts';
import { Node } from '../../src/kinds/core/node/kind.ts';
import { condition } from '../../src/kinds/core/pod/conditions.ts';
import type { Container, PodSpec } from '../../src/kinds/core/pod/types.ts';
import { PodDisruptionBudget } from '../../src/kinds/policy/poddisruptionbudget/kind.ts';
import { PriorityClass } from '../../src/kinds/scheduling/priorityclass/kind.ts';
import { nodeObject } from '../../src/kubelet/node-object.ts';
import { type Made, pod, STEADY, WholeCluster } from './whole-cluster.ts';

/** What is said of the node that no ordinary pod may go to. */
export const TAINTED = '1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }';
/** What preemption says where it was of no use. */
export const preempted = (nodes: number, ...reasons: readonly string[]): string =>
  `preemption: 0/${nodes} nodes are available: ${reasons.join(', ')}.`;
export const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
export const NO_VICTIMS = 'No preemption victims found for incoming pod';

export const steady = (): WholeCluster => new WholeCluster({ durations: STEADY });

export const asks = (requests: Readonly<Record<string, string>>, name = 'c'): Container => ({
  name,
  image: 'nginx:1.27',
  resources: { requests },
});

/** A pod that asks for so much cpu. */
export const cpuPod = (name: string, cpu: string, spec: Partial<PodSpec> = {}): Made =>
  pod(name, { containers: [asks({ cpu })], ...spec });

export const labelled = (draft: Made, labels: Readonly<Record<string, string>>): Made => ({
  ...draft,
  metadata: { ...draft.metadata, labels },
});

export const priorityClass = (
  name: string,
  value: number,
  preemptionPolicy: 'Never' | 'PreemptLowerPriority' = 'PreemptLowerPriority',
): Made => ({ kind: PriorityClass as never, metadata: { name }, ...({ value, preemptionPolicy } as object) });

/** All pods of the labels have to stay. */
export const budget = (name: string, matchLabels: Readonly<Record<string, string>>): Made => ({
  kind: PodDisruptionBudget as never,
  metadata: { namespace: 'default', name },
  ...({ spec: { maxUnavailable: 0, selector: { matchLabels } } } as object),
});

export const nodeOf = (whole: WholeCluster, name: string): string => whole.pod(name).spec.nodeName ?? '';

/** Why the scheduler says that the pod waits: the condition's message. */
export const whyPending = (whole: WholeCluster, name: string): string =>
  condition(whole.pod(name).status, 'PodScheduled')?.message ?? '';

export function editNode(whole: WholeCluster, name: string, edit: Partial<NonNullable<Node['spec']>>): void {
  const node = whole.client.get(Node, { namespace: '', name });
  whole.client.update(Node, { ...node, spec: { ...node.spec, ...edit } });
  whole.settle();
}

export function labelNode(whole: WholeCluster, name: string, labels: Readonly<Record<string, string>>): void {
  const node = whole.client.get(Node, { namespace: '', name });
  const metadata = { ...node.metadata, labels: { ...node.metadata.labels, ...labels } };
  whole.client.update(Node, { ...node, metadata });
  whole.settle();
}

/** A further worker whose kubelet runs. */
export function addNode(whole: WholeCluster, name: string, cpu = '4'): void {
  whole.client.create(Node, nodeObject(name, { index: 9, cpu, memory: '8Gi', pods: 110 }));
  whole.settle();
}

export const isReady = (whole: WholeCluster, name: string): boolean =>
  conditionOf(whole.client.get(Node, { namespace: '', name }), 'Ready')?.status === 'True';
